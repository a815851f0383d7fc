"""One fresh place a store, found by discovery: a new store adds one fixture `fresh_MODULE` to the registry here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

import store
from store.base import Store
from tests.elasticsearch.fixtures import Prefixes
from tests.elasticsearch.server import Server

MODULES = sorted(set(store.backends().values()))


@dataclass(slots=True)
class Place:
    """Where one store keeps its things; opened as often as a test likes."""

    url: str
    options: Mapping[str, str] = field(default_factory=dict)
    opened: list[Store] = field(default_factory=list)

    def open(self) -> Store:
        self.opened.append(store.open(self.url, self.options))
        return self.opened[-1]

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()


Fresh: TypeAlias = Callable[[], Place]


@pytest.fixture
def fresh_sqlite(tmp_path: Path) -> Iterator[Fresh]:
    """Makes empty SQLite places."""
    numbers = count()
    made: list[Place] = []

    def make() -> Place:
        made.append(Place(f"sqlite:{tmp_path / f'{next(numbers)}.db'}", {"patience": "5"}))
        return made[-1]

    yield make
    for place in made:
        place.close()


_MARKS = {"elastic": [pytest.mark.elasticsearch]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Random laws over a real server take minutes: CI runs them."""
    for item in items:
        if item.get_closest_marker("elasticsearch") and "test_laws.py" in item.nodeid:
            item.add_marker("slow")


@pytest.fixture(params=[pytest.param(name, marks=_MARKS.get(name, [])) for name in MODULES])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """Makes empty places, of every store in turn."""
    made: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    return made


@pytest.fixture
def place(fresh: Fresh) -> Place:
    return fresh()


@pytest.fixture
def empty(place: Place) -> Store:
    """An empty store, of every kind in turn."""
    return place.open()


@pytest.fixture
def fresh_elastic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """Lends empty places on the session's real server, each under a prefix of its own."""
    server: Server = request.getfixturevalue("elasticsearch_server")
    prefixes: Prefixes = request.getfixturevalue("elasticsearch_prefixes")
    made: list[Place] = []

    def make() -> Place:
        options = {"prefix": prefixes.lend(), "patience": "30", "root": str(tmp_path)}
        made.append(Place(server.url, options))
        return made[-1]

    yield make
    for place in made:
        place.close()
        prefixes.give_back(place.options["prefix"])
