"""Candidates side by side. Where intervals overlap, no order is claimed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal, TypeAlias

from analysis.coverage import Version
from analysis.evidence import Edge, TargetReport, replays
from analysis.gaps import Gap, gaps
from analysis.model import OVERALL
from analysis.rows import CHANNEL_ROWS
from analysis.scorecard import PROVISIONAL, Row, Scorecard
from analysis.statistics import Estimate

Relation: TypeAlias = Literal["higher", "lower", "overlap", "unknown"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One vendor with everything that its score stands on."""

    scorecard: Scorecard
    edges: tuple[Edge, ...]
    targets: tuple[TargetReport, ...]
    gaps: tuple[Gap, ...]

    @property
    def name(self) -> str:
        return self.scorecard.vendor.name

    def row(self, aspect: str) -> Row | None:
        card = self.scorecard
        rows = (card.overall, *card.aspects, *card.channels)
        return next((row for row in rows if row.aspect == aspect), None)


def candidate(
    scorecard: Scorecard, edges: tuple[Edge, ...], targets: tuple[TargetReport, ...], today: date, *, cut: bool = False
) -> Candidate:
    """`cut`: the scorecard is about some days only."""
    return Candidate(scorecard, edges, targets, gaps(scorecard, edges, targets, today, cut=cut))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates on one row. `higher` or `lower` (the left one) only where the intervals do not meet."""

    left: str
    right: str
    aspect: str
    relation: Relation
    words: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A client that counts for two candidates. `both`: the same reviews do, `reviews` of them, and tell nothing between
    the two; otherwise each has its own."""

    client: str
    vendors: tuple[str, str]
    both: bool
    reviews: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Candidates in the order that they were asked for: never a ranking. Of the days since..until, where told."""

    today: date
    candidates: tuple[Candidate, ...]
    aspects: tuple[str, ...]
    pairs: tuple[Pair, ...]
    shared: tuple[Shared, ...]
    replays: tuple[str, ...]
    versions: tuple[Version, ...] = ()
    since: date | None = None
    until: date | None = None
    status: str = PROVISIONAL

    def pairs_on(self, aspect: str) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.aspect == aspect)


def comparison(
    candidates: Sequence[Candidate],
    today: date,
    since: date | None = None,
    until: date | None = None,
    shared: Iterable[Shared] = (),
    versions: tuple[Version, ...] = (),
) -> Comparison:
    """Put candidates side by side on every row that one of them has. Their scorecards are of since..until.

    `versions` are those of all their reviews, each counted once, whoever shares its client."""
    first = candidates[0].scorecard.aspects if candidates else ()
    named = {row.aspect for c in candidates for row in c.scorecard.channels}
    aspects = (OVERALL, *(row.aspect for row in first), *(row for row in CHANNEL_ROWS if row in named))
    pairs = (pair(a, b, aspect) for aspect in aspects for a, b in combinations(candidates, 2))
    return Comparison(
        today=today,
        candidates=tuple(candidates),
        aspects=aspects,
        pairs=tuple(pairs),
        shared=tuple(shared),
        replays=replays([target for c in candidates for target in c.targets]),
        versions=versions,
        since=since,
        until=until,
    )


def pair(left: Candidate, right: Candidate, aspect: str = OVERALL) -> Pair:
    """Compare two candidates on one row, see `relate`."""
    rows = left.row(aspect), right.row(aspect)
    estimates = [row.figure.mean if row else Estimate(0, None) for row in rows]
    relation = relate(*estimates)
    return Pair(left.name, right.name, aspect, relation, _words(left.name, right.name, relation, estimates))


def relate(left: Estimate, right: Estimate) -> Relation:
    """Told apart where the intervals do not meet.

    Stricter than a test of the difference (Schenker and Gentleman, 2001), which leaves room for many pairs.
    """
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return "unknown"
    if left.low > right.high:
        return "higher"
    return "lower" if left.high < right.low else "overlap"


def _words(left: str, right: str, relation: Relation, estimates: Sequence[Estimate]) -> str:
    if relation == "overlap":
        return f"{left} and {right} cannot be told apart: their intervals overlap."
    if relation == "unknown":
        lacking = [name for name, e in zip((left, right), estimates, strict=True) if e.low is None]
        return f"{left} and {right} cannot be compared: no interval for {' and '.join(lacking)}."
    above, below = (left, right) if relation == "higher" else (right, left)
    return f"{above} is above {below}: their intervals do not meet."
