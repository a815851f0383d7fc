"""The command line: thin callers over crawler, store and analysis."""

__version__ = "0.1.0"
