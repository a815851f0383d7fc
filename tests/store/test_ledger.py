"""Every store's ledger knows its targets and their runs, what came of them and how far they got."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.errors import StoreError
from analysis.model import Target
from store.base import Selection, Store, Writer
from tests.store.conftest import Place
from tests.store.material import BANK, SHOP, START, Crawl, begin, finish, keep, reading, save, write
from tests.store.sweeps import state


def test_a_target_and_its_run_come_back_as_they_were(place: Place) -> None:
    crawl = Crawl(SHOP)
    begin(place.open(), crawl)
    run = crawl.ended(
        counts={"pages": 3, "new": 2},
        drops={"no text": 1},
        coverage={"rating": 0.5},
        stated=17,
        watermark="2024-05-03 x",
        replay="shop.example=127.0.0.1:8001",
    )
    ended = finish(place.open(), run)
    assert ended == replace(run, counts={"pages": 3, "new": 2, "vanished": 0})
    told = state(place.open(), SHOP)
    assert (told.target, told.runs, told.watermark) == (SHOP, (ended,), "2024-05-03 x")
    assert told.last_run == ended
    assert told.last_full == ended.ended


def test_targets_come_by_source_client_and_key(empty: Store) -> None:
    twin = Target.of(BANK.source, BANK.client, {"url": "https://bluebird.example/more"})
    other = Target.of("another.example", "zebra", {})
    for number, target in enumerate((SHOP, twin, other, BANK)):
        begin(empty, Crawl(target, id=f"run-{number}"))
    assert [told.target for told in empty.targets()] == [other, *sorted((BANK, twin), key=lambda t: t.key), SHOP]
    assert empty.target("0" * 32) is None


def test_a_killed_run_is_told_as_interrupted_when_the_next_begins(empty: Store) -> None:
    first, second = Crawl(), Crawl(id="run-2", started=START + timedelta(hours=2))
    begin(empty, first)
    assert state(empty).runs[0].finish == ""
    begin(empty, second)
    begin(empty, Crawl(SHOP, id="other"))
    assert [(run.id, run.finish) for run in state(empty).runs] == [("run-2", ""), ("run-1", "interrupted")]


def test_an_ended_run_is_not_opened_again_by_a_replay(empty: Store) -> None:
    crawl = Crawl()
    begin(empty, crawl)
    ended = finish(empty, crawl.ended())
    begin(empty, crawl)
    assert state(empty).runs == (ended,)
    assert finish(empty, crawl.ended()) == ended


def test_captured_and_its_days_are_those_of_the_targets_reviews(empty: Store) -> None:
    crawl = Crawl()
    save(
        empty,
        crawl,
        crawl.page(1, reading("1", day="2024-05-03"), reading("2", day="2023-02")),
        crawl.page(2, reading("1", day="2024-05-03"), reading("3", day=None)),
    )
    keep(empty, [reading("4", client="corner-shop", day="2020-01-01")])
    told = state(empty)
    assert (told.captured, told.first, told.last) == (3, date(2023, 2, 1), date(2024, 5, 3))
    empty.forget(Selection(ref="2"))
    told = state(empty)
    assert (told.captured, told.first, told.last) == (2, date(2024, 5, 3), date(2024, 5, 3))


def test_a_target_without_dated_reviews_has_no_days(empty: Store) -> None:
    begin(empty, Crawl())
    told = state(empty)
    assert (told.captured, told.first, told.last, told.last_full, told.watermark) == (0, None, None, None, "")


def test_the_watermark_stays_until_a_run_brings_another(empty: Store) -> None:
    for number, mark in enumerate(("2024-05-03", "", "2024-06-01"), 1):
        crawl = Crawl(id=f"run-{number}", sweep=number, started=START + timedelta(days=number))
        begin(empty, crawl)
        finish(empty, crawl.ended(watermark=mark))
        assert state(empty).watermark == ("2024-06-01" if number == 3 else "2024-05-03")


def test_a_closed_writer_takes_nothing(empty: Store) -> None:
    crawl = Crawl()

    async def work(writer: Writer) -> None:
        await writer.begin(crawl.target, crawl.run)
        await writer.close()
        await writer.close()
        with pytest.raises(StoreError, match="closed"):
            await writer.save([crawl.page(1)])

    write(empty, work)
