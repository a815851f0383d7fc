"""What the ledger costs a crawl, in pages a second: the same crawl with it and without. SQLite.

    python -m benchmarks.ledger_crawl [PAGES] [REVIEWS] [ROUNDS]

PAGES (600) of REVIEWS (20) on 127.0.0.1, pacing off, ROUNDS (7) of one crawl each way, in turns, each in a process
of its own. Without the ledger the readings are kept all the same: no page is marked, found or looked up, and no
review is noted as shown. Wall time and CPU time of all processes; medians. Aim: at most 15 % of the pages a second.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import store
from analysis.model import Target
from benchmarks.crawling import serving
from crawler.replay import Replay
from crawler.report import CrawlOptions
from crawler.run import crawl
from store.ledger import Ack, Page
from store.sqlite import keep
from store.sqlite.file import DEFAULT_PATIENCE
from store.sqlite.writer import SqliteWriter
from tests.store.bare import NoLedger

PAGES, REVIEWS, ROUNDS = 600, 20, 7
AT_MOST = 0.15
TARGET = Target.of("schema_org", "large", {"url": "https://large.example/reviews/1", "follow": "^/reviews/[0-9]+$"})


class BareWriter(NoLedger, SqliteWriter):
    """Keeps readings and nothing else, in the way of the store's own writer: a batch a transaction, in its thread."""

    _last = 0  # row id

    async def save(self, pages: Sequence[Page]) -> list[Ack]:
        readings = [reading for page in pages for reading in page.readings]
        rows = [(number, reading, 0) for number, reading in enumerate(readings, self._last + 1)]
        await self._write(lambda connection, terms: keep.insert(connection, terms, rows))
        self._last += len(rows)
        return [Ack(page.ref.key, {reading.review.key: "new" for reading in page.readings}) for page in pages]


def once(folder: str, way: str) -> None:
    """One crawl in this process; prints what it took."""
    path = Path(folder) / "rbp.db"
    with store.open(f"sqlite:{path}") as opened:
        if way == "without":
            opened.writer = lambda: BareWriter(path, DEFAULT_PATIENCE)  # type: ignore[method-assign]
        options = CrawlOptions("https://benchmark.example", b"secret", replay=Replay.from_environment())
        started = perf_counter()
        [report] = crawl([TARGET], opened, options).targets
        seconds = perf_counter() - started
        assert report.run is not None
        told = {"pages": report.run.counts["pages"], "reviews": opened.stats()["reviews"], "seconds": seconds}
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({**told, "cpu": sum(each.ru_utime + each.ru_stime for each in used)}))


def measure(replay: str, way: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.ledger_crawl", "once", folder, way]
        environment = {**os.environ, "RBP_REPLAY": replay}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    if sys.argv[1:2] == ["once"]:
        once(*sys.argv[2:])
        return
    pages, reviews, rounds = (
        int(told) for told in (*sys.argv[1:], *map(str, (PAGES, REVIEWS, ROUNDS)[len(sys.argv) - 1 :]))
    )
    taken: dict[str, list[dict[str, float]]] = {"with": [], "without": []}
    with serving(pages, reviews) as replay:
        for number in range(rounds):
            for way in sorted(taken, reverse=bool(number % 2)):
                taken[way].append(measure(replay, way))
    assert {(one["pages"], one["reviews"]) for ways in taken.values() for one in ways} == {(pages, pages * reviews)}
    report(taken, pages, reviews)


def report(taken: Mapping[str, Sequence[Mapping[str, float]]], pages: int, reviews: int) -> None:
    rounds = len(taken["with"])
    print(f"{pages:,} pages of {reviews} reviews, medians of {rounds} crawls each way, in turns")
    print(f"{'':<22}{'pages/s':>9}{'least':>8}{'most':>8}{'CPU ms a page':>15}")
    for way, told in taken.items():
        speeds = sorted(pages / one["seconds"] for one in told)
        cpu = median(one["cpu"] for one in told) * 1000 / pages
        print(f"{way + ' the ledger':<22}{median(speeds):9.0f}{speeds[0]:8.0f}{speeds[-1]:8.0f}{cpu:15.2f}")
    pairs = [a["seconds"] / b["seconds"] for a, b in zip(taken["with"], taken["without"], strict=True)]
    cost = 1 - 1 / median(pairs)
    work = median(one["cpu"] for one in taken["with"]) / median(one["cpu"] for one in taken["without"]) - 1
    print(f"cost: {cost:.1%} of the pages a second (median of the pairs), {work:+.1%} CPU time")
    print(f"aim: at most {AT_MOST:.0%}: {'holds' if cost <= AT_MOST else 'MISSED'}")


if __name__ == "__main__":
    main()
