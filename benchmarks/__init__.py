"""Speed, memory and reading quality: each module is one command that prints a table."""
