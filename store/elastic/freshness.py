"""Making sure that a question sees what was written before it, without a refresh for every write."""

from __future__ import annotations

import time
from weakref import WeakSet

from elasticsearch import AuthorizationException, Elasticsearch

from store.elastic.address import Address
from store.elastic.mappings import Kind, alias
from store.elastic.writer import ElasticWriter

_FRESH_SECONDS = 1.0  # what others wrote is seen after this at the latest, as by the server's own default


class Freshness:
    """Refreshes before a question, where this store or a writer of it has written since, or a second has passed."""

    def __init__(self, client: Elasticsearch, address: Address) -> None:
        self._client = client
        self._index = [alias(address.prefix, kind) for kind in Kind]
        self._writers: WeakSet[ElasticWriter] = WeakSet()
        self._seen = 0
        self._at = float("-inf")
        self._allowed = True

    def watch(self, writer: ElasticWriter) -> None:
        self._writers.add(writer)

    def spoil(self) -> None:
        """Something was written."""
        self._at = float("-inf")

    def assure(self) -> None:
        writes, now = sum(writer.writes for writer in self._writers), time.monotonic()
        if not self._allowed or (writes == self._seen and now - self._at < _FRESH_SECONDS):
            return
        try:
            self._client.indices.refresh(index=self._index)
        except AuthorizationException:  # a key that may only read: it sees what the server refreshes by itself
            self._allowed = False
        self._seen, self._at = writes, now
