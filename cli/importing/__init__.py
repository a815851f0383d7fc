"""`rbp import`, step by step: `files` and `rows` (bytes to rows), `columns` (a row to a raw review), `reading`
(a raw review to a reading, in a second process), `intake` (into the store and its ledger)."""
