"""A crawl of the large demo site by `rbp crawl` in a process of its own, to be cut off and gone on with."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import store
from demo.large import HOST, large
from demo.site import Answer, Site
from demo.web import DemoWeb
from tests.cli.running import MODULE, start
from tests.workspaces import lay_out

_TARGET = {"spider": "schema_org", "url": f"https://{HOST}/reviews/1", "follow": "^/reviews/[0-9]+$"}
_BEGUN = """
import sys
from cli.__main__ import main
class Begun:
    def find_spec(self, name, path=None, target=None):
        if name == "cli.main":
            sys.meta_path.remove(self)
            print("begun", flush=True)
sys.meta_path.insert(0, Begun())
main()
"""  # tells when the first line of rbp runs: a Ctrl-C before it is Python's own affair
LOST_AT_MOST = 50 + 8 + 8  # pages a kill: a batch, what was on the wire, and what the server was just writing down


@dataclass
class Brake:
    """Holds back the server's answers from a number of requests on, so that no crawl ends before it is cut."""

    after: int | None = None
    released: Event = field(default_factory=Event)

    def release(self) -> None:
        self.after = None
        self.released.set()

    def pass_by(self, asked: int) -> None:
        if self.after is not None and asked > self.after:
            self.released.wait(60)


@dataclass
class Cut:
    """`asked` counts how often the server was asked for each page."""

    folder: Path
    web: DemoWeb
    asked: Counter[str]
    url: str
    options: Mapping[str, str]
    brake: Brake

    @classmethod
    def of(cls, folder: Path, pages: int, per_page: int, url: str = "", options: Mapping[str, str] = {}) -> Cut:
        url = url or f"sqlite:{folder / 'rbp.db'}"
        lay_out(folder, _TARGET, client="Fennel Grocers", store={"url": url, **options})
        asked, brake = Counter[str](), Brake()
        web = DemoWeb({HOST: _counted(large(pages, per_page), asked, brake)})
        return cls(folder, web, asked, url, options, brake)

    def start(self, *words: str, program: Sequence[str] = MODULE) -> subprocess.Popen[str]:
        extra = {"RBP_REPLAY": self.web.replay, "XDG_CACHE_HOME": str(self.folder / "cache")}
        return start("crawl", *words, cwd=self.folder, extra=extra, program=program)

    def cut_after(self, pages: int, seconds: float, number: signal.Signals) -> tuple[int, str, str]:
        """Start, let so many more pages be asked for the first time and so many seconds go by, and send the signal."""
        process = self.start()
        until = len(self.asked) + pages
        while pages and len(self.asked) < until and process.poll() is None:
            time.sleep(0.002)
        time.sleep(seconds)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def interrupted_after(self, seconds: float) -> tuple[int, str, str]:
        """Start, let so many seconds go by since rbp itself has begun, and press Ctrl-C."""
        process = self.start(program=("-c", _BEGUN))
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
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


def _counted(site: Site, asked: Counter[str], brake: Brake) -> Site:
    def counting(path: str, query: dict[str, str]) -> Answer:
        asked[path] += 1
        brake.pass_by(asked.total())
        return site(path, query)

    return counting
