"""What the tests of a real server share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

import store
from store.base import Store
from tests.elasticsearch.fixtures import Prefixes, start
from tests.elasticsearch.server import Server

Opened: TypeAlias = Callable[..., Store]


@pytest.fixture(scope="session")
def mortal_server() -> Iterator[Server]:
    """One that tests may kill, block and start again; each leaves it running."""
    server = start()
    try:
        yield server
    finally:
        server.remove()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Server, str], Store]]:
    """Opens stores of a server under a prefix, and closes them."""
    made: list[Store] = []

    def open_one(server: Server, prefix: str, **options: str) -> Store:
        made.append(store.open(server.url, {"prefix": prefix, "root": str(tmp_path), "patience": "60", **options}))
        return made[-1]

    yield open_one
    for one in made:
        one.close()


@pytest.fixture
def empty_store(elasticsearch_server: Server, elasticsearch_prefixes: Prefixes, opened: Opened) -> Iterator[Store]:
    """An empty store on the session's server."""
    prefix = elasticsearch_prefixes.lend()
    yield opened(elasticsearch_server, prefix)
    elasticsearch_prefixes.give_back(prefix)
