"""Dates on the command line: a day, a month or a year."""

from __future__ import annotations

from datetime import date

from analysis.dates import PartialDate
from analysis.errors import UsageError


def day_range(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """First day of `since` and last day of `until`. Raises UsageError for what is no date, or the wrong way round."""
    first, last = _told("--since", since), _told("--until", until)
    start, end = first.first if first else None, last.last if last else None
    if start and end and start > end:
        raise UsageError(f"expected --since before --until, got {since} and {until}")
    return start, end


def first_day(option: str, text: str | None) -> date | None:
    """The first day that the value of an option may mean. Raises UsageError for what is no date."""
    told = _told(option, text)
    return told.first if told else None


def _told(option: str, text: str | None) -> PartialDate | None:
    if text is None:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise UsageError(f"{option}: expected a date as YYYY, YYYY-MM or YYYY-MM-DD, got {text!r}") from None
