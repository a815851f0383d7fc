"""The stores that crawls of the tests end in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from store.base import Store
from tests.crawls import opened
from tests.elasticsearch.fixtures import Prefixes
from tests.elasticsearch.server import Server

_REAL_SERVER = (pytest.mark.elasticsearch, pytest.mark.slow)


@pytest.fixture(params=["sqlite", pytest.param("elastic", marks=_REAL_SERVER)])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store: a file, and in the slow tests Elasticsearch as well."""
    if request.param == "sqlite":
        with opened(tmp_path) as made:
            yield made
        return
    server: Server = request.getfixturevalue("elasticsearch_server")
    prefixes: Prefixes = request.getfixturevalue("elasticsearch_prefixes")
    prefix = prefixes.lend()
    with store.open(server.url, {"prefix": prefix, "root": str(tmp_path)}) as made:
        yield made
    prefixes.give_back(prefix)
