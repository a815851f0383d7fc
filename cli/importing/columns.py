"""From a row of a file to a raw review, with what an export tells that a page does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Final

from analysis.keys import slug
from analysis.model import Rating, Review
from cli.importing.files import Row
from crawler.intake import EMPTY, storable
from crawler.items import RawReview
from crawler.ratings import parse_stars

_TRUE, _FALSE = {"true", "yes", "1", "y"}, {"false", "no", "0", "n"}
_HASH = re.compile(r"[0-9a-f]{32}")
_SHOWN: Final = 40  # characters of a wrong value that are repeated


class BadRow(ValueError):
    """Why a row is no review."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row that may be a review. `exact` are fields of the Review as an export gave them, taken as they are."""

    number: int
    source: str
    client: str
    raw: RawReview
    exact: Mapping[str, Any] = field(default_factory=dict)
    emptied: Mapping[str, int] = field(default_factory=dict)


def to_line(row: Row, client: str, source: str) -> Line:
    """`client` and `source` fill what the row lacks. Raises BadRow."""
    values = {name: value for name, value in row.values.items() if value is not None and value != ""}
    emptied: Counter[str] = Counter()
    stars, rating = _rating(values, emptied)
    reply, replied = _reply(values)
    raw = RawReview(
        ref=_text(values, "ref") or None,
        url=_text(values, "url"),
        published=_text(values, "published") or None,
        title=_text(values, "title"),
        body=_text(values, "body"),
        author=_text(values, "author"),
        language=_text(values, "language") or None,
        reply=reply,
        reply_published=replied or None,
        verified=_truth(values, "verified", emptied),
        **stars,
    )
    if not raw.title.strip() and not raw.body.strip() and raw.rating is None:
        raise BadRow(EMPTY)
    return Line(
        number=row.line,
        source=_named(values, "source", source),
        client=slug(_named(values, "client", client)) or _refuse("client", values.get("client")),
        raw=raw,
        exact=_exact(values, rating, emptied),
        emptied=emptied,
    )


def complete(review: Review, line: Line) -> Review:
    """The checked review with what the file told exactly."""
    return replace(review, **line.exact) if line.exact else review


def _refuse(name: str, value: object) -> str:
    raise BadRow(f"{name}: expected a name, got {repr(value)[:_SHOWN]}")


def _named(values: Mapping[str, Any], name: str, given: str) -> str:
    text = _text(values, name).strip() or given
    if not text:
        raise BadRow(f"no {name}: fill the column, or name one with --{name}")
    return text


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name, "")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise BadRow(f"{name}: expected text, got {repr(value)[:_SHOWN]}")
    return storable(value)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def _rating(values: Mapping[str, Any], emptied: Counter[str]) -> tuple[dict[str, Any], Rating | None]:
    """Stars for the checks that all ratings go through, and the exact rating where an export gives it."""
    told = values.get("rating")
    if told is None:
        return {}, None
    if isinstance(told, Mapping):
        value, worst, best = (_number(told.get(name)) for name in ("value", "worst", "best"))
        if value is None or worst is None or best is None or not (0 <= value <= 1 and worst < best):
            emptied["rating outside its scale"] += 1
            return {}, None
        stars = min(max(worst + value * (best - worst), worst), best)  # floats may step over the edge
        return {"rating": stars, "worst": worst, "best": best}, Rating(value, worst, best)
    written = parse_stars(told) if isinstance(told, str) else None  # as people write them: 4,5 or 8/10
    value, worst, best = (written.value, written.worst, written.best) if written else (_number(told), 1, 5)
    scale = {"worst": _number(values.get("worst", worst)), "best": _number(values.get("best", best))}
    made = {"rating": value, **scale}
    if None in made.values():
        emptied["rating is no number"] += 1
        return {}, None
    return made, None


def _reply(values: Mapping[str, Any]) -> tuple[str, str]:
    told = values.get("reply")
    if isinstance(told, Mapping):
        inner = {name: value for name, value in told.items() if value is not None}
        return _text(inner, "text"), _text(inner, "published")
    return _text(values, "reply"), _text(values, "reply_published")


def _truth(values: Mapping[str, Any], name: str, emptied: Counter[str]) -> bool | None:
    value = values.get(name)
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    emptied[f"{name} is neither true nor false"] += 1
    return None


def _exact(values: Mapping[str, Any], rating: Rating | None, emptied: Counter[str]) -> dict[str, Any]:
    found: dict[str, Any] = {} if rating is None else {"rating": rating}
    for name in ("author_key", "content_hash"):
        told = _text(values, name)
        if _HASH.fullmatch(told):
            found[name] = told
        elif told:
            emptied[f"{name} is none of rbp's"] += 1
    if "licence" in values:
        found["licence"] = _text(values, "licence")
    quotable = _truth(values, "quotable", emptied)
    if quotable is not None:
        found["quotable"] = quotable
    sure = _number(values.get("language_confidence"))
    if sure is not None and 0 <= sure <= 1:
        found |= {"language": _text(values, "language") or None, "language_confidence": sure}
    return found
