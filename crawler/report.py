"""What a crawl is asked to do, what it tells while it runs, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from analysis.model import Target
from crawler.course import MAX_PAGES
from crawler.keeper import BATCH_SECONDS
from crawler.replay import Replay
from store.ledger import Run


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """`contact` goes into the user agent, `secret` keys the hashes of authors.

    `limit` is a number of reviews a target, `since` leaves older ones out. `full` visits every page again,
    `restart` forgets what the ledger knows of the targets first. `opt_in` are the sources that the operator
    may crawl though their terms ask for more; `allow_hosts` those that may be asked though not public.
    `patience` is how many seconds a target waits for a domain that another process crawls, `delay` the least
    number of seconds between two requests to a domain, `max_pages` a cap a run and target. `deep` reads with the
    extra `[deep]`, too.
    """

    contact: str
    secret: bytes
    since: date | None = None
    limit: int | None = None
    full: bool = False
    restart: bool = False
    replay: Replay | None = None
    log_file: Path | None = None
    dead_letter: Path | None = None
    opt_in: frozenset[str] = frozenset()
    allow_hosts: frozenset[str] = frozenset()
    patience: float = 3600.0
    delay: float = 0.0
    max_pages: int = MAX_PAGES
    batch_seconds: float = BATCH_SECONDS
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a target stands. `state` is `waiting`, `crawling` or, when it has ended, its verdict."""

    target: Target
    state: str = "waiting"
    pages: int = 0
    failed: int = 0
    reviews: int = 0
    stated: int | None = None
    ended: bool = False


class Watch(Protocol):
    """Whoever shows the crawl. Called from its event loop, some times a second: be quick."""

    def update(self, progress: Progress) -> None:
        """A target has moved on."""

    def say(self, line: str) -> None:
        """Something that a person should know now, such as what the crawl waits for."""


class Silence:
    """The watch of nobody."""

    def update(self, progress: Progress) -> None:
        pass

    def say(self, line: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class TargetReport:
    """How the run of one target ended. `run` is None where it never began; then `verdict` says why."""

    target: Target
    verdict: str
    run: Run | None = None
    failures: Mapping[str, int] = field(default_factory=dict)

    @property
    def went_wrong(self) -> bool:
        """Whether a person should look: it failed, is suspect, or pages of it could not be read."""
        return self.verdict.startswith(("failed", "suspect")) or bool(self.failures)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was crawled against what became of it, in reviews on pages. `forgotten` ones were let go on purpose."""

    crawled: int = 0
    indexed: int = 0
    unchanged: int = 0
    dead_lettered: int = 0
    forgotten: int = 0

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Reconciliation:
        total: Counter[str] = Counter()
        for run in runs:
            total.update(run.counts)
        indexed = total["new"] + total["changed"]
        return cls(total["shown"], indexed, total["known"], total["rejected"], total["forgotten"])

    @property
    def missing(self) -> int:
        """Reviews that were crawled and of which nobody knows what became: 0, or something is wrong."""
        return self.crawled - self.indexed - self.unchanged - self.dead_lettered - self.forgotten


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """`stopped` says why all of it ended early, empty where it did not. `replay` is the setting it was served from."""

    targets: Sequence[TargetReport]
    stopped: str = ""
    replay: str = ""

    @property
    def books(self) -> Reconciliation:
        return Reconciliation.of(report.run for report in self.targets if report.run is not None)

    def exit_code(self, *, fail_on_partial: bool = False) -> int:
        """0 where all is well, 1 where something failed; a partial target is well unless asked otherwise."""
        wrong = any(report.went_wrong for report in self.targets) or bool(self.stopped) or bool(self.books.missing)
        partial = fail_on_partial and any(report.verdict != "whole" for report in self.targets)
        return int(wrong or partial)
