"""A real `rbp crawl` while its server is killed, stays away, or takes no more writes: nothing is lost or doubled."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import store
from analysis.model import Reading
from tests.e2e.cut import Cut
from tests.elasticsearch.server import Server

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]
PAGES, PER_PAGE = 240, 3
BLOCK = "index.blocks.read_only_allow_delete"
FAILED = 1


def make(folder: Path, server: Server, prefix: str, patience: str = "120") -> Cut:
    """A workspace whose authors are hashed as in any other here, so that stores can be compared."""
    folder.mkdir()
    (folder / ".rbp-secret").write_text("5c" * 32)
    (folder / ".rbp-secret").chmod(0o600)
    return Cut.of(folder, PAGES, PER_PAGE, server.url, {"prefix": prefix, "patience": patience})


def contents(cut: Cut) -> tuple[dict[str, int], list[Reading], list[object], dict[str, int]]:
    """Sums of floats but for the order in which the server adds them up."""
    with store.open(cut.url, cut.options) as opened:
        stats = {kind: count for kind, count in opened.stats().items() if kind not in ("bytes", "runs")}
        sums = [
            (one.key, one.reviews, one.mentions, one.negative, one.positive, round(one.sum, 6), round(one.squares, 6))
            for one in opened.tallies(None, ["aspect", "month"], aspects=None)
        ]
        return cut.kept(), list(opened.readings()), list(sums), stats


@pytest.fixture(scope="module")
def calm(mortal_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Cut:
    """The same crawl, undisturbed."""
    cut = make(tmp_path_factory.mktemp("calm") / "w", mortal_server, "calmcrawl")
    with cut.web:
        code, _, err = cut.finish()
    assert code == 0, err
    assert cut.kept()["reviews"] == PAGES * PER_PAGE
    return cut


def wait(true: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not true():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_killed_twice_and_restarted(mortal_server: Server, calm: Cut, tmp_path: Path) -> None:
    cut = make(tmp_path / "w", mortal_server, "stormcrawl")
    with cut.web:
        crawl = cut.start()
        for share in (0.2, 0.6):
            wait(lambda share=share: cut.asked.total() > PAGES * share, crawl)  # type: ignore[misc]
            mortal_server.kill()
            mortal_server.start()
        out, err = crawl.communicate(timeout=240)
    assert crawl.returncode == 0, err
    assert "whole" in out
    assert "720 reviews crawled = 720 indexed + 0 unchanged + 0 dead-lettered." in out
    assert len(cut.asked) == cut.asked.total() == PAGES
    assert contents(cut) == contents(calm)


def test_killed_and_not_restarted(mortal_server: Server, calm: Cut, tmp_path: Path) -> None:
    cut = make(tmp_path / "w", mortal_server, "leftcrawl", patience="3")
    with cut.web:
        crawl = cut.start()
        wait(lambda: cut.asked.total() > PAGES / 3, crawl)
        mortal_server.kill()
        try:
            out, err = crawl.communicate(timeout=240)
        finally:
            mortal_server.start()
        assert crawl.returncode == FAILED
        assert err.count("was away for 3 s (`patience` in [store])") == err.count("\n") == 1
        assert "go on where it was with: rbp crawl" in out
        assert "not begun" not in out
        assert cut.finish()[0] == 0
    assert contents(cut) == contents(calm)


def test_made_read_only_and_freed(mortal_server: Server, calm: Cut, tmp_path: Path) -> None:
    cut = make(tmp_path / "w", mortal_server, "floodcrawl")
    with cut.web:
        crawl = cut.start()
        wait(lambda: cut.asked.total() > PAGES / 3, crawl)
        mortal_server.request("PUT", "/floodcrawl-*/_settings", {BLOCK: True})
        out, err = crawl.communicate(timeout=240)
        assert crawl.returncode == FAILED
        assert err.count("takes no writes") == err.count("\n") == 1
        assert "go on where it was with: rbp crawl" in out
        mortal_server.request("PUT", "/floodcrawl-*/_settings", {BLOCK: None})
        assert cut.finish()[0] == 0
    assert contents(cut) == contents(calm)
