"""One domain belongs to one crawler at a time, also between two `rbp` processes: the server's log tells."""

from __future__ import annotations

import subprocess
import time
from itertools import pairwise
from pathlib import Path

from tests.cli.running import start
from tests.web import Web, listing, review
from tests.workspaces import lay_out

_PAGES = [[review(number * 10 + place) for place in range(2)] for number in range(1, 4)]
_PACE = 0.25


def workspace(folder: Path, hosts: list[str]) -> Path:
    return lay_out(folder, *({"spider": "schema_org", "url": f"https://{host}/reviews"} for host in hosts))


def crawling(folder: Path, web: Web, cache: Path) -> subprocess.Popen[str]:
    extra = {"XDG_CACHE_HOME": str(cache), "RBP_REPLAY": str(web.replay(f";pace={_PACE}"))}
    return start("crawl", cwd=folder, extra=extra)


def test_four_targets_on_one_domain_in_two_processes_keep_its_pace(tmp_path: Path) -> None:
    hosts = [f"{name}.bluebird.example" for name in "abcd"]
    with Web({host: listing(_PAGES) for host in hosts}) as web:
        crawls = [
            crawling(workspace(tmp_path / str(number), hosts[2 * number : 2 * number + 2]), web, tmp_path / "cache")
            for number in range(2)
        ]
        for crawl in crawls:
            out, err = crawl.communicate(timeout=90)
            assert crawl.returncode == 0, err
            assert out.count("whole") == 2
    times = sorted(asked.at for asked in web.log)
    assert len(times) == 4 * (len(_PAGES) + 1)  # each host has a robots.txt of its own
    assert min(later - earlier for earlier, later in pairwise(times)) >= _PACE - 0.01


def test_a_killed_process_lets_go_of_its_domain(tmp_path: Path) -> None:
    host = "bluebird.example"
    with Web({host: listing(_PAGES * 10)}) as web:
        folder = workspace(tmp_path / "w", [host])
        first = crawling(folder, web, tmp_path / "cache")
        while len(web.log) < 4 and first.poll() is None:
            time.sleep(0.01)
        first.kill()
        first.communicate()
        second = crawling(folder, web, tmp_path / "cache")
        while len(web.log) < 8 and second.poll() is None:
            time.sleep(0.01)
        second.kill()
        second.communicate()
    assert len(web.log) >= 8
