"""A crawl of the large demo site by `rbp crawl` in a process of its own, to be cut off and gone on with."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import store
from demo.large import HOST, large
from demo.site import Answer, Site
from demo.web import DemoWeb
from tests.cli.running import start
from tests.workspaces import lay_out

_TARGET = {"spider": "schema_org", "url": f"https://{HOST}/reviews/1", "follow": "^/reviews/[0-9]+$"}
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
        url = url or f"sqlite:{folder / 'rbp.db'}"
        lay_out(folder, _TARGET, client="Fennel Grocers", store={"url": url, **options})
        asked: Counter[str] = Counter()
        return cls(folder, DemoWeb({HOST: _counted(large(pages, per_page), asked)}), asked, url, options)

    def start(self, *words: str) -> subprocess.Popen[str]:
        extra = {"RBP_REPLAY": self.web.replay, "XDG_CACHE_HOME": str(self.folder / "cache")}
        return start("crawl", *words, cwd=self.folder, extra=extra)

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
