"""Every store's ledger knows which pages were found, read, failed and missed, so that a crawl can go on."""

from __future__ import annotations

import asyncio
import gc
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.errors import StoreError
from store.base import Store, Writer
from store.ledger import Told
from tests.store.material import BANK, SHOP, START, Crawl, begin, finish, mention, reading, save, write
from tests.store.sweeps import pending, state


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


def test_many_pending_pages_come_in_the_order_in_which_this_sweep_found_them(empty: Store) -> None:
    first, second = Crawl(), Crawl(sweep=2, id="run-2", started=START + timedelta(days=30))
    there = [first.ref(number) for number in range(1_500)]  # more than a store lists at once
    for crawl, refs in ((first, there), (second, there[::-1])):
        begin(empty, crawl)
        write(empty, lambda writer, run=crawl.run, found=refs: writer.enqueue(run, found))  # type: ignore[misc]
    assert pending(empty) == list(range(1_500))[::-1]


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


def test_a_writer_is_heard_however_much_others_wrote_before_it(empty: Store) -> None:
    """Asked while it is still open: what a writer before it wrote, now gone, must not pass for what this one writes."""

    async def work(writer: Writer) -> int:
        await writer.begin(crawl.target, crawl.run)
        await writer.save([crawl.page(1, reading(crawl.run.id))])
        return state(empty).captured

    for sweep in (1, 2, 3):
        crawl = Crawl(BANK, sweep=sweep, id=f"run-{sweep}")
        assert write(empty, work) == sweep
        gc.collect()


def test_a_question_knows_what_was_saved_before_it_whoever_else_asks(empty: Store) -> None:
    """Targets of a crawl end at the same time and ask in threads of their own. On one connection, what somebody
    reads in the middle of another's answer is as old as the beginning of that."""
    crawl, over = Crawl(), threading.Event()

    def ask() -> None:
        while not over.is_set():
            empty.targets()

    async def work(writer: Writer) -> list[int]:
        await writer.begin(crawl.target, crawl.run)
        told = []
        for number in range(1, 16):
            await writer.save([crawl.page(number, reading(str(number)))])
            told.append(await asyncio.to_thread(lambda: state(empty).done))
        return told

    others = [threading.Thread(target=ask) for _ in range(3)]
    for other in others:
        other.start()
    try:
        assert write(empty, work) == list(range(1, 16))
    finally:
        over.set()
        for other in others:
            other.join()
