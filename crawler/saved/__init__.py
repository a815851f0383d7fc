"""Pages that a person saved in a browser: `opening` (a file's bytes to a response), `taking` (into the store and its
ledger, by the same steps as a crawled page). Nothing in here fetches."""
