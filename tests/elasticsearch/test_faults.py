"""What can go wrong with a server, done to a real one."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from itertools import islice
from random import Random

import pytest

import store
from analysis.errors import StoreError, StoreReadOnly, StoreUnreachable
from analysis.model import Scope
from store.base import Store, Writer
from store.elastic.keep import Keeper
from store.ledger import Ack
from tests.elasticsearch.conftest import Opened
from tests.elasticsearch.server import Server
from tests.store.material import BANK, SHOP, Crawl, begin, mention, reading, save, write
from tests.store.mortal import PAGES, READINGS, page

pytestmark = pytest.mark.elasticsearch
ALL = [Scope(BANK.client)]


def test_a_server_that_is_down_is_one_line_with_what_where_and_how_to_start_it() -> None:
    with pytest.raises(StoreUnreachable) as caught:
        store.open("http://somebody:geheim@127.0.0.1:9", {})
    line = str(caught.value)
    assert line.startswith("expected Elasticsearch at http://127.0.0.1:9, got no answer")
    assert "docker compose up -d elasticsearch" in line
    assert "geheim" not in line
    assert "\n" not in line


async def crawl_on(opened: Store, run: str, after: dict[int, threading.Event] | None = None) -> list[Ack]:
    """The crawl of tests.store.mortal, some pages at a time. Sets the event of a number of pages when it is there."""
    crawl, acks = Crawl(id=run), list[Ack]()
    async with opened.writer() as writer:
        await writer.begin(crawl.target, crawl.run)
        await writer.enqueue(crawl.run, [crawl.ref(0)])
        while batch := await asyncio.to_thread(lambda: list(islice(opened.pending(crawl.target.key), 8))):
            for got in await asyncio.gather(*(writer.save([page(crawl, ref.depth)]) for ref in batch)):
                acks += got
            for number, event in (after or {}).items():
                if len(acks) >= number:
                    event.set()
        await writer.finish(crawl.ended())
    return acks


def contents(opened: Store) -> tuple[object, ...]:
    told = opened.target(BANK.key)
    assert told is not None
    stats = {kind: number for kind, number in opened.stats().items() if kind not in ("bytes", "runs")}
    rows = opened.tallies(ALL, ["aspect", "month"], aspects=None)
    return list(opened.readings()), rows, opened.census(ALL), stats, (told.found, told.done, told.captured)


@pytest.mark.slow
def test_kill_9_and_restart_in_the_middle_of_a_crawl_loses_and_doubles_nothing(
    mortal_server: Server, opened: Opened
) -> None:
    undisturbed, disturbed = opened(mortal_server, "calm"), opened(mortal_server, "storm", patience="120")
    asyncio.run(crawl_on(undisturbed, "run-1"))
    events = {PAGES // 6: threading.Event(), PAGES // 2: threading.Event()}
    acks: list[Ack] = []
    crawl = threading.Thread(target=lambda: acks.extend(asyncio.run(crawl_on(disturbed, "run-1", events))))
    crawl.start()
    for event in events.values():
        assert event.wait(120)
        mortal_server.kill()
        mortal_server.start()
    crawl.join(120)
    assert not crawl.is_alive()
    states = [state for ack in acks for state in ack.states.values()]
    assert states == ["new"] * (PAGES * READINGS)
    assert contents(disturbed) == contents(undisturbed)


@pytest.mark.slow
def test_a_server_that_stays_away_ends_the_crawl_and_the_next_one_goes_on(
    mortal_server: Server, opened: Opened
) -> None:
    undisturbed, left = opened(mortal_server, "calm2"), opened(mortal_server, "left", patience="3")
    asyncio.run(crawl_on(undisturbed, "run-1"))
    there = threading.Event()
    errors: list[BaseException] = []

    def crawl() -> None:
        try:
            asyncio.run(crawl_on(left, "run-1", {PAGES // 3: there}))
        except StoreError as error:
            errors.append(error)

    thread = threading.Thread(target=crawl)
    thread.start()
    assert there.wait(120)
    mortal_server.kill()
    thread.join(60)
    assert not thread.is_alive()
    (error,) = errors
    assert isinstance(error, StoreUnreachable)
    mortal_server.start()
    asyncio.run(crawl_on(left, "run-2"))
    assert contents(left) == contents(undisturbed)


@pytest.mark.slow
def test_patience_that_is_at_an_end_says_so_and_how_to_go_on(opened: Opened, mortal_server: Server) -> None:
    impatient = opened(mortal_server, "brief", patience="1")
    crawl = Crawl()

    async def work(writer: Writer) -> None:
        await writer.begin(crawl.target, crawl.run)
        mortal_server.stop()
        with pytest.raises(StoreUnreachable, match=r"was away for 1 s .*run the same command again"):
            await writer.save([crawl.page(1, reading("1"))])
        with pytest.raises(StoreUnreachable):  # and it does not wait again for the next one
            await asyncio.wait_for(writer.save([crawl.page(2, reading("2"))]), 1)

    try:
        write(impatient, work)
    finally:
        mortal_server.start()
    assert list(impatient.readings()) == []


def test_an_index_made_read_only_in_the_middle_stops_the_crawl_at_once(
    elasticsearch_server: Server, opened: Opened
) -> None:
    opened_store = opened(elasticsearch_server, "flooded")
    block = "index.blocks.read_only_allow_delete"
    crawl = Crawl()

    async def work(writer: Writer) -> None:
        await writer.begin(crawl.target, crawl.run)
        await writer.save([crawl.page(1, reading("1", mention(0, -0.5)))])
        elasticsearch_server.request("PUT", "/flooded-mentions-v1/_settings", {block: True})
        with pytest.raises(StoreReadOnly, match=r"takes no writes: .*make room on its disk, or lift the block"):
            await asyncio.wait_for(writer.save([crawl.page(2, reading("2", mention(0, 0.5)))]), 20)

    write(opened_store, work)
    elasticsearch_server.request("PUT", "/flooded-mentions-v1/_settings", {block: None})
    again = Crawl(id="run-2")
    acks = save(opened_store, again, again.page(2, reading("2", mention(0, 0.5))))
    assert [state for ack in acks for state in ack.states.values()] == ["new"]
    assert {one.review.ref for one in opened_store.readings()} == {"1", "2"}
    assert opened_store.stats()["mentions"] == 2
    assert opened_store.stats()["intents"] == 0
    told = opened_store.target(BANK.key)
    assert told is not None
    assert [run.finish for run in told.runs] == ["", "interrupted"]


def test_health_tells_a_block(elasticsearch_server: Server, opened: Opened) -> None:
    blocked = opened(elasticsearch_server, "blocked")
    elasticsearch_server.request("PUT", "/blocked-intents-v1/_settings", {"index.blocks.write": True})
    health = blocked.health()
    assert not health.writable
    assert "takes no writes" in health.detail
    assert "lift the block" in health.cure


def test_two_writers_on_one_review_leave_one_whole_reading(empty_store: Store) -> None:
    """Two targets that show the same reviews, edited now and then, at the same time."""
    other = Crawl(BANK.of(BANK.source, BANK.client, {"url": "https://elsewhere.example/"}), id="run-2")
    mine = Crawl()

    async def session(crawl: Crawl, shift: int) -> None:
        async with empty_store.writer() as writer:
            await writer.begin(crawl.target, crawl.run)
            for turn in range(6):
                shown = [
                    reading(
                        str(n), *(mention(k, -0.5) for k in range((n + turn + shift) % 4)), body=f"{n} {turn} {shift}"
                    )
                    for n in range(20)
                ]
                await writer.save([crawl.page(turn, *shown, minutes=2 * turn + shift)])

    async def both() -> None:
        await asyncio.gather(session(mine, 0), session(other, 1))

    asyncio.run(both())
    kept = list(empty_store.readings())
    assert len(kept) == 20
    assert {one.review.body.partition(" ")[2] for one in kept} == {"5 1"}  # the one that was fetched last
    stats = empty_store.stats()
    assert stats["mentions"] == sum(len(one.mentions) for one in kept)
    (tally,) = empty_store.tallies(ALL)
    assert tally.mentions == stats["mentions"]
    for crawl in (mine, other):
        told = empty_store.target(crawl.target.key)
        assert told is not None
        assert told.captured == 20


class Gone(Exception):
    """The process ends here."""


def test_what_a_killed_writer_left_half_way_is_mended_by_the_next_run(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys are claimed and parts are written, but no review: as after kill -9 of rbp at that moment."""
    crawl = Crawl()
    before = [reading("1", mention(0, -0.5), mention(1, 0.5), body="first"), reading("2", mention(0, 0.5))]
    save(empty_store, crawl, crawl.page(1, *before))

    def end(*_: object) -> None:
        raise Gone

    edited = reading("1", mention(0, 0.9), mention(1, 0.8), mention(2, 0.7), body="second")
    with monkeypatch.context() as patched:
        patched.setattr(Keeper, "_whole", end)
        with pytest.raises(Gone):
            save(empty_store, crawl, crawl.page(1, edited, reading("3", mention(0, 0.1)), minutes=9))
    stats = empty_store.stats()
    assert (stats["intents"], stats["mentions"], stats["keys"], stats["reviews"]) == (1, 5, 3, 2)
    again = Crawl(id="run-2")
    begin(empty_store, again)
    assert sorted(empty_store.readings(), key=lambda one: one.review.ref) == before
    stats = empty_store.stats()
    assert (stats["intents"], stats["mentions"], stats["keys"], stats["reviews"]) == (0, 3, 2, 2)
    (tally,) = empty_store.tallies(ALL)
    assert (tally.reviews, tally.mentions) == (2, 3)
    (ack,) = save(empty_store, again, again.page(1, edited, reading("3", mention(0, 0.1)), minutes=9))
    assert [ack.states[one.review.key] for one in (edited, reading("3"))] == ["changed", "new"]
    assert empty_store.stats()["mentions"] == 5


