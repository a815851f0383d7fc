"""Trends, comparisons and briefs are the same from either store: floats to 1e-9 relative, order included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analysis.dates import Grain
from analysis.plain import Plain, plain
from cli.gathering import gather_brief, gather_comparison, gather_trend
from demo.companies import dossiers
from store import open as open_store
from store.base import Store
from tests.briefs.world import TODAY, fill
from tests.elasticsearch.fixtures import Prefixes
from tests.elasticsearch.server import Server

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]
FEW = 60  # reviews a company: enough for every row and quarter


@pytest.fixture(scope="module")
def stores(
    elasticsearch_server: Server, elasticsearch_prefixes: Prefixes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Store]]:
    prefix = elasticsearch_prefixes.lend()
    folder = tmp_path_factory.mktemp("both")
    with (
        open_store(elasticsearch_server.url, {"prefix": prefix}) as elastic,
        open_store(f"sqlite:{folder / 'rbp.db'}") as sqlite,
    ):
        for store in (elastic, sqlite):
            fill(store, limit=FEW)
        yield elastic, sqlite
    elasticsearch_prefixes.give_back(prefix)


def assert_same(left: Plain, right: Plain, path: str = "") -> None:
    if isinstance(left, dict) and isinstance(right, dict):
        assert left.keys() == right.keys(), path
        for key, value in left.items():
            assert_same(value, right[key], f"{path}.{key}")
    elif isinstance(left, list) and isinstance(right, list):
        assert len(left) == len(right), path
        for place, (one, other) in enumerate(zip(left, right, strict=True)):
            assert_same(one, other, f"{path}[{place}]")
    elif isinstance(left, float) and isinstance(right, float):
        assert left == pytest.approx(right, rel=1e-9, abs=1e-12), path
    else:
        assert left == right, path


@pytest.mark.parametrize("vendor", [0, 1, 2])
def test_briefs_agree(stores: tuple[Store, Store], vendor: int) -> None:
    elastic, sqlite = (plain(gather_brief(store, dossiers()[vendor], TODAY)) for store in stores)
    assert_same(elastic, sqlite)


@pytest.mark.parametrize("grain", Grain)
def test_trends_agree(stores: tuple[Store, Store], grain: Grain) -> None:
    for dossier in dossiers():
        elastic, sqlite = (plain(gather_trend(store, dossier, TODAY, grain=grain, aspect="wait")) for store in stores)
        assert_same(elastic, sqlite)


def test_comparisons_agree(stores: tuple[Store, Store]) -> None:
    elastic, sqlite = (plain(gather_comparison(store, dossiers(), TODAY)) for store in stores)
    assert_same(elastic, sqlite)
