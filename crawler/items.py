"""What a spider reads off a page, before anything is checked or redacted. Never stored as it is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from analysis.model import Reading
from store.ledger import Ack, PageRef


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
    """A page that this one leads to. `context` is handed to `extract` as it stands here."""

    url: str
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Extract:
    """All that one page gives. `drops` counts, by reason, what looked like a review and could not be read.

    `stated` is the total number of reviews that the source says there are, where it tells; `about` is the name or
    address of what it is the total of, where that may be less than the target: a branch, a product.
    `follow` are links of which repeats are expected; `next` is the next page of a listing, if any.
    `capped` says why there is more than the source gives, such as `the feed ends at 500 reviews`.
    """

    reviews: list[RawReview] = field(default_factory=list)
    next: Follow | None = None
    follow: list[Follow] = field(default_factory=list)
    stated: int | None = None
    about: str = ""
    drops: dict[str, int] = field(default_factory=dict)
    capped: str = ""


@dataclass(slots=True)
class PageItem:
    """One visited page on its way through the pipelines, which fill in `readings` and settle `kept`.

    `raw` is emptied once it was read, so that no author's name goes further. `next` and `follow` are
    where the page leads; `failed` is why it gave nothing. `cut` is set where a --limit left only a part of it.
    `judged` is set when the page was screened, `kept` is settled when it is safe.
    """

    ref: PageRef
    fetched: datetime
    raw: list[RawReview] = field(default_factory=list)
    next: PageRef | None = None
    follow: tuple[PageRef, ...] = ()
    failed: str = ""
    tries: int = 1
    stated: int | None = None
    about: str = ""
    drops: Counter[str] = field(default_factory=Counter)
    body_hash: str = ""
    cut: bool = False
    readings: list[Reading] = field(default_factory=list)
    judged: asyncio.Event = field(default_factory=asyncio.Event)
    kept: asyncio.Future[Ack] | None = None

    def settle(self, saved: asyncio.Future[Ack]) -> None:
        """Hand on to `kept` what became of the page; where it could not be saved, none of its reviews is known."""
        if self.kept is not None and not self.kept.done():
            lost = saved.cancelled() or saved.exception() is not None
            self.kept.set_result(Ack(self.ref.key, {}) if lost else saved.result())
