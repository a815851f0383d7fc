"""Between the nouns and the rows of the SQLite file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, TypeAlias, TypeVar, cast

from analysis.dates import PartialDate, Precision
from analysis.model import Doing, Mention, Rating, Reading, Reply, Review
from store.sqlite.terms import NONE_TERM, Terms, join, split

Row: TypeAlias = tuple[Any, ...]
Item = TypeVar("Item")

REVIEW_COLUMNS = (
    "key", "source", "ref", "url", "client", "first", "last", "title", "body", "rating", "worst", "best",
    "language", "language_confidence", "reply", "reply_published", "verified", "author_key", "content_hash",
    "licence", "quotable", "scorer", "unscored", "disagrees", "mentions",
)  # fmt: skip
MENTION_COLUMNS = ("number", "passage", "aspects", "channels", "doing", "polarity", "confidence", "strength", "vader")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CHUNK = 500  # keys a query: few round trips, and far below SQLite's limit on variables


def chunks(items: Iterable[Item], size: int = _CHUNK) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def marks(items: Sequence[object]) -> str:
    """`?, ?, ?`, one for each item."""
    return ", ".join("?" * len(items))


def text_in(text: str) -> str | bytes:
    """Text as it can be bound. A lone surrogate cannot, so such a text is kept as its bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def text_out(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def moment_in(moment: datetime) -> int:
    """Microseconds since 1970. A moment without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MICROSECOND


def moment_out(stamp: int) -> datetime:
    return _EPOCH + stamp * _MICROSECOND


def day_in(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def day_out(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def days_in(published: PartialDate | None) -> tuple[int, int]:
    """First and last day that a date may mean; 0, 0 for none."""
    return (day_in(published.first), day_in(published.last)) if published else (0, 0)


def days_out(first: int, last: int) -> PartialDate | None:
    if not first:
        return None
    if first == last:
        return PartialDate(day_out(first))
    return PartialDate(day_out(first), Precision.MONTH if first // 100 == last // 100 else Precision.YEAR)


def json_in(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), sort_keys=True)


def review_in(reading: Reading, terms: Terms) -> Row:
    """The values of REVIEW_COLUMNS. Needs a transaction."""
    review, rating, reply = reading.review, reading.review.rating, reading.review.reply
    return (
        bytes.fromhex(review.key), terms.id("source", review.source), text_in(review.ref), text_in(review.url),
        terms.id("client", review.client), *days_in(review.published), text_in(review.title), text_in(review.body),
        *((rating.value, rating.worst, rating.best) if rating else (None, None, None)),
        terms.id("language", review.language or NONE_TERM), review.language_confidence,
        text_in(reply.text) if reply else None, str(reply.published) if reply and reply.published else None,
        review.verified, review.author_key, review.content_hash, terms.id("licence", review.licence),
        review.quotable, terms.id("scorer", reading.scorer), terms.id("unscored", reading.unscored),
        reading.disagrees, len(reading.mentions),
    )  # fmt: skip


def reading_out(row: Row, mentions: Iterable[Row], terms: Terms) -> Reading:
    """From the values of REVIEW_COLUMNS, and of MENTION_COLUMNS in order of number."""
    made = dict(zip(REVIEW_COLUMNS, row, strict=True))
    review = Review(
        source=terms.text(made["source"]),
        ref=text_out(made["ref"]),
        url=text_out(made["url"]),
        client=terms.text(made["client"]),
        published=days_out(made["first"], made["last"]),
        title=text_out(made["title"]),
        body=text_out(made["body"]),
        rating=None if made["rating"] is None else Rating(made["rating"], made["worst"], made["best"]),
        language=terms.text(made["language"]) or None,
        language_confidence=made["language_confidence"],
        reply=_reply_out(made["reply"], made["reply_published"]),
        verified=None if made["verified"] is None else bool(made["verified"]),
        author_key=made["author_key"],
        content_hash=made["content_hash"],
        licence=terms.text(made["licence"]),
        quotable=bool(made["quotable"]),
    )
    return Reading(
        review=review,
        scorer=terms.text(made["scorer"]),
        mentions=tuple(mention_out(made["key"].hex(), mention, terms) for mention in mentions),
        unscored=terms.text(made["unscored"]),
        disagrees=bool(made["disagrees"]),
    )


def _reply_out(text: str | bytes | None, published: str | None) -> Reply | None:
    return None if text is None else Reply(text_out(text), PartialDate.parse(published) if published else None)


def mention_in(mention: Mention, terms: Terms) -> Row:
    """The values of MENTION_COLUMNS. `strength` is the confidence in hundredths, by which quotations are chosen."""
    return (
        mention.number, text_in(mention.passage), terms.id("aspects", join(mention.aspects)),
        terms.id("channels", join(mention.channels)), terms.id("doing", mention.doing), mention.polarity,
        mention.confidence, round(round(mention.confidence, 2) * 100), mention.vader,
    )  # fmt: skip


def mention_out(review: str, row: Row, terms: Terms) -> Mention:
    number, passage, aspects, channels, doing, polarity, confidence, _, vader = row
    return Mention(
        review=review,
        number=number,
        passage=text_out(passage),
        aspects=split(terms.text(aspects)),
        channels=split(terms.text(channels)),
        doing=cast(Doing, terms.text(doing)),
        polarity=polarity,
        confidence=confidence,
        vader=vader,
    )
