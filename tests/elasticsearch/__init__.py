"""A real Elasticsearch for tests, benchmarks and CI, on machines without Docker. See `__main__` for the command."""
