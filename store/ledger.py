"""The ledger's nouns: what a crawl found, visited, kept and dropped, so that it can go on and can be believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from analysis.keys import digest
from analysis.model import Reading, Target

ReviewState: TypeAlias = Literal["new", "changed", "known", "forgotten", "rejected"]
NO_COUNTS: Mapping[str, int] = {}


class RunMode(StrEnum):
    FULL = "full"  # visits every page; only such a run can tell what has vanished
    INCREMENTAL = "incremental"  # newest first, until K known and unchanged reviews


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page that is to be visited. `url` is the original one (never a replay address).

    `context` is what the spider needs to read it again, as JSON text.
    """

    target: str
    url: str
    depth: int = 0
    context: str = ""

    @property
    def key(self) -> str:
        return digest("page", self.target, self.url, self.context)


@dataclass(frozen=True, slots=True)
class Page:
    """One visited page with everything that must be kept, or lost, together.

    `failed` is the reason why it gave nothing, empty for a page that was read. `drops` counts what
    was dropped or emptied on it, by reason. `found` are the pages that it leads to. `stated` is the
    total number of reviews that the source says there are, where this page tells; `about` names what it is the
    total of, such as one branch, and is empty for the target itself. `fetched` is UTC.
    A `cut` page was read in part: its readings are kept, and the page stays open, to be visited again.
    """

    ref: PageRef
    run: str
    fetched: datetime
    readings: tuple[Reading, ...] = ()
    found: tuple[PageRef, ...] = ()
    failed: str = ""
    tries: int = 1
    stated: int | None = None
    about: str = ""
    drops: Mapping[str, int] = field(default_factory=dict)
    body_hash: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the visited pages of a target's newest sweep told, all its runs together. `totals` has the greatest
    `stated` by `about`, `drops` the sum by reason."""

    totals: Mapping[str, int]
    drops: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ack:
    """A page is safe. `states` has each of its reviews by key; a `rejected` one lies in the dead-letter file."""

    page: str
    states: Mapping[str, ReviewState]


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl job of one target. `finish` is empty while it runs (or was killed), then
    `finished`, `interrupted`, `limit` or `failed: ...`; `verdict` is what the completeness check says.
    Times are UTC. `sweep` numbers the full visits of a target: pages left open belong to the
    newest one. `replay` names the replay setting that the run was served from.
    """

    id: str
    target: str
    sweep: int
    mode: RunMode
    started: datetime
    ended: datetime | None = None
    finish: str = ""
    verdict: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    drops: Mapping[str, int] = field(default_factory=dict)
    coverage: Mapping[str, float] = field(default_factory=dict)
    stated: int | None = None
    watermark: str = ""
    replay: str = ""


@dataclass(frozen=True, slots=True)
class TargetState:
    """All that the ledger knows of one target, for `status` and the next crawl.

    `captured` counts the reviews in the store that this target gave, `seen` those among them that the newest
    sweep showed; `first` and `last` are the days of the oldest and newest. `last_full` is when a full sweep last
    ended whole.
    """

    target: Target
    found: int
    done: int
    failed: int
    captured: int
    first: date | None
    last: date | None
    watermark: str
    last_full: datetime | None
    runs: tuple[Run, ...]  # newest first
    seen: int = 0

    @property
    def last_run(self) -> Run | None:
        return self.runs[0] if self.runs else None
