"""Runs crawls against the tests' web, into a real file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import store
from analysis.model import Target
from crawler.report import CrawlOptions, CrawlReport, Progress, TargetReport
from crawler.run import crawl
from store.base import Store
from tests.web import Web


class Told:
    """A watch that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.seen: list[Progress] = []

    def update(self, progress: Progress) -> None:
        self.seen.append(progress)

    def say(self, line: str) -> None:
        self.lines.append(line)


def target(host: str, path: str = "/reviews", client: str = "bluebird-bank", **parameters: str) -> Target:
    return Target.of("schema_org", client, {"url": f"https://{host}{path}", **parameters})


def opened(folder: Path) -> Store:
    return store.open(f"sqlite:{folder / 'rbp.db'}")


def run(kept: Store, web: Web, *targets: Target, pace: str = "", watch: Told | None = None, **told: Any) -> CrawlReport:
    options = CrawlOptions("https://tests.example", b"secret", replay=web.replay(pace), **told)
    return crawl(targets, kept, options, watch)


def run_one(kept: Store, web: Web, one: Target, **told: Any) -> TargetReport:
    [report] = run(kept, web, one, **told).targets
    return report


def refs(kept: Store) -> list[str]:
    """The refs of all reviews, sorted."""
    return sorted(reading.review.ref for reading in kept.readings())
