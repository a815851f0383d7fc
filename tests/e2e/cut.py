"""A crawl of the large demo site by `rbp crawl` in a process of its own, to be cut off and gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import store
from demo.large import HOST, large
from demo.site import Answer, Site
from demo.web import DemoWeb

_ROOT = Path(__file__).parents[2]
_DOSSIER = """
name = "Harbour Care"
[[client]]
name = "Fennel Grocers"
  [[client.engagement]]
  since = "2020"
    [[client.engagement.evidence]]
    tier = "stated"
    seen = 2026-01-02
    note = "a test says so"
  [[client.target]]
  spider = "schema_org"
  url = "https://large.example/reviews/1"
  follow = "^/reviews/[0-9]+$"
"""
LOST_AT_MOST = 50 + 8 + 8  # pages a kill: a batch, what was on the wire, and what the server was just writing down


@dataclass
class Cut:
    """`asked` counts how often the server was asked for each page."""

    folder: Path
    web: DemoWeb
    asked: Counter[str]
    url: str
    options: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path, pages: int, per_page: int, url: str = "", options: Mapping[str, str] = {}) -> Cut:
        (folder / "vendors").mkdir()
        told = "".join(f'{name} = "{value}"\n' for name, value in options.items())
        url = url or f"sqlite:{folder / 'rbp.db'}"
        (folder / "rbp.toml").write_text(f'contact = "ops@buyer.example"\n[store]\nurl = "{url}"\n{told}')
        (folder / "vendors/harbour-care.toml").write_text(_DOSSIER)
        asked: Counter[str] = Counter()
        return cls(folder, DemoWeb({HOST: _counted(large(pages, per_page), asked)}), asked, url, options)

    def start(self, *words: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(_ROOT), "RBP_REPLAY": self.web.replay}
        environment["XDG_CACHE_HOME"] = str(self.folder / "cache")
        return subprocess.Popen(
            [sys.executable, "-m", "cli", "crawl", *words],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def cut_after(self, pages: int, seconds: float, number: signal.Signals) -> tuple[int, str, str]:
        """Start, let so many more pages be asked for and so many seconds go by, and send the signal."""
        process = self.start()
        until = self.asked.total() + pages
        while pages and self.asked.total() < until and process.poll() is None:
            time.sleep(0.002)
        time.sleep(seconds)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def finish(self) -> tuple[int, str, str]:
        process = self.start()
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def kept(self) -> dict[str, int]:
        with store.open(self.url, self.options) as opened:
            [state] = opened.targets()
            numbers = {"found": state.found, "done": state.done, "failed": state.failed, "captured": state.captured}
            return {**numbers, "reviews": opened.stats()["reviews"]}


def _counted(site: Site, asked: Counter[str]) -> Site:
    def counting(path: str, query: dict[str, str]) -> Answer:
        asked[path] += 1
        return site(path, query)

    return counting
