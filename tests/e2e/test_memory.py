"""However large or dense the pages of a hostile site are, the crawling process stays small."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import environment
from tests.e2e import hostile
from tests.e2e.hostile import Vice
from tests.web import OPEN_ROBOTS, Asked, Site, Web, answer, page, review

HOST = "bluebird.example"
MORE_AT_MOST = 8 * 3 * 10  # megabytes above a good site: pages at once, as received, joined and decoded; measured: 168
NEARLY_TOO_LARGE = int(9.9 * 1024 * 1024)
_DOSSIER = """
name = "Harbour Care"
[[client]]
name = "Bluebird Bank"
  [[client.target]]
  spider = "schema_org"
  url = "https://bluebird.example/reviews"
  follow = "^/vice/"
"""
_CRAWL = """
import atexit, runpy, sys
atexit.register(lambda: print(open("/proc/self/status").read(), file=sys.stderr))
sys.argv = ["rbp", "crawl"]
runpy.run_module("cli", run_name="__main__")
"""


def filled(unit: str, before: str = "<html><body>", behind: str = "</body></html>") -> Vice:
    """A page just under the limit, with as many of the unit as it holds."""

    def vice(asked: Asked) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 Told\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
        yield (before + unit * (NEARLY_TOO_LARGE // len(unit.encode())) + behind).encode()

    return vice


_BLOCK = '<html><body><script type="application/ld+json">'
VICES: dict[str, Vice] = {
    "endless": hostile.endless,
    "bomb": hostile.gzip_bomb,
    "large": hostile.too_large,
    "tags": filled("<p>x</p>"),
    "rdfa": filled('<p typeof="Review" vocab="http://schema.org/"><i property=reviewBody>a</i></p>'),
    "objects": filled("{},", f"{_BLOCK}[", "{}]</script></body></html>"),
    "emoji": filled("😀"),
    "book": filled("Support was bad. ", f'{_BLOCK}{{"@type": "Review", "reviewBody": "', '"}</script></body></html>'),
}


def honest(asked: Asked) -> bytes:
    return answer(page([review(asked.path)]))


def site(vices: dict[str, Vice]) -> Site:
    def told(asked: Asked) -> bytes | Iterator[bytes]:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS, kind="text/plain")
        if asked.path == "/reviews":
            return answer(page(hostile.FIRST, links=[f"/vice/{name}" for name in vices]))
        return vices[asked.path.rpartition("/")[2]](asked)  # type: ignore[return-value]

    return told


def peak(folder: Path, vices: dict[str, Vice]) -> tuple[float, str]:
    """The most megabytes that `rbp crawl` ever held in memory, and what it printed."""
    (folder / "vendors").mkdir(parents=True)
    (folder / "rbp.toml").write_text('contact = "ops@buyer.example"\n')
    (folder / "vendors/harbour-care.toml").write_text(_DOSSIER)
    with Web({HOST: site(vices)}) as web:
        told = environment({"RBP_REPLAY": str(web.replay()), "XDG_CACHE_HOME": str(folder / "cache")})
        ended = subprocess.run(
            [sys.executable, "-c", _CRAWL], cwd=folder, env=told, capture_output=True, text=True, timeout=240
        )
    most = re.search(r"VmHWM:\s*(\d+) kB", ended.stderr)
    assert most, ended.stderr
    return int(most[1]) / 1000, ended.stdout


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc that tells how much memory was used")
def test_no_page_makes_the_crawl_large(tmp_path: Path) -> None:
    good, printed = peak(tmp_path / "good", dict.fromkeys(VICES, honest))
    assert "whole" in printed
    most, printed = peak(tmp_path / "vices", VICES)
    assert f"6 of {1 + len(VICES)} pages failed" in " ".join(printed.split()), printed
    assert most - good < MORE_AT_MOST, f"{most:.0f} MB, a good site takes {good:.0f} MB\n{printed}"
