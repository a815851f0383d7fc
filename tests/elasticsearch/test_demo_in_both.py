"""The demo's crawl into both stores: every tally, trend, comparison and brief agrees; search finds the same reviews."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import isclose
from pathlib import Path
from typing import Any, get_args

import pytest

import store
from analysis.model import Basis, Scope
from analysis.tally import CensusKey, TallyKey
from demo.companies import dossiers
from store.base import Store
from tests.cli.running import command_line, environment
from tests.elasticsearch.server import Server

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]
SAME = 1e-9  # relative
# what tells where and when an answer was made, not what it says
OWN = {"store", "replay", "made", "command"}


@dataclass(frozen=True, slots=True)
class Demo:
    url: str
    folder: Path

    def run(self, *words: str) -> Any:
        line = command_line("--store", self.url, "--workspace", str(self.folder), *words)
        done = subprocess.run(line, env=environment(), cwd=self.folder, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demos(elasticsearch_server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Demo, Demo]:
    made: list[Demo] = []
    for name in ("sqlite", "elasticsearch"):
        folder = tmp_path_factory.mktemp(name) / "demo"
        if made:  # the same workspace, since authors are hashed with its secret
            shutil.copytree(made[0].folder, folder, ignore=shutil.ignore_patterns("rbp.db*"))
        url = elasticsearch_server.url if name == "elasticsearch" else f"sqlite:{folder / 'rbp.db'}"
        words = command_line("--store", url, "demo", str(folder))
        subprocess.run(words, env=environment(), check=True, capture_output=True, timeout=480)
        made.append(Demo(url, folder))
    return made[0], made[1]


@pytest.fixture(scope="module")
def both(demos: tuple[Demo, Demo]) -> Iterator[tuple[Store, Store]]:
    with store.open(demos[0].url) as lite, store.open(demos[1].url) as elastic:
        yield lite, elastic


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        if list(one) != list(other):
            yield f"{path}: {list(one)} and {list(other)}"
        for key in one.keys() & other.keys() - OWN:
            yield from differences(one[key], other[key], f"{path}.{key}")
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other):
            yield f"{path}: {len(one)} and {len(other)} items"
        for place, pair in enumerate(zip(one, other, strict=False)):
            yield from differences(*pair, f"{path}[{place}]")
    elif isinstance(one, float) and isinstance(other, float):
        if not isclose(one, other, rel_tol=SAME, abs_tol=1e-12):
            yield f"{path}: {one} and {other}"
    elif one != other and "127.0.0.1" not in str(one):
        yield f"{path}: {one!r} and {other!r}"


def plain(rows: Any) -> list[list[Any]]:
    return [[getattr(row, name) for name in row.__slots__] for row in rows]


def scopes() -> Iterator[list[Scope] | None]:
    yield None
    for dossier in dossiers():
        yield list(dossier.scopes())


@pytest.mark.parametrize("basis", Basis)
def test_every_tally_agrees(both: tuple[Store, Store], basis: Basis) -> None:
    keys: tuple[TallyKey, ...] = get_args(TallyKey)
    for asked in scopes():
        for by in [(), *((key,) for key in keys), *combinations(keys, 2), ("client", "aspect", "month")]:
            for aspects in (("overall",), None):
                lite, elastic = (plain(one.tallies(asked, by, basis=basis, aspects=aspects)) for one in both)
                assert lite or asked is not None
                assert list(differences(lite, elastic)) == []


def test_every_census_agrees(both: tuple[Store, Store]) -> None:
    keys: tuple[CensusKey, ...] = get_args(CensusKey)
    for asked in scopes():
        for by in [(), *((key,) for key in keys), *combinations(keys, 2)]:
            lite, elastic = (plain(one.census(asked, by)) for one in both)
            assert list(differences(lite, elastic)) == []


def test_readings_and_targets_agree(both: tuple[Store, Store]) -> None:
    lite, elastic = (list(one.readings()) for one in both)
    assert len(lite) > 1_000
    assert lite == elastic
    kept = [[(state.found, state.done, state.captured, state.first) for state in one.targets()] for one in both]
    assert kept[0] == kept[1]


def test_quotations_agree(both: tuple[Store, Store]) -> None:
    for asked in scopes():
        for negative in (True, False):
            for aspect in (None, "wait", "resolution", "channel:phone"):
                lite, elastic = (one.quotes(asked, negative=negative, aspect=aspect, limit=50) for one in both)
                assert [quote.mention for quote in lite] == [quote.mention for quote in elastic]


@pytest.mark.parametrize(
    "words", ["called back", "hold", "never", "Übersetzung", "café", "refund agent", "e-mail", "don't", "zzz", "2"]
)
def test_search_finds_the_same_reviews(both: tuple[Store, Store], words: str) -> None:
    lite, elastic = ({hit.review.key for hit in one.search(words, limit=5_000)} for one in both)
    assert lite == elastic


def test_every_trend_comparison_and_brief_agrees(demos: tuple[Demo, Demo], tmp_path: Path) -> None:
    names = [dossier.vendor.id for dossier in dossiers()]
    asked = [["trends", *names, "--by", by, "--json"] for by in ("month", "quarter", "year")]
    asked += [["trends", *names, "--aspect", aspect, "--json"] for aspect in ("wait", "resolution", "phone")]
    asked += [["compare", *names, "--json"]]
    for words in asked:
        assert list(differences(*(demo.run(*words) for demo in demos))) == [], words
    for name in names:
        briefs = [_brief(demo, name, tmp_path / f"{place}.json") for place, demo in enumerate(demos)]
        assert list(differences(*briefs)) == []


def _brief(demo: Demo, name: str, file: Path) -> Any:
    line = command_line("--store", demo.url, "--workspace", str(demo.folder), "brief", name, "-o", str(file))
    subprocess.run(line, env=environment(), check=True, capture_output=True, timeout=240)
    return json.loads(file.read_text())
