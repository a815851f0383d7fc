"""What a spider reads off a page, before anything is checked or redacted. Never stored as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(slots=True)
class RawReview:
    """A review as published. Only what the page tells; the pipelines check, hash, redact and read it.

    `ref` is the source's own id, None where a page gives none. `published` may be text in any ISO
    form, as partial as it is told, or a date or datetime (an aware one is turned into UTC).
    `title` and `body` are plain text (crawler.text turns HTML into it). `author` is used for the
    keyed hash and then dropped. `url` is where a person can read it, the page's own where empty.
    """

    ref: str | None = None
    url: str = ""
    published: str | date | datetime | None = None
    title: str = ""
    body: str = ""
    rating: float | None = None
    worst: float = 1.0
    best: float = 5.0
    author: str = ""
    language: str | None = None
    reply: str = ""
    reply_published: str | date | datetime | None = None
    verified: bool | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """A page that this one leads to. `context` is handed to `extract` through `response.cb_kwargs`-like JSON."""

    url: str
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Extract:
    """All that one page gives. `drops` counts, by reason, what looked like a review and could not be read.

    `stated` is the total number of reviews that the source says the target has, where it tells.
    `follow` are links of which repeats are expected; `next` is the next page of a listing, if any.
    """

    reviews: list[RawReview] = field(default_factory=list)
    next: Follow | None = None
    follow: list[Follow] = field(default_factory=list)
    stated: int | None = None
    drops: dict[str, int] = field(default_factory=dict)
