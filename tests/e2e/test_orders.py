"""A law: whatever cuts the crawls of a target short, and in whatever order, the store ends up the same."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import StoreUnreachable
from crawler.report import CrawlOptions
from crawler.run import crawl
from store.base import Store
from store.ledger import Ack, Page
from tests.crawls import opened, refs, target
from tests.web import Asked, Reset, Site, Web, answer, page, review

HOST = "bluebird.example"
PAGES = 24
REVIEWS = {number: [review(number * 10 + place) for place in range(2)] for number in range(PAGES)}
Cutting = tuple[str, int]  # what happens, and after how many pages or batches

cuttings = st.tuples(st.sampled_from(["limit", "pages", "network", "store", "restart", "full"]), st.integers(1, 20))


def linked(down_after: int) -> Site:
    """Each page leads to the next three; the network is cut after so many answers, never where 0."""
    left = [down_after]

    def site(asked: Asked) -> bytes:
        left[0] -= 1
        if left[0] == -1 and down_after:
            left[0] = 0
            raise Reset
        if asked.path == "/robots.txt":
            return answer("", 404)
        number = int(asked.path.rpartition("/")[2])
        links = [f"/p/{ahead}" for ahead in range(number + 1, min(number + 4, PAGES))]
        return answer(page(REVIEWS[number], links=links))

    return site


def crawl_once(kept: Store, what: str, how_many: int) -> None:
    one = target(HOST, path="/p/0", follow="^/p/[0-9]+$")
    with Web({HOST: linked(how_many if what == "network" else 0)}) as web:
        options = CrawlOptions(
            "https://tests.example",
            b"secret",
            replay=web.replay(),
            limit=how_many if what == "limit" else None,
            max_pages=how_many if what == "pages" else 1000,
            restart=what == "restart",
            full=what == "full",
        )
        crawl([one], _Filling(kept, how_many) if what == "store" else kept, options)  # type: ignore[arg-type]


class _Filling:
    """The store, whose writer loses it after so many batches."""

    def __init__(self, kept: Store, batches: int) -> None:
        self._kept = kept
        self._batches = batches % 3

    def __getattr__(self, name: str) -> object:
        return getattr(self._kept, name)

    def writer(self) -> object:
        made = self._kept.writer()
        save, left = made.save, [self._batches]

        async def saving(pages: Sequence[Page]) -> list[Ack]:
            if not left[0]:
                raise StoreUnreachable("nobody answers")
            left[0] -= 1
            return await save(pages)

        made.save = saving  # type: ignore[method-assign]
        return made


def end_in_the_same_store(kept: Store, cuts: Sequence[Cutting]) -> None:
    for what, how_many in cuts:
        crawl_once(kept, what, how_many)
    crawl_once(kept, "", 0)
    assert len(refs(kept)) == PAGES * 2
    assert len(set(refs(kept))) == PAGES * 2
    [state] = kept.targets()
    assert state.last_run is not None
    assert state.last_run.verdict == "whole"
    assert (state.failed, state.captured) == (0, PAGES * 2)
    assert state.found == state.done == PAGES


@pytest.mark.parametrize(
    "cuts",
    [
        [("network", 7), ("store", 1), ("limit", 5), ("restart", 1)],
        [("pages", 3), ("network", 2), ("pages", 20), ("store", 2)],
        [("limit", 1), ("limit", 4)],  # pages that met the limit at the same moment were once counted twice
    ],
    ids=["network", "pages", "limit"],
)
def test_these_cuts_end_in_the_same_store(kept: Store, cuts: list[Cutting]) -> None:
    end_in_the_same_store(kept, cuts)


@settings(max_examples=5)
@given(st.lists(cuttings, max_size=4))
def test_any_order_of_cuts_ends_in_the_same_store(cuts: list[Cutting]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as kept:
        end_in_the_same_store(kept, cuts)
