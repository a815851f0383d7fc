"""One step of the way from page to store per module; their order stands in crawler/settings.py."""
