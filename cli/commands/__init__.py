"""One module a command, found by name; each holds a click command called `command`."""
