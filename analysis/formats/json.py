"""The brief for machines: every number, every claim with its question and the keys of its reviews."""

from __future__ import annotations

from json import dumps

from analysis.brief import Brief
from analysis.plain import plain

FORMAT = 1  # goes up when a name in it is taken away or means something else


def render(brief: Brief) -> str:
    """One JSON object and a line feed. Plain ASCII, so that nothing in it can move a terminal."""
    body = plain(brief)
    assert isinstance(body, dict)
    return dumps({"format": FORMAT, **body}, indent=2, ensure_ascii=True, allow_nan=False) + "\n"
