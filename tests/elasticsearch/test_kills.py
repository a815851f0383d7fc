"""A server or a crawl that is killed in the middle of writing: nothing is lost, nothing doubled."""

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

from analysis.errors import StoreError, StoreUnreachable
from analysis.model import Scope
from store.base import Store
from store.ledger import Ack
from tests.elasticsearch.conftest import Opened
from tests.elasticsearch.server import Server
from tests.store.material import BANK, Crawl
from tests.store.mortal import PAGES, READINGS, page

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]
ALL = [Scope(BANK.client)]


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
