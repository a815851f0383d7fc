"""Reading JSON that may hold anything: a path that leads nowhere gives nothing, and is never an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.text import tidy


def at(value: Any, *path: str) -> Any:
    """What lies at the end of a path of keys; None where there is no such thing."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def text_at(value: Any, *path: str) -> str:
    """The text or whole number there, tidy; empty where there is none."""
    found = at(value, *path)
    return tidy(str(found)) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def count_at(value: Any, *path: str) -> int | None:
    """The count there; None where there is no whole number of at least 0."""
    found = at(value, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def flag_at(value: Any, *path: str) -> bool | None:
    """The yes or no there; None where there is none."""
    found = at(value, *path)
    return found if isinstance(found, bool) else None


def listed(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty one, a single thing as a list of it."""
    return value if isinstance(value, list) else [] if value is None else [value]
