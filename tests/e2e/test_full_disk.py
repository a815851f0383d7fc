"""The disk is full in the midst of a crawl: one clear line, nothing lost, and the next crawl goes on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from tests.e2e.cut import Cut
from tests.e2e.test_cut import PER_PAGE, whole

PAGES = 400
_MOUNT = ("mount", "-t", "tmpfs", "-o")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB; a store of all the pages takes about 5."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        made = subprocess.run([*_MOUNT, "size=3m", "tmpfs", folder], capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"no file system can be mounted here: {error}")
    if made.returncode:
        pytest.skip(f"no file system can be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.slow
def test_a_disk_that_is_full_stops_the_crawl_and_more_room_lets_it_go_on(tmp_path: Path, small_disk: Path) -> None:
    cut = Cut.of(tmp_path / "w", PAGES, PER_PAGE, f"sqlite:{small_disk / 'rbp.db'}")
    with cut.web:
        for _ in range(2):  # the second one finds it full from the start
            code, out, err = cut.finish()
            assert code == 1
            said = " ".join((out + err).split())
            assert (
                said.count("disk is full; make room and start again: what was saved is safe") == 2
            )  # in table and log
            assert "go on where it was with: rbp crawl" in said
            assert "Traceback" not in out + err
            before = cut.kept()
            assert before["reviews"] == before["done"] * PER_PAGE  # whole pages, or nothing of them
            assert 0 < before["done"] < PAGES
        with store.open(cut.url) as opened:
            assert len(list(opened.readings())) == before["reviews"]
            assert opened.search("support", limit=1)  # it still answers
        subprocess.run([*_MOUNT, "remount,size=60m", "tmpfs", small_disk], check=True)
        code, out, err = cut.finish()
        assert code == 0, out + err
    assert cut.kept() == whole(PAGES)
    assert len(cut.asked) == PAGES
