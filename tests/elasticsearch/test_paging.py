"""Nothing is lost at the end of a page, whatever its size: groups, readings, open pages, scans."""

from __future__ import annotations

import pytest

from analysis.model import Scope
from store.base import Selection, Store
from store.elastic import bulk, questions, standing, tallies
from tests.store.material import BANK, Crawl, keep, mention, reading, save

pytestmark = pytest.mark.elasticsearch
MANY = 47


@pytest.mark.parametrize("size", [1, 7, MANY, MANY + 1])
def test_every_group_comes_once(empty_store: Store, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    clients = [f"client-{n:02d}" for n in range(MANY)]
    keep_at_once(empty_store, clients)
    monkeypatch.setattr(tallies, "_BUCKETS", size)
    assert [tally.key for tally in empty_store.tallies(None, ["client"])] == [(client,) for client in clients]
    assert [row.key for row in empty_store.census([Scope(name) for name in clients], ["client"])] == [
        (client,) for client in clients
    ]


def keep_at_once(opened: Store, clients: list[str]) -> None:
    crawl = Crawl()
    save(opened, crawl, crawl.page(1, *(reading(name, mention(0, -0.5), client=name) for name in clients)))


@pytest.mark.parametrize("size", [1, 7, MANY, MANY + 1])
def test_every_reading_and_open_page_comes_once_and_in_order(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    crawl = Crawl()
    refs = tuple(crawl.ref(n) for n in range(2, MANY + 2))
    shown = [reading(str(n), mention(0, -0.5)) for n in range(MANY)]
    save(empty_store, crawl, crawl.page(1, *shown, found=refs))
    for module in (questions, standing):
        monkeypatch.setattr(module, "PAGE", size)
    assert list(empty_store.pending(BANK.key)) == list(refs)
    keys = [one.review.key for one in empty_store.readings()]
    assert keys == sorted(one.review.key for one in shown)


@pytest.mark.slow
def test_more_than_ten_thousand(empty_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window of a plain search ends at 10,000; a scan while forgetting and rewriting goes on behind it too."""
    many = 10_500
    keep(empty_store, (reading(str(n), client="crowd") for n in range(many)))
    assert sum(1 for _ in empty_store.readings()) == many
    monkeypatch.setattr(bulk, "CHUNK_OPERATIONS", 500)
    assert empty_store.forget(Selection(client="crowd")) == many
    assert list(empty_store.readings()) == []
    assert empty_store.stats()["forgotten"] == many
