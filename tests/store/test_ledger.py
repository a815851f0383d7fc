"""Every store's ledger knows what was found, read, failed and missed, so that a crawl can go on and be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.errors import StoreError
from analysis.model import Target
from store.base import Selection, Store, Writer
from store.ledger import Run, RunMode, TargetState, Told
from tests.store.conftest import Place
from tests.store.material import BANK, SHOP, START, Crawl, begin, finish, keep, mention, reading, save, write


def state(store: Store, target: Target = BANK) -> TargetState:
    found = store.target(target.key)
    assert found is not None
    return found


def pending(store: Store, target: Target = BANK) -> list[int]:
    return [ref.depth for ref in store.pending(target.key)]


def vanished(store: Store) -> int:
    return sum(row.vanished for row in store.census(None))


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


def test_pages_are_pending_in_the_order_found_until_they_are_done(empty: Store) -> None:
    crawl = Crawl()
    begin(empty, crawl)
    write(empty, lambda writer: writer.enqueue(crawl.run, [crawl.ref(1), crawl.ref(2)]))
    assert list(empty.pending(BANK.key)) == [crawl.ref(1), crawl.ref(2)]
    save(empty, crawl, crawl.page(1, found=(crawl.ref(9), crawl.ref(2), crawl.ref(3))))
    save(empty, crawl, crawl.page(9, failed="HTTP 500", tries=3))
    assert pending(empty) == [2, 3]
    told = state(empty)
    assert (told.found, told.done, told.failed) == (4, 1, 1)
    assert list(empty.pending(SHOP.key)) == []


def test_visited_tells_what_is_done_or_failed_in_the_runs_sweep(empty: Store) -> None:
    crawl = Crawl()
    save(empty, crawl, crawl.page(1, found=(crawl.ref(3),)), crawl.page(2, failed="HTTP 404"))
    keys = [crawl.ref(number).key for number in range(1, 5)]
    assert write(empty, lambda writer: writer.visited(crawl.run, keys)) == set(keys[:2])
    later = Crawl(sweep=2, id="run-2")
    begin(empty, later)
    assert write(empty, lambda writer: writer.visited(later.run, keys)) == set()


def test_a_new_sweep_visits_everything_again(empty: Store) -> None:
    crawl, later = Crawl(), Crawl(sweep=2, id="run-2", started=START + timedelta(days=30))
    save(empty, crawl, crawl.page(1, found=(crawl.ref(2), crawl.ref(3))), crawl.page(2))
    begin(empty, later)
    assert pending(empty) == []  # what the older sweep left open is not this one's
    write(empty, lambda writer: writer.enqueue(later.run, [later.ref(1)]))
    assert pending(empty) == [1]
    save(empty, later, later.page(1, found=(later.ref(3), later.ref(2))))
    assert pending(empty) == [3, 2]
    save(empty, crawl, crawl.page(3))  # a late page of the older sweep changes nothing
    assert pending(empty) == [3, 2]
    assert (state(empty).found, state(empty).done) == (3, 1)


def test_a_read_page_is_never_failed_by_a_replay_and_a_failed_one_can_be_read(empty: Store) -> None:
    crawl = Crawl()
    read, failed = crawl.page(1), crawl.page(1, failed="timeout", minutes=1)
    save(empty, crawl, read, failed)
    assert (state(empty).done, state(empty).failed) == (1, 0)
    save(empty, crawl, crawl.page(2, failed="timeout"), crawl.page(2))
    assert (state(empty).done, state(empty).failed) == (2, 0)


def test_a_page_that_was_cut_gives_its_reviews_and_stays_open(empty: Store) -> None:
    crawl = Crawl()
    [ack] = save(empty, crawl, crawl.page(1, reading("1"), found=(crawl.ref(2),), cut=True))
    assert list(ack.states.values()) == ["new"]
    assert pending(empty) == [1, 2]
    save(empty, crawl, crawl.page(1, reading("1"), reading("2")), crawl.page(2))
    save(empty, crawl, crawl.page(2, reading("3"), cut=True))  # what is done stays done
    assert pending(empty) == []
    assert (state(empty).found, state(empty).done, state(empty).captured) == (2, 2, 3)


def test_told_adds_up_what_the_pages_of_the_newest_sweep_told(empty: Store) -> None:
    older, crawl = Crawl(), Crawl(sweep=2, id="run-2", started=START + timedelta(days=1))
    assert empty.told(BANK.key) == Told({}, {})
    save(empty, older, older.page(1, stated=90, drops={"no text": 9}), older.page(9, stated=70, about="gone"))
    save(empty, crawl, crawl.page(1, stated=17, drops={"no text": 1}), crawl.page(2, stated=16, found=(crawl.ref(6),)))
    save(empty, crawl, crawl.page(3, stated=4, about="west"), crawl.page(4, about="x", drops={"no text": 2, "odd": 1}))
    save(empty, crawl, crawl.page(5, stated=3, about="mill"), crawl.page(3, stated=5, about="west", minutes=1))
    assert empty.told(BANK.key) == Told({"": 17, "west": 5, "mill": 3}, {"no text": 3, "odd": 1})
    assert empty.told(SHOP.key) == Told({}, {})


def test_seen_are_the_reviews_that_the_newest_sweep_showed(empty: Store) -> None:
    sweep(empty, 1, "1", "2", "3")
    assert (state(empty).captured, state(empty).seen) == (3, 3)
    sweep(empty, 2, "1", "3", "4")
    assert (state(empty).captured, state(empty).seen) == (4, 3)
    begin(empty, Crawl(sweep=3, id="run-3", started=START + timedelta(days=9)))
    assert (state(empty).captured, state(empty).seen) == (4, 0)


def test_many_pending_pages_stream_while_they_are_marked_done(empty: Store) -> None:
    crawl = Crawl()
    begin(empty, crawl)
    refs = [crawl.ref(number) for number in range(2_500)]
    write(empty, lambda writer: writer.enqueue(crawl.run, refs))
    listed = []
    for ref in empty.pending(BANK.key):
        listed.append(ref)
        if len(listed) == 10:
            save(empty, crawl, *(crawl.page(number) for number in range(10)))
    assert listed == refs
    assert pending(empty) == list(range(10, 2_500))


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


def sweep(store: Store, number: int, *refs: str, target: Target = BANK, **ended: str) -> Run:
    """A full sweep that sees these reviews, on two pages."""
    crawl = Crawl(target, sweep=number, id=f"{target.client}-{number}", started=START + timedelta(days=number))
    half = len(refs) // 2
    first, second = [reading(ref, mention(0, -0.5)) for ref in refs[:half]], [reading(ref) for ref in refs[half:]]
    save(store, crawl, crawl.page(1, *first), crawl.page(2, *second))
    return finish(store, crawl.ended(**ended))


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


def test_the_watermark_stays_until_a_run_brings_another(empty: Store) -> None:
    for number, mark in enumerate(("2024-05-03", "", "2024-06-01"), 1):
        crawl = Crawl(id=f"run-{number}", sweep=number, started=START + timedelta(days=number))
        begin(empty, crawl)
        finish(empty, crawl.ended(watermark=mark))
        assert state(empty).watermark == ("2024-06-01" if number == 3 else "2024-05-03")


def test_restart_forgets_pages_and_watermark_only(empty: Store) -> None:
    crawl, shop = Crawl(), Crawl(SHOP, id="shop")
    save(empty, crawl, crawl.page(1, reading("1"), found=(crawl.ref(2),)))
    save(empty, shop, shop.page(1, found=(shop.ref(5),)))
    ended = finish(empty, crawl.ended(watermark="2024-05-03"))
    empty.restart(BANK.key)
    told = state(empty)
    assert (told.found, told.done, told.captured, told.watermark, told.runs) == (0, 0, 1, "", (ended,))
    assert pending(empty) == []
    assert write(empty, lambda writer: writer.visited(crawl.run, [crawl.ref(1).key])) == set()
    assert pending(empty, SHOP) == [5]
    empty.restart("0" * 32)


def test_a_page_of_a_run_that_never_began_is_refused_and_leaves_nothing(empty: Store) -> None:
    crawl = Crawl()

    async def work(writer: Writer) -> None:
        await writer.begin(crawl.target, crawl.run)
        with pytest.raises(StoreError, match="has begun"):
            await writer.save([crawl.page(1, reading("1")), replace(crawl.page(2, reading("2")), run="nobody's")])
        await writer.save([crawl.page(3, reading("3", mention(0, -0.5)))])

    write(empty, work)
    assert [one.review.ref for one in empty.readings()] == ["3"]
    assert (state(empty).found, state(empty).done) == (1, 1)


def test_a_closed_writer_takes_nothing(empty: Store) -> None:
    crawl = Crawl()

    async def work(writer: Writer) -> None:
        await writer.begin(crawl.target, crawl.run)
        await writer.close()
        await writer.close()
        with pytest.raises(StoreError, match="closed"):
            await writer.save([crawl.page(1)])

    write(empty, work)
