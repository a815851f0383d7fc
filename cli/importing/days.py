"""Dates as people and spreadsheets write them. `3/4/2025` is two days: only the user knows which."""

from __future__ import annotations

import re
from typing import Final

from crawler.structured.schema_review import iso_date

ORDERS: Final = ("dmy", "mdy")
_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:,?\s.*|)", re.DOTALL)  # a time may stand behind


def iso_day(text: str, order: str) -> str:
    """`3/4/2025` in that order, `24.10.2011` and `October 24, 2011` as ISO days; all else as it is.

    `order` may be empty: then a slashed date stays."""
    match = _SLASHED.fullmatch(text)
    if match is None or not order:
        return iso_date(text)
    first, second, year = match.groups()
    day, month = (first, second) if order == "dmy" else (second, first)
    return f"{'20' if len(year) == 2 else ''}{year}-{int(month):02d}-{int(day):02d}"
