"""Elasticsearch, where users outgrow one machine: `http://127.0.0.1:9200`, or `https://` with credentials.

This module is all that is imported before such a store is asked for: the client takes half a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.base import Store

SCHEMES = ("http", "https")


def connect(url: str, options: Mapping[str, str]) -> Store:
    """The store at a URL; its indices are made where they are missing.

    Raises StoreUnreachable where nobody answers, StoreRefused where it is not for us, SchemaTooNew.
    """
    from store.elastic.store import ElasticStore

    return ElasticStore.at(url, options)
