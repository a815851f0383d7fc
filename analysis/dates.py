"""Dates as exact as they were told: a day, a month or a year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Grain(StrEnum):
    """The length of a trend's periods."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date with its precision. `first` is the first day that it may mean: 2022-03 starts on the 1st."""

    first: date
    precision: Precision = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2022`, `2022-03` or `2022-03-09`.

        Raises ValueError for anything else, an impossible day included.
        """
        match = _PARTIAL.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"expected YYYY, YYYY-MM or YYYY-MM-DD, got {text!r}")
        year, month, day = match.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(date(int(year), int(month or 1), int(day or 1)), precision)

    @property
    def last(self) -> date:
        """The last day that it may mean, inclusive."""
        if self.precision is Precision.DAY:
            return self.first
        month = 12 if self.precision is Precision.YEAR else self.first.month
        return date(self.first.year, month, calendar.monthrange(self.first.year, month)[1])

    def __str__(self) -> str:
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.first.isoformat()[:length]


def period(published: PartialDate | None, grain: Grain) -> str | None:
    """Name of the period that a date falls in, such as `2024-03`, `2024-Q1` or `2024`.

    None where there is no date, or it is too coarse to tell: `2024` belongs to no month.
    """
    if published is None:
        return None
    first, last = _period_name(published.first, grain), _period_name(published.last, grain)
    return first if first == last else None


def _period_name(day: date, grain: Grain) -> str:
    if grain is Grain.YEAR:
        return f"{day.year:04d}"
    if grain is Grain.QUARTER:
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return f"{day.year:04d}-{day.month:02d}"
