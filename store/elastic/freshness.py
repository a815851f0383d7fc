"""Making sure that a question sees what was written before it, without a refresh for every write."""

from __future__ import annotations

import time

from elasticsearch import AuthorizationException, Elasticsearch

from store.elastic.address import Address
from store.elastic.mappings import Kind, alias

_FRESH_SECONDS = 1.0  # what others wrote is seen after this at the latest, as by the server's own default


class Freshness:
    """Refreshes before a question, where this store or a writer of it has written since, or a second has passed."""

    def __init__(self, client: Elasticsearch, address: Address) -> None:
        self._client = client
        self._index = [alias(address.prefix, kind) for kind in Kind]
        self._written = self._shown = object()  # marks of the last write, and of the last one that questions see
        self._at = float("-inf")
        self._allowed = True

    def spoil(self) -> None:
        """Something was written, by whichever thread."""
        self._written = object()

    def assure(self) -> None:
        written, now = self._written, time.monotonic()
        if not self._allowed or (written is self._shown and now - self._at < _FRESH_SECONDS):
            return
        try:
            self._client.indices.refresh(index=self._index)
        except AuthorizationException:  # a key that may only read: it sees what the server refreshes by itself
            self._allowed = False
        self._shown, self._at = written, now
