"""What the ledger costs a crawl, and how a crawl of 1,000,000 known pages resumes. SQLite.

    python -m benchmarks.ledger [PAGES] [KNOWN]

First table: one crawl of a link-following site of PAGES pages (3,000), 20 reviews each, pacing off, with the
ledger and with a writer that keeps readings only; each crawl is a process, as is the site. Aim: at most 15 %
of the pages a second. Second table: a ledger of KNOWN pages (1,000,000), once all open, once all done but
1,000; what a resuming crawl asks first, in a process of its own. Aims: under 3 s, under 300 MB.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

import store
from analysis.model import Target
from crawler.replay import Replay
from crawler.report import CrawlOptions, Progress
from crawler.run import crawl
from demo.large import HOST, large
from demo.web import DemoWeb
from store import sqlite_keep
from store.base import Writer
from store.ledger import Ack, Page, PageRef, Run, RunMode
from store.sqlite import SqliteStore
from store.sqlite_terms import Terms
from store.sqlite_writer import SqliteWriter

PAGES, KNOWN = 3_000, 1_000_000
SITE = Target.of("schema_org", "fennel", {"url": f"https://{HOST}/reviews/1", "follow": "^/reviews/[0-9]+$"})
OPEN_LEFT = 1_000
_ROUNDS = 2  # of each crawl, in turn; the faster one counts


class BareWriter(SqliteWriter):
    """Keeps readings and nothing else: no pages, no marks, no record of who showed what."""

    async def save(self, pages: Sequence[Page]) -> list[Ack]:
        return await self._write(lambda connection, terms: _insert(connection, terms, pages))

    async def enqueue(self, run: Run, refs: Sequence[PageRef]) -> None:
        return

    async def visited(self, run: Run, keys: Sequence[str]) -> set[str]:
        return set()


class BareStore(SqliteStore):
    def writer(self) -> Writer:
        return BareWriter(self._path, self._patience)


class Silence:
    def update(self, progress: Progress) -> None:
        """Nobody looks."""

    def say(self, line: str) -> None:
        """Nobody listens."""


def _insert(connection: sqlite3.Connection, terms: Terms, pages: Sequence[Page]) -> list[Ack]:
    (last,) = connection.execute("SELECT max(id) FROM review").fetchone()
    readings = [reading for page in pages for reading in page.readings]
    sqlite_keep.insert(connection, terms, [(number, one, 0) for number, one in enumerate(readings, (last or 0) + 1)])
    return [Ack(page.ref.key, {one.review.key: "new" for one in page.readings}) for page in pages]


def serve(pages: int, told: Connection) -> None:
    with DemoWeb({HOST: large(pages)}) as web:
        told.send(web.replay)
        told.recv()


def crawl_once(kind: str, path: str, replay: str) -> None:
    """Run in a process of its own; prints seconds, pages and reviews."""
    opened = (BareStore if kind == "bare" else SqliteStore)(Path(path))
    options = CrawlOptions("https://benchmark.example", b"x" * 32, replay=Replay.parse(replay))
    started = perf_counter()
    report = crawl([SITE], opened, options, Silence())
    seconds = perf_counter() - started
    run = report.targets[0].run
    pages = run.counts.get("pages", 0) if run else 0
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "pages": pages, "reviews": opened.stats()["reviews"]}))


def ask(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.ledger", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    made: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return made


def compare_crawls(pages: int, folder: Path) -> None:
    here, there = multiprocessing.Pipe()
    site = multiprocessing.get_context("spawn").Process(target=serve, args=(pages, there), daemon=True)
    site.start()
    replay = here.recv()
    best: dict[str, dict[str, float]] = {}
    for number in range(_ROUNDS):
        for kind in ("bare", "ledger"):
            made = ask("crawl", kind, str(folder / f"{kind}-{number}.db"), replay)
            if kind not in best or made["seconds"] < best[kind]["seconds"]:
                best[kind] = made
    here.send("done")
    print(f"{'crawl':14}{'pages':>8}{'reviews':>9}{'seconds':>9}{'CPU s':>8}{'pages/s':>9}")
    rates = {}
    for kind, made in best.items():
        rates[kind] = pages / made["seconds"]
        name = "with ledger" if kind == "ledger" else "without"
        print(
            f"{name:14}{made['pages']:8,.0f}{made['reviews']:9,.0f}{made['seconds']:9.2f}{made['cpu']:8.2f}{rates[kind]:9.1f}"
        )
    print(f"the ledger costs {1 - rates['ledger'] / rates['bare']:.1%} of the pages a second (aim: at most 15 %)\n")


def fill(path: Path, known: int) -> None:
    """A ledger of so many open pages."""
    run = Run("known", SITE.key, 1, RunMode.FULL, datetime.now(UTC))

    async def work() -> None:
        with store.open(f"sqlite:{path}") as opened:
            async with opened.writer() as writer:
                await writer.begin(SITE, run)
                numbers = iter(range(known))
                while batch := list(islice(numbers, 10_000)):
                    refs = [PageRef(SITE.key, f"https://{HOST}/reviews/{n}", n % 100, '{"n": 1}') for n in batch]
                    await writer.enqueue(run, refs)

    asyncio.run(work())


def resume(path: str) -> None:
    """What a resuming crawl asks first: how the target stands, the first open pages; then all of them."""
    started = perf_counter()
    with store.open(f"sqlite:{path}") as opened:
        state = opened.target(SITE.key)
        first = list(islice(opened.pending(SITE.key), 10_000))
        ready = perf_counter() - started
        count = sum(1 for _ in opened.pending(SITE.key))
    seconds = perf_counter() - started
    assert state
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    told = {
        "known": state.found,
        "open": count,
        "first": len(first),
        "ready": ready,
        "all": seconds,
        "megabytes": memory,
    }
    print(json.dumps(told))


def compare_resumes(known: int, folder: Path) -> None:
    path = folder / "known.db"
    fill(path, known)
    print(f"{'known pages':>12}{'open':>11}{'ready in':>10}{'all listed in':>15}{'memory':>9}")
    for left in (known, OPEN_LEFT):
        with sqlite3.connect(path) as file:
            file.execute("UPDATE page SET state = 1 WHERE place < ?", (known - left,))
        file.close()
        made = ask("resume", str(path))
        print(
            f"{made['known']:12,.0f}{made['open']:11,.0f}{made['ready']:9.2f}s{made['all']:14.2f}s"
            f"{made['megabytes']:6.0f} MB"
        )
    print("(aims: ready under 3 s, under 300 MB)")


def main() -> None:
    if sys.argv[1:2] == ["crawl"]:
        crawl_once(*sys.argv[2:5])
    elif sys.argv[1:2] == ["resume"]:
        resume(sys.argv[2])
    else:
        pages, known = (int(value) for value in (*sys.argv[1:], *(str(PAGES), str(KNOWN))[len(sys.argv) - 1 :]))
        with tempfile.TemporaryDirectory() as folder:
            compare_crawls(pages, Path(folder))
            compare_resumes(known, Path(folder))


if __name__ == "__main__":
    main()
