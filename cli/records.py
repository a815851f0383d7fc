"""The shape of a review in a file: what `rbp export` writes and `rbp import` takes."""

from __future__ import annotations

import re
from math import fsum
from typing import Final

from analysis.model import OVERALL, Basis, Rating, Reading
from analysis.opinions import opinions
from analysis.plain import Plain, plain
from cli.render.clean import clean

# name -> what it is; the columns that an import takes, those of an export among them
COLUMNS: Final[dict[str, str]] = {
    "source": "where it was published; one name for each place, such as `cfpb` or `helpdesk survey`",
    "client": "the company that it is about: its name, or its id in the dossiers",
    "ref": "the source's own id of the review; made from the rest where there is none: leave a mere row number out",
    "url": "where a person can read it",
    "published": "a day, a month or a year: `2024-05-03`, `2024-05`, `2024`; times are cut off",
    "title": "its title",
    "body": "its text",
    "rating": "stars, on the scale of `worst` to `best`: `4`, `4,5` or `8/10`; in JSON also `{value, worst, best}` "
    "with value on 0..1",
    "worst": "the lowest rating of its scale, 1 where not told",
    "best": "the highest rating of its scale, 5 where not told; on 0 to 1 it is a thumb down or up, and no star",
    "language": "its language, such as `en`; told from the text where it can be",
    "language_confidence": "0..1; where it is given, `language` is taken as it is",
    "reply": "the company's public answer; in JSON also `{text, published}`",
    "reply_published": "when it answered",
    "verified": "whether the source says that it is from a real customer: `true` or `false`",
    "author": "who wrote it; only a keyed hash is kept",
    "author_key": "that hash, as exported",
    "content_hash": "the hash of what was published, as exported",
    "licence": "under which licence it was published",
    "quotable": "whether a brief may quote it: `true` (where not told) or `false`",
}
READINGS: Final = (  # written, never taken
    "key", "scorer", "unscored", "disagrees", "mentions", "polarity", "vendor_polarity", "vader",
)  # fmt: skip
CSV_COLUMNS: Final = ("key", *(name for name in COLUMNS if name != "author"), *READINGS[1:])

_FORMULA = re.compile(r"'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
_QUOTED_FORMULA = re.compile(r"'+\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")


def to_object(reading: Reading) -> dict[str, Plain]:
    """The review's fields with all that was read from it, for JSON."""
    made = plain(reading)
    assert isinstance(made, dict)
    review = made.pop("review")
    assert isinstance(review, dict)
    return {"key": reading.review.key, **review, **made}


def to_cells(reading: Reading) -> list[object]:
    """The values of CSV_COLUMNS; text is harmless for terminals and spreadsheets."""
    review, reply, mentions = reading.review, reading.review.reply, reading.mentions
    values: dict[str, object] = {
        **{name: getattr(review, name, None) for name in CSV_COLUMNS},
        **_stars(review.rating),
        "published": review.published and str(review.published),
        "reply": reply.text if reply else None,
        "reply_published": reply and reply.published and str(reply.published),
        "scorer": reading.scorer,
        "unscored": reading.unscored,
        "disagrees": reading.disagrees,
        "mentions": len(mentions),
        "polarity": fsum(one.polarity for one in mentions) / len(mentions) if mentions else None,
        "vendor_polarity": _vendor_polarity(reading),
        "vader": fsum(one.vader for one in mentions) / len(mentions) if mentions else None,
    }
    return [_cell(values[name]) for name in CSV_COLUMNS]


def _vendor_polarity(reading: Reading) -> float | None:
    """What counts for a vendor: without what is the client's policy. None where nothing does."""
    return next((one.polarity for one in opinions(reading, (Basis.VENDOR,)) if one.aspect == OVERALL), None)


def _stars(rating: Rating | None) -> dict[str, object]:
    """As it was given: 0.75 on 1..5 is 4 stars. Twelve digits hide what floats add to 3.7."""
    if rating is None:
        return {"rating": None, "worst": None, "best": None}
    stars = rating.worst + rating.value * (rating.best - rating.worst)
    return {
        name: f"{value:.12g}" for name, value in (("rating", stars), ("worst", rating.worst), ("best", rating.best))
    }


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote_formula(clean(value, lines=True)) if isinstance(value, str) else value


def quote_formula(text: str) -> str:
    """Text that a spreadsheet would run gets an apostrophe in front, whatever blanks the formula hides behind."""
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def unquote_formula(text: str) -> str:
    """What `quote_formula` was given."""
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
