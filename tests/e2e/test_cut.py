"""A crawl that is cut off loses nothing, doubles nothing and goes on where it was."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from tests.e2e.cut import LOST_AT_MOST, Cut
from tests.elasticsearch.server import Server

PER_PAGE = 2
CTRL_C = 130


def whole(pages: int) -> dict[str, int]:
    return {"found": pages, "done": pages, "failed": 0, "captured": pages * PER_PAGE, "reviews": pages * PER_PAGE}


def killed_many_times(cut: Cut, pages: int, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    with cut.web:
        for _ in range(kills):
            code, _, _ = cut.cut_after(chance.randrange(pages // kills), chance.random() / 10, signal.SIGKILL)
            assert code in (-signal.SIGKILL, 0)
        code, out, err = cut.finish()
        assert code == 0, err
        assert "whole" in out
    assert cut.kept() == whole(pages)
    assert len(cut.asked) == pages
    assert cut.asked.total() <= pages + kills * LOST_AT_MOST


def test_kill_9_twice(tmp_path: Path) -> None:
    killed_many_times(Cut.of(tmp_path, 200, PER_PAGE), 200, 2, seed=1)


@pytest.mark.slow
def test_kill_9_twenty_times_on_three_thousand_pages(tmp_path: Path) -> None:
    killed_many_times(Cut.of(tmp_path, 3000, PER_PAGE), 3000, 20, seed=20)


@pytest.mark.slow
@pytest.mark.elasticsearch
def test_kill_9_twenty_times_on_elasticsearch(tmp_path: Path, elasticsearch_server: Server) -> None:
    options = {"prefix": f"cut{tmp_path.name[-4:].lower().strip('_')}"}
    killed_many_times(Cut.of(tmp_path, 3000, PER_PAGE, elasticsearch_server.url, options), 3000, 20, seed=20)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_cleanly_and_tells_how_to_go_on(tmp_path: Path, number: signal.Signals) -> None:
    cut = Cut.of(tmp_path, 200, PER_PAGE)
    cut.brake.after = 100
    with cut.web:
        code, out, err = cut.cut_after(100, 0.0, number)
        cut.brake.release()
        assert code == CTRL_C, err
        assert "go on where it was with: rbp crawl" in out
        assert "Traceback" not in err
        before = cut.kept()
        assert before["done"] >= 50
        assert before["reviews"] == before["done"] * PER_PAGE
        assert cut.finish()[0] == 0
    assert cut.kept() == whole(200)
    assert cut.asked.total() <= 200 + 8  # a clean stop loses only what was on the wire


def interrupted(folder: Path, moments: list[float]) -> None:
    cut = Cut.of(folder, 200, PER_PAGE)
    cut.brake.after = 150  # so that no crawl is through before its signal comes
    with cut.web:
        for moment in moments:
            code, _, err = cut.interrupted_after(moment)
            assert code == CTRL_C, err
            assert "Traceback" not in err, f"after {moment:.2f} s: {err}"
        cut.brake.release()
        assert cut.finish()[0] == 0
    assert cut.kept() == whole(200)


def test_ctrl_c_while_starting_up(tmp_path: Path) -> None:
    interrupted(tmp_path, [0.0, 0.7])


@pytest.mark.slow
def test_ctrl_c_at_any_moment(tmp_path: Path) -> None:
    seconds = random.Random(9)
    interrupted(tmp_path, [seconds.uniform(0.0, 2.0) for _ in range(15)])
