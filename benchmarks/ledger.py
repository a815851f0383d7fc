"""How a crawl of 1,000,000 known pages resumes, and the ledger's share of a save. SQLite.

    python -m benchmarks.ledger [KNOWN]

First table: 600 pages of 20 reviews saved in batches of 50, with the ledger and as bare readings; CPU time
of the store alone. Second table: a ledger of KNOWN pages (1,000,000), once all open, once all done but 1,000;
what a resuming crawl asks first, in a process of its own. What the ledger costs a whole crawl, in pages a second:
benchmarks.ledger_crawl.
Aims: ready under 3 s, under 300 MB.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

import store
from analysis.dates import PartialDate
from analysis.keys import digest
from analysis.model import Reading, Review, Target
from analysis.reading import default_reader
from demo.large import HOST, planted
from store.ledger import Page, PageRef, Run, RunMode
from store.sqlite import keep, ledger, saving
from store.sqlite.file import connect, transaction
from store.sqlite.terms import Terms

KNOWN = 1_000_000
OPEN_LEFT = 1_000  # pages of a crawl that was killed near its end
_PAGES, _BATCH, _ROUNDS = 600, 50, 3
_FOUND_AT_ONCE = 10_000
SITE = Target.of("schema_org", "fennel", {"url": f"https://{HOST}/reviews/1", "follow": "^/reviews/[0-9]+$"})
RUN = Run("benchmark", SITE.key, 1, RunMode.FULL, datetime(2026, 1, 1, tzinfo=UTC))


def ref(number: int) -> PageRef:
    return PageRef(SITE.key, f"https://{HOST}/reviews/{number}", number % 100, '{"n": 1}')


def pages() -> list[Page]:
    return [
        Page(ref(n), RUN.id, RUN.started, tuple(_readings(n)), tuple(ref(n + step) for step in range(1, 5)))
        for n in range(1, _PAGES + 1)
    ]


def _readings(page: int) -> list[Reading]:
    reviews = [
        Review("schema_org", one.ref, "", "fennel", PartialDate(one.published), body=one.body, language="en",
               content_hash=digest(one.body))
        for one in planted(page)
    ]  # fmt: skip
    return default_reader().read(reviews)


def save(path: Path, given: list[Page], *, marked: bool) -> float:
    """CPU seconds."""
    connection = connect(path)
    with transaction(connection):
        ledger.begin(connection, SITE, RUN)
    terms, started = Terms(connection), process_time()
    for start in range(0, len(given), _BATCH):
        batch = given[start : start + _BATCH]
        with transaction(connection):
            if marked:
                saving.save(connection, terms, batch)
            else:
                _insert(connection, terms, batch)
    seconds = process_time() - started
    connection.close()
    return seconds


def _insert(connection: sqlite3.Connection, terms: Terms, batch: list[Page]) -> None:
    (last,) = connection.execute("SELECT max(id) FROM review").fetchone()
    readings = [reading for page in batch for reading in page.readings]
    keep.insert(connection, terms, [(number, one, 0) for number, one in enumerate(readings, (last or 0) + 1)])


def compare_saves(folder: Path) -> None:
    given = pages()
    times: dict[bool, list[float]] = {False: [], True: []}
    for number in range(_ROUNDS):
        for kept, taken in times.items():
            taken.append(save(folder / f"{kept}-{number}.db", given, marked=kept))
    bare, whole = (min(taken) * 1000 / _PAGES for taken in (times[False], times[True]))
    print(f"{'a page of 20 reviews':24}{'CPU ms':>8}")
    print(f"{'readings only':24}{bare:8.2f}\n{'with the ledger':24}{whole:8.2f}\n")


def fill(path: Path, known: int) -> None:
    """A ledger of so many open pages."""
    connection = connect(path)
    with transaction(connection):
        ledger.begin(connection, SITE, RUN)
    numbers = iter(range(known))
    while batch := list(islice(numbers, _FOUND_AT_ONCE)):
        with transaction(connection):
            ledger.find(connection, 1, RUN.sweep, [ref(number) for number in batch])
    connection.close()


def resume(path: str) -> None:
    """What a resuming crawl asks first: how the target stands, the first open pages; then all of them."""
    started = perf_counter()
    with store.open(f"sqlite:{path}") as opened:
        state = opened.target(SITE.key)
        first = list(islice(opened.pending(SITE.key), _FOUND_AT_ONCE))
        ready = perf_counter() - started
        count = sum(1 for _ in opened.pending(SITE.key))
    assert state
    assert first
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    told = {"known": state.found, "open": count, "ready": ready, "all": perf_counter() - started, "mb": memory}
    print(json.dumps(told))


def compare_resumes(known: int, folder: Path) -> None:
    path = folder / "known.db"
    fill(path, known)
    print(f"{'known pages':>12}{'open':>11}{'ready in':>10}{'all listed in':>15}{'memory':>9}")
    for left in (known, OPEN_LEFT):
        with sqlite3.connect(path) as file:
            file.execute("UPDATE page SET state = 1 WHERE place < ?", (known - left,))
        file.close()
        command = [sys.executable, "-m", "benchmarks.ledger", "resume", str(path)]
        made = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        times = f"{made['ready']:8.2f} s{made['all']:13.2f} s"
        print(f"{made['known']:12,.0f}{made['open']:11,.0f}{times}{made['mb']:6.0f} MB")
    print("aims: ready in 3 s, 300 MB")


def main() -> None:
    if sys.argv[1:2] == ["resume"]:
        resume(sys.argv[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        compare_saves(Path(folder))
        compare_resumes(int(sys.argv[1]) if len(sys.argv) > 1 else KNOWN, Path(folder))


if __name__ == "__main__":
    main()
