"""One domain belongs to one crawler at a time, also between two `rbp` processes: the server's log tells."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from tests.web import Web, listing, review

_ROOT = Path(__file__).parents[2]
_PAGES = [[review(number * 10 + place) for place in range(2)] for number in range(1, 4)]
_PACE = 0.25
_TARGET = """
  [[client.target]]
  spider = "schema_org"
  url = "https://{host}/reviews"
"""
_DOSSIER = """
name = "Harbour Care"
[[client]]
name = "Bluebird Bank"
  [[client.engagement]]
  since = "2020"
    [[client.engagement.evidence]]
    tier = "stated"
    seen = 2026-01-02
    note = "a test says so"
"""


def workspace(folder: Path, hosts: list[str]) -> Path:
    (folder / "vendors").mkdir(parents=True)
    (folder / "rbp.toml").write_text('contact = "ops@buyer.example"\n')
    (folder / "vendors/harbour-care.toml").write_text(_DOSSIER + "".join(_TARGET.format(host=host) for host in hosts))
    return folder


def start(folder: Path, web: Web, cache: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "XDG_CACHE_HOME": str(cache)}
    environment["RBP_REPLAY"] = str(web.replay(f";pace={_PACE}"))
    command = [sys.executable, "-m", "cli", "crawl"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True)


def test_four_targets_on_one_domain_in_two_processes_keep_its_pace(tmp_path: Path) -> None:
    hosts = [f"{name}.bluebird.example" for name in "abcd"]
    with Web({host: listing(_PAGES) for host in hosts}) as web:
        crawls = [
            start(workspace(tmp_path / str(number), hosts[2 * number : 2 * number + 2]), web, tmp_path / "cache")
            for number in range(2)
        ]
        for crawl in crawls:
            out, err = crawl.communicate(timeout=90)
            assert crawl.returncode == 0, err
            assert out.count("whole") == 2
    times = sorted(asked.at for asked in web.log)
    assert len(times) == 4 * (len(_PAGES) + 1)  # each host has a robots.txt of its own
    assert min(later - earlier for earlier, later in pairwise(times)) >= _PACE - 0.01


def test_a_killed_process_lets_go_and_the_next_keeps_the_pace(tmp_path: Path) -> None:
    host = "bluebird.example"
    with Web({host: listing(_PAGES * 10)}) as web:
        folder = workspace(tmp_path / "w", [host])
        first = start(folder, web, tmp_path / "cache")
        while len(web.log) < 4 and first.poll() is None:
            pass
        first.kill()
        first.communicate()
        second = start(folder, web, tmp_path / "cache")
        while len(web.log) < 8 and second.poll() is None:
            pass
        second.kill()
        second.communicate()
    times = sorted(asked.at for asked in web.log)
    assert min(later - earlier for earlier, later in pairwise(times)) >= _PACE - 0.01