def test_what_was_killed_half_way_is_mended_before_any_of_its_targets_goes_on(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch of a crawl holds pages of several targets; the next crawl may visit any one of them alone."""
    bank, shop = Crawl(), Crawl(SHOP, id="run-2")
    shown = reading("2", mention(0, 0.5), client=SHOP.client)

    def end(*_: object) -> None:
        raise Gone

    async def both(writer: Writer) -> None:
        for crawl in (bank, shop):
            await writer.begin(crawl.target, crawl.run)
        await writer.save([bank.page(1, reading("1", mention(0, -0.5))), shop.page(1, shown)])

    with monkeypatch.context() as patched:
        patched.setattr(Keeper, "_whole", end)
        with pytest.raises(Gone):
            write(empty_store, both)
    again = Crawl(SHOP, id="run-3")
    (ack,) = save(empty_store, again, again.page(1, shown, minutes=9))
    assert ack.states == {shown.review.key: "new"}
    assert list(empty_store.readings()) == [shown]


@pytest.mark.slow
def test_kill_9_of_the_crawl_at_random_moments_loses_and_doubles_nothing(mortal_server: Server, opened: Opened) -> None:
    undisturbed, killed = opened(mortal_server, "calm3"), opened(mortal_server, "killed")
    asyncio.run(crawl_on(undisturbed, "run-1"))
    chance = Random(4)
    for run in range(5):
        command = [sys.executable, "-m", "tests.store.mortal", mortal_server.url, f"run-{run}"]
        crawl = subprocess.Popen(command, env={**os.environ, "RBP_TEST_PREFIX": "killed"}, stdout=subprocess.PIPE)
        assert crawl.stdout is not None
        for _ in range(chance.randint(1, 40)):
            crawl.stdout.readline()
        time.sleep(chance.random() * 0.2)
        crawl.kill()
        crawl.wait()
        crawl.stdout.close()
    asyncio.run(crawl_on(killed, "run-last"))
    assert contents(killed) == contents(undisturbed)
