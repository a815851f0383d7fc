"""The stores that crawls of the tests end in: a file, and in the slow tests Elasticsearch as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import store
from store.base import Store
from tests.elasticsearch.fixtures import Prefixes
from tests.elasticsearch.server import Server

_REAL_SERVER = (pytest.mark.elasticsearch, pytest.mark.slow)


@pytest.fixture(params=["sqlite", pytest.param("elastic", marks=_REAL_SERVER)])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """An empty store, as the table [store] of an rbp.toml names it."""
    if request.param == "sqlite":
        yield {"url": f"sqlite:{tmp_path / 'rbp.db'}"}
        return
    server: Server = request.getfixturevalue("elasticsearch_server")
    prefixes: Prefixes = request.getfixturevalue("elasticsearch_prefixes")
    prefix = prefixes.lend()
    yield {"url": server.url, "prefix": prefix}
    prefixes.give_back(prefix)


@pytest.fixture
def kept(shelf: Mapping[str, str]) -> Iterator[Store]:
    """The same, open."""
    with open_shelf(shelf) as opened:
        yield opened


def open_shelf(shelf: Mapping[str, str]) -> Store:
    return store.open(shelf["url"], {name: value for name, value in shelf.items() if name != "url"})
