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


@pytest.fixture(params=MODULES)
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
