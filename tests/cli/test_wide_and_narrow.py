"""`rbp status` and `rbp search` on terminals of 80 and 140 columns: nothing runs over the edge, nothing is lost."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import command_line, environment
from tests.cli.stocked import stock


def on_a_terminal(root: Path, width: int, *arguments: str) -> str:
    leader, follower = pty.openpty()
    shape = {"COLUMNS": str(width), "TERM": "xterm", "NO_COLOR": "1"}
    subprocess.run(command_line(*arguments), cwd=root, stdout=follower, env=environment(shape), check=True)
    os.close(follower)
    with os.fdopen(leader, "rb") as screen:
        seen = screen.read1(100_000)
    return seen.decode().replace("\r\n", "\n").replace("\x1b[1m", "").replace("\x1b[0m", "")


@pytest.mark.parametrize("width", [80, 140])
def test_status_is_a_table(root: Path, width: int) -> None:
    stock(root)
    lines = on_a_terminal(root, width, "status").splitlines()
    assert max(map(len, lines)) <= width
    columns = ["client", "source", "reviews", "written", "crawled"]
    assert lines[0].split()[:5] == columns
    assert set(lines[1].strip()) == {"─"}
    assert "".join(lines).count("2026-03-01") == 3
    below = [line for line in lines if line.startswith("    target: company BLUEBIRD BANK")]
    assert len(below) == (1 if lines[0].split() == columns else 0)
    assert "company BLUEBIRD BANK, N.A." in "\n".join(lines)
    words = set(" ".join(lines).replace(",", " ").split())  # a cell may be broken at any blank
    assert {"partial:", "still", "running", "killed", "page", "failed"} <= words


@pytest.mark.parametrize("width", [80, 140])
def test_found_words_are_bold(root: Path, width: int) -> None:
    stock(root)
    seen = on_a_terminal(root, width, "search", "called")
    assert max(map(len, seen.splitlines())) <= width
    assert "They never called me back." in seen
    assert "\x02" not in seen
    assert "*" not in seen
