"""kill -9, a full disk, and readers in the middle: a page is in the file whole, or not at all."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import store
from analysis.model import Basis
from store.base import Store
from store.ledger import TargetState
from store.sqlite.file import connect
from tests.store.material import BANK, Crawl, begin
from tests.store.mortal import FULL, PAGES, READINGS, page

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def crawling(path: Path, run: str, *limit: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.store.mortal", f"sqlite:{path}", run, *limit]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def killed(path: Path, run: str, after: int) -> set[int]:
    """Crawl until so many pages were acknowledged, kill -9; the pages that were acknowledged."""
    with crawling(path, run) as process:
        assert process.stdout
        seen: list[int] = []
        while len(seen) < after and (line := process.stdout.readline()):
            seen.append(int(line))
        process.kill()
        seen += [int(line) for line in process.stdout.read().split("\n")[:-1]]
    return set(seen)


def told(opened: Store) -> TargetState:
    state = opened.target(BANK.key)
    assert state is not None
    return state


def check(path: Path, acknowledged: set[int]) -> int:
    """Every page whole or not at all, every acknowledged one there. Returns how many are done."""
    crawl = Crawl()
    with store.open(f"sqlite:{path}") as opened:
        state, stats = told(opened), opened.stats()
        shown = {int(one.review.ref.partition("-")[0]) for one in opened.readings()}
        assert acknowledged <= shown
        assert state.done == len(shown)
        assert stats["reviews"] == state.done * READINGS
        assert (stats["mentions"], stats["opinions"]) == (stats["reviews"] * 2, stats["reviews"] * len(Basis))
        found = {0} | {ref.depth for number in shown for ref in page(crawl, number).found}
        assert {ref.depth for ref in opened.pending(BANK.key)} == found - shown
    with closing(connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        file.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    return state.done


def crawl_to_the_end(path: Path, run: str) -> None:
    with crawling(path, run) as process:
        out, err = process.communicate()
        assert (process.returncode, err) == (0, "")
        assert out
    assert check(path, set()) == PAGES
    with store.open(f"sqlite:{path}") as opened:
        assert told(opened).runs[0].verdict == "whole"
        assert {run.finish for run in told(opened).runs[1:]} <= {"interrupted"}


def kill_often(path: Path, times: int) -> None:
    acknowledged: set[int] = set()
    for number in range(times):
        acknowledged |= killed(path, f"run-{number}", random.randint(1, max(1, PAGES // (times + 2))))
        check(path, acknowledged)
    crawl_to_the_end(path, "last")


def test_kill_9_at_random_moments_loses_no_acknowledged_page(tmp_path: Path) -> None:
    kill_often(tmp_path / "rbp.db", 3)


@pytest.mark.slow
def test_kill_9_at_twenty_random_moments(tmp_path: Path) -> None:
    kill_often(tmp_path / "rbp.db", 20)


@pytest.mark.parametrize("limit", [400_000, 900_000])
def test_a_full_disk_is_one_line_and_the_crawl_goes_on_when_there_is_room(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "rbp.db"
    with crawling(path, "run-1", str(limit)) as process:
        out, err = process.communicate()
        assert process.returncode == FULL
    assert err.count("\n") == 1
    assert "check that it is not full" in err or "disk is full" in err
    acknowledged = {int(line) for line in out.split()}
    assert 0 < len(acknowledged) < PAGES
    check(path, acknowledged)
    crawl_to_the_end(path, "run-2")


def test_questions_are_answered_from_whole_pages_while_a_crawl_writes(tmp_path: Path) -> None:
    path = tmp_path / "rbp.db"
    with store.open(f"sqlite:{path}") as opened:
        begin(opened, Crawl(id="first"))
        with crawling(path, "run-1") as process:
            counts = []
            while process.poll() is None:
                counts.append(sum(row.reviews for row in opened.tallies(None)))
                assert sum(row.reviews for row in opened.census(None, ["month"])) % READINGS == 0
                opened.search("review")
            assert process.returncode == 0
        assert counts == sorted(counts)
        assert all(count % READINGS == 0 for count in counts)
        assert len(set(counts)) > 2
        assert [row.reviews for row in opened.tallies(None)] == [PAGES * READINGS]


def test_two_processes_make_one_new_file_between_them(tmp_path: Path) -> None:
    path = tmp_path / "rbp.db"
    code = "import store, sys; s = store.open(sys.argv[1]); s.health(); s.close()"
    command = [sys.executable, "-c", code, f"sqlite:{path}"]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate()[1] for process in both] == [""] * 4
    assert [process.returncode for process in both] == [0] * 4
