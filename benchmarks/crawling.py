"""How fast and how large a crawl is, beside the least that could do the same work. Prints a table.

    python -m benchmarks.crawling [--pages 3000] [--reviews 20]

All parts run one after the other, each in a process of its own, over the same site on 127.0.0.1 (20 reviews
of about 40 words a page, pacing off). The yardstick is a bare Scrapy spider that writes the reviews to JSON
lines, plus stock `polarity_scores` over the same texts; `rbp` does the same and redacts, tells languages,
finds what is said about support, keeps it all with a ledger (what that costs: benchmarks/ledger.py), and can
go on where it was killed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import sleep

TIMES_AT_MOST = 1.25  # of bare spider and stock scores together
MEGABYTES_AT_MOST = 250


@dataclass(frozen=True, slots=True)
class Measured:
    """One part: seconds by the clock and of all cores; the most memory that its main process had, and that all its
    processes had at a time."""

    name: str
    seconds: float
    cpu: float
    main: float
    megabytes: float
    told: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--reviews", type=int, default=20, help="a page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(asked.pages, asked.reviews) as replay:
        parts = [measure(part, Path(folder), replay, asked.pages) for part in ("bare", "stock", "rbp")]
    report(parts, asked.pages)


def report(parts: list[Measured], pages: int) -> None:
    bare, stock, rbp = parts
    print(f"{'':<42} {'wall':>8} {'CPU':>8} {'pages/s':>8} {'main':>8} {'memory':>8}")
    for part in parts:
        speed = pages / part.seconds
        figures = f"{part.seconds:6.1f} s {part.cpu:6.1f} s {speed:8.0f} {part.main:5.0f} MB {part.megabytes:5.0f} MB"
        print(f"{part.name:<42} {figures}  {part.told}")
    times = rbp.seconds / (bare.seconds + stock.seconds)
    _check("rbp / (bare + stock), wall", f"{times:.2f}", f"{TIMES_AT_MOST}", times <= TIMES_AT_MOST)
    megabytes = f"{rbp.megabytes:.0f} MB"
    _check("memory, all processes", megabytes, f"{MEGABYTES_AT_MOST} MB", rbp.megabytes <= MEGABYTES_AT_MOST)


def _check(name: str, got: str, most: str, holds: bool) -> None:
    print(f"{name:<42} {got:>8}   at most {most:<7} {'holds' if holds else 'MISSED'}")


@contextmanager
def serving(pages: int, reviews: int) -> Iterator[str]:
    """The site in a process of its own; gives the RBP_REPLAY text that leads to it."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crawling_parts", "serve", str(pages), str(reviews)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


def measure(part: str, folder: Path, replay: str, pages: int) -> Measured:
    """Run one part to its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crawling_parts", part, str(folder), str(pages)],
        env={**os.environ, "RBP_REPLAY": replay},
        stdout=subprocess.PIPE,
        text=True,
    )
    ended, most = Event(), [0.0, 0.0]  # of the main process, of all
    watching = Thread(target=_watch, args=(process.pid, ended, most))
    watching.start()
    out, _ = process.communicate()
    ended.set()
    watching.join()
    if process.returncode:
        raise SystemExit(f"{part} failed with {process.returncode}")
    told = json.loads(out.splitlines()[-1])
    return Measured(told["name"], told["seconds"], told["cpu"], most[0], most[1], told["told"])


def _watch(pid: int, ended: Event, most: list[float]) -> None:
    """Proportional set size of a process, and of it and its children: pages that they share count once."""
    while not ended.is_set():
        main, others = _megabytes(pid), sum(map(_megabytes, _children(pid)))
        most[:] = max(most[0], main), max(most[1], main + others)
        sleep(0.1)


def _children(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in map(int, found) for each in (child, *_children(child))]


def _megabytes(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1000 for line in rollup.splitlines() if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
