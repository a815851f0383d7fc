"""Every store tells which reviews the newest sweep showed, and marks, never deletes, those that a whole one did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.model import Target
from store.base import Store
from store.ledger import RunMode
from tests.store.material import BANK, START, Crawl, begin, finish, reading, save
from tests.store.sweeps import state, sweep, vanished


def test_seen_are_the_reviews_that_the_newest_sweep_showed(empty: Store) -> None:
    sweep(empty, 1, "1", "2", "3")
    assert (state(empty).captured, state(empty).seen) == (3, 3)
    sweep(empty, 2, "1", "3", "4")
    assert (state(empty).captured, state(empty).seen) == (4, 3)
    begin(empty, Crawl(sweep=3, id="run-3", started=START + timedelta(days=9)))
    assert (state(empty).captured, state(empty).seen) == (4, 0)


def test_what_a_whole_full_sweep_does_not_see_is_marked_never_deleted(empty: Store) -> None:
    assert sweep(empty, 1, "1", "2", "3").counts["vanished"] == 0
    assert sweep(empty, 2, "1", "3").counts["vanished"] == 1
    assert (vanished(empty), empty.stats()["reviews"]) == (1, 3)
    assert sweep(empty, 3, "1").counts["vanished"] == 1
    assert vanished(empty) == 2
    assert sweep(empty, 4, "1", "2").counts["vanished"] == 0
    assert vanished(empty) == 1
    assert state(empty).last_full == START + timedelta(days=4, hours=1)


@pytest.mark.parametrize(
    ("finish_state", "verdict"),
    [("finished", "partial: 1 of 2"), ("interrupted", "whole"), ("failed: HTTP 500", ""), ("limit", "whole")],
)
def test_a_sweep_that_was_not_whole_marks_nothing(empty: Store, finish_state: str, verdict: str) -> None:
    sweep(empty, 1, "1", "2")
    assert sweep(empty, 2, "1", finish=finish_state, verdict=verdict).counts["vanished"] == 0
    assert vanished(empty) == 0
    assert state(empty).last_full == START + timedelta(days=1, hours=1)


def test_an_incremental_run_marks_nothing_as_vanished_but_unmarks_what_it_sees(empty: Store) -> None:
    sweep(empty, 1, "1", "2")
    sweep(empty, 2, "1")
    crawl = Crawl(sweep=3, mode=RunMode.INCREMENTAL, id="quick", started=START + timedelta(days=9))
    save(empty, crawl, crawl.page(1, reading("2")))
    assert finish(empty, crawl.ended()).counts["vanished"] == 0
    assert vanished(empty) == 0
    assert state(empty).last_full == START + timedelta(days=2, hours=1)


def test_a_review_that_another_target_shows_has_not_vanished(empty: Store) -> None:
    twin = Target.of(BANK.source, BANK.client, {"url": "https://bluebird.example/more"})
    sweep(empty, 1, "1", "2")
    sweep(empty, 1, "2", target=replace(twin, client="bluebird-bank-2"))
    assert sweep(empty, 2, "1").counts["vanished"] == 1  # from this target
    assert vanished(empty) == 0


def test_finishing_twice_says_the_same(empty: Store) -> None:
    sweep(empty, 1, "1", "2")
    once = sweep(empty, 2, "1")
    assert finish(empty, once) == once
    assert vanished(empty) == 1


def test_a_late_end_of_an_older_sweep_takes_nothing_back(empty: Store) -> None:
    older, newer = sweep(empty, 1, "1"), sweep(empty, 2, "1")
    finish(empty, older)
    assert state(empty).last_full == newer.ended


def test_a_late_page_of_an_older_sweep_unmarks_nothing(empty: Store) -> None:
    sweep(empty, 1, "1", "2")
    sweep(empty, 2, "1")
    late = Crawl(sweep=1, id="late", started=START + timedelta(days=9))
    save(empty, late, late.page(9, reading("2")))
    assert vanished(empty) == 1
