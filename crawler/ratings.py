"""Stars as they are written: `4`, `4,5`, `4/5`, `80 %`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

DEFAULT_WORST, DEFAULT_BEST = 1.0, 5.0  # schema.org/Rating: where bestRating and worstRating are left out
_NUMBER = r"([-+]?\d{1,9}(?:[.,]\d{1,9})?)"
_BARE = re.compile(_NUMBER)
_WRITTEN = re.compile(rf"{_NUMBER}\s*(?:(%)|(?:/|of|out of)\s*{_NUMBER})?(?:\s*stars?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stars:
    value: float
    worst: float
    best: float


def number(text: str) -> float | None:
    """A rating told as a bare number: None where there is no text, NaN where it is no number, so that it is counted."""
    stars = parse_stars(text)
    return stars.value if stars else math.nan if text.strip() else None


def parse_stars(value: str, worst: str = "", best: str = "") -> Stars | None:
    """A rating with its scale; None where `value` is no number. Whether it lies on the scale is checked later.

    A scale that the text itself tells (`8/10`, `80 %`) counts where the page gives none.
    """
    match = _WRITTEN.fullmatch(value.strip())
    if match is None:
        return None
    percent = match[2] is not None
    top = float(match[3].replace(",", ".")) if match[3] else 100.0 if percent else DEFAULT_BEST
    bottom = 0.0 if percent else DEFAULT_WORST
    return Stars(float(match[1].replace(",", ".")), _or(worst, bottom), _or(best, top))


def _or(text: str, default: float) -> float:
    match = _BARE.fullmatch(text.strip()) if text else None
    told = float(match[1].replace(",", ".")) if match else default
    return told if math.isfinite(told) else default
