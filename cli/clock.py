"""The one place of the command line that reads the clock; `analysis` is given the day."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is where the user is."""
    return datetime.now().astimezone().date()
