"""A store with all of the demo in it, made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analysis.brief import Brief
from analysis.model import Target
from cli.gathering import gather_brief
from store import open as open_store
from store.base import Store
from tests.briefs.hostile import HOSTILE, NASTY, hostile_readings
from tests.briefs.quill import ACME_READINGS, BOLT_READINGS, CROW_READINGS, QUILL
from tests.briefs.world import TODAY, dossier, filled, keep


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("briefs")) as store:
        yield store


@pytest.fixture(scope="session")
def harbour(demo_store: Store) -> Brief:
    return gather_brief(demo_store, dossier("harbour-care"), TODAY)


@pytest.fixture(scope="session")
def lantern(demo_store: Store) -> Brief:
    """A vendor with an engagement whose start is not known."""
    return gather_brief(demo_store, dossier("lantern-desk"), TODAY)


@pytest.fixture(scope="session")
def tallow(demo_store: Store) -> Brief:
    """A vendor with a client that only the user's word ties to it."""
    return gather_brief(demo_store, dossier("tallow-reed"), TODAY)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """Markup, escapes and long words wherever a stranger or a dossier may put text."""
    with open_store(f"sqlite:{tmp_path_factory.mktemp('hostile') / 'rbp.db'}") as store:
        keep(store, HOSTILE.targets[0], hostile_readings(), verdict=f"suspect: {NASTY}", replay="a=127.0.0.1:1")
        return gather_brief(store, HOSTILE, TODAY)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """Nothing was ever crawled."""
    with open_store(f"sqlite:{tmp_path_factory.mktemp('empty') / 'rbp.db'}") as store:
        return gather_brief(store, dossier("lantern-desk"), TODAY)


@pytest.fixture(scope="session")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The few reviews of Quill's clients, one of whom only an import tells of."""
    with open_store(f"sqlite:{tmp_path_factory.mktemp('hand') / 'rbp.db'}") as store:
        keep(store, QUILL.targets[0], ACME_READINGS, verdict="partial: 9 of 12")
        keep(store, Target.of("import", "bolt", {"file": "b.csv"}), BOLT_READINGS)
        keep(store, QUILL.targets[1], CROW_READINGS, replay="c.example=127.0.0.1:8001")
        yield store
