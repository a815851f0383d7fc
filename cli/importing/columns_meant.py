"""What a column is perhaps meant to be. It is said, never taken so: a score is not always the stars."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from cli.records import COLUMNS

# As survey tools, help desks and spreadsheets head their columns.
_MEANT: Final = {
    "ref": ("id", "review_id", "response_id", "ticket_id", "number"),
    "published": ("date", "created", "created_at", "submitted", "timestamp", "review_date", "datum"),
    "rating": ("stars", "star", "score", "star_rating", "rate", "bewertung"),
    "title": ("subject", "headline", "summary"),
    "body": ("text", "review", "comment", "comments", "content", "feedback", "message", "review_text", "description"),
    "client": ("company", "brand", "customer_of", "organisation", "organization"),
    "source": ("site", "platform", "portal"),
    "url": ("link", "permalink"),
    "author": ("name", "reviewer", "user", "username", "customer"),
    "reply": ("response", "answer", "company_reply"),
    "language": ("lang", "locale"),
}
_NAMES: Final = {other: column for column, others in _MEANT.items() for other in others}


def suggested(column: str) -> str:
    """`date (did you mean published?)`; the name alone where nothing is near, or it is a column's."""
    if column in COLUMNS:
        return column
    near = _NAMES.get(column) or next(iter(get_close_matches(column, COLUMNS, n=1)), "")
    return f"{column} (did you mean {near}?)" if near else column
