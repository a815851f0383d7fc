"""Dates as sources write them: every form of ISO 8601, checked against what can be true."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from analysis.dates import PartialDate

TOO_EARLY: Final = "date before 1990"
TOO_LATE: Final = "date in the future"
UNREADABLE: Final = "date unreadable"
_EARLIEST = date(1990, 1, 1)  # before the web: a date like that is a zero that somebody formatted (1970, 0001)
_AHEAD = timedelta(days=1)  # where a review was written it may be tomorrow already (UTC+14)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ZONE_NAME = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)
_FRACTION = re.compile(r"[.,](\d{6})\d+")  # nanoseconds: more digits than Python reads
_END_OF_DAY = re.compile(r"(?<=[T ])24:00(:00)?")


def read_date(told: str | date | datetime | None, today: date) -> tuple[PartialDate | None, str]:
    """The date as exact as it was told, and why there is none where one was told.

    A datetime with a zone becomes the UTC day; one without is taken as it stands. `today` is UTC's.
    """
    if told is None or told == "":
        return None, ""
    try:
        found = _partial(told)
    except (ValueError, OverflowError):
        return None, UNREADABLE
    if found.first < _EARLIEST:
        return None, TOO_EARLY
    if found.first > today + _AHEAD:
        return None, TOO_LATE
    return found, ""


def since_1970(seconds: str) -> datetime | str | None:
    """The moment (UTC) that an API tells in seconds since 1970. Text that is no such number stays as it is, so that
    `read_date` counts it."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return seconds


def _partial(told: str | date | datetime) -> PartialDate:
    if isinstance(told, datetime):
        return PartialDate((told.astimezone(UTC) if told.tzinfo else told).date())
    if isinstance(told, date):
        return PartialDate(told)
    text = told.strip()
    if len(text) <= len("2022-03") or _DAY.fullmatch(text):
        return PartialDate.parse(text)
    return _partial(_moment(text))


def _moment(text: str) -> date | datetime:
    """A day or a moment. `24:00` is the midnight that ends the day (ISO 8601:2004, 4.2.3)."""
    text = _FRACTION.sub(r".\1", _ZONE_NAME.sub("Z", text))
    if _END_OF_DAY.search(text):
        return datetime.fromisoformat(_END_OF_DAY.sub(r"00:00\1", text)) + timedelta(days=1)
    moment = datetime.fromisoformat(text)
    return moment if ":" in text or "T" in text.upper() else moment.date()
