"""How often a domain is asked, by whom, and when it is left alone."""
