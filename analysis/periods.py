"""Names of periods, and scopes cut to days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from analysis.dates import Grain
from analysis.model import Scope

MOST_PERIODS = 18  # on a chart that a telephone shows too
SHORT_HISTORY = 9  # months: fewer than three whole quarters would be no trend


def spanned(first: str, last: str) -> Iterator[str]:
    """All period names from first to last, both named alike: `2024-03`, `2024-Q1` or `2024`."""
    head, _, tail = first.partition("-")
    year, mark = int(head), "Q" if tail.startswith("Q") else ""
    length = 4 if mark else 12
    number = int(tail.removeprefix("Q") or 1)
    name = first
    while name <= last:
        yield name
        year, number = (year + 1, 1) if not tail or number == length else (year, number + 1)
        name = f"{year:04d}" if not tail else f"{year:04d}-{mark}{number}" if mark else f"{year:04d}-{number:02d}"


def fit_grain(first: str, last: str) -> Grain:
    """The finest grain that gives a chart few enough periods to be read, from ISO days; quarters where none is."""
    if not (first and last):
        return Grain.QUARTER
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1
    if months <= SHORT_HISTORY:
        return Grain.MONTH
    return Grain.QUARTER if months <= 3 * MOST_PERIODS else Grain.YEAR


def narrowed(scopes: Sequence[Scope], since: date | None, until: date | None) -> tuple[Scope, ...]:
    """The scopes cut to the days since..until; what is left of none is dropped."""
    cut = (
        replace(
            scope,
            since=max(filter(None, (scope.since, since)), default=None),
            until=min(filter(None, (scope.until, until)), default=None),
        )
        for scope in scopes
    )
    return tuple(s for s in cut if s.since is None or s.until is None or s.since <= s.until)
