"""Between the nouns and the documents of the indices: reviews with their readings, and what all documents share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from analysis.dates import Grain, PartialDate, period
from analysis.model import Basis, Doing, Mention, Rating, Reading, Reply, Review
from analysis.opinions import rows
from analysis.tally import NONE_KEY
from store.elastic.mappings import ANALYZERS, Json, Profile
from store.elastic.words import as_words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # making one takes as long as a document


def encode(document: Mapping[str, object]) -> bytes:
    """As JSON. A text with a lone surrogate cannot be UTF-8, so there it is escaped; it comes back as it was."""
    try:
        return _ENCODER.encode(document).encode()
    except UnicodeEncodeError:
        return json.dumps(document, separators=(",", ":")).encode()


def stamp(moment: datetime) -> int:
    """Microseconds since 1970. A moment without a zone is taken as UTC."""
    return (_aware(moment) - _EPOCH) // timedelta(microseconds=1)


def moment_in(moment: datetime | None) -> str | None:
    return _aware(moment).astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def moment_out(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day_out(number: float | None) -> date | None:
    """From the milliseconds since 1970 that an aggregation answers with."""
    return (_EPOCH + timedelta(milliseconds=number)).date() if number is not None else None


def days_in(published: PartialDate | None) -> Json:
    """First and last day that a date may mean, and the periods that it tells; what is undated has neither day."""
    named: Json = {grain.value: period(published, grain) or NONE_KEY for grain in Grain}
    if published is not None:
        named |= {"first": published.first.isoformat(), "last": published.last.isoformat()}
    return named


def review_in(reading: Reading, profile: Profile, *, vanished: bool = False) -> Json:
    """A review with its whole reading: what is exported, and what the other documents can be made of again."""
    review = reading.review
    made: Json = {
        "key": review.key,
        "source": review.source,
        "ref": review.ref,
        "url": review.url,
        "client": review.client,
        **days_in(review.published),
        "title": review.title,
        "body": review.body,
        "words": as_words(review.text),
        "language": review.language or NONE_KEY,
        "language_confidence": review.language_confidence,
        "content_hash": review.content_hash,
        "licence": review.licence,
        "quotable": review.quotable,
        "scorer": reading.scorer,
        "unscored": reading.unscored,
        "rows": sorted({row for mention in reading.mentions for row in rows(mention, Basis.ALL)}),
        "mentions": [mention_in(mention) for mention in reading.mentions],
        **_counted(reading, vanished),
        **_told(review),
    }
    if profile is Profile.LANGUAGE and review.language in ANALYZERS:
        made["stems"] = {review.language: review.text}
    return made


def _counted(reading: Reading, vanished: bool) -> Json:
    """What a census adds up."""
    scored = not reading.unscored
    return {
        "mention_count": len(reading.mentions),
        "scored": int(scored),
        "supporting": int(scored and bool(reading.mentions)),
        "disagreeing": int(reading.disagrees),
        "vanished": int(vanished),
        "undated": int(reading.review.published is None),
    }


def _told(review: Review) -> Json:
    """What not every review has."""
    rating, reply = review.rating, review.reply
    return _given(
        published=str(review.published) if review.published else None,
        verified=review.verified,
        author_key=review.author_key,
        rating=rating.value if rating else None,
        worst=rating.worst if rating else None,
        best=rating.best if rating else None,
        thumb=True if rating and rating.is_thumb else None,
        reply=reply.text if reply else None,
        reply_published=str(reply.published) if reply and reply.published else None,
    )


def _given(**values: object) -> Json:
    return {name: value for name, value in values.items() if value is not None}


def reading_out(document: Mapping[str, Any]) -> Reading:
    review = Review(
        source=document["source"],
        ref=document["ref"],
        url=document["url"],
        client=document["client"],
        published=_date_out(document.get("published")),
        title=document["title"],
        body=document["body"],
        rating=Rating(document["rating"], document["worst"], document["best"]) if "rating" in document else None,
        language=document["language"] or None,
        language_confidence=document["language_confidence"],
        reply=Reply(document["reply"], _date_out(document.get("reply_published"))) if "reply" in document else None,
        verified=document.get("verified"),
        author_key=document.get("author_key"),
        content_hash=document["content_hash"],
        licence=document["licence"],
        quotable=document["quotable"],
    )
    return Reading(
        review=review,
        scorer=document["scorer"],
        mentions=tuple(_mention_out(document["key"], mention) for mention in document["mentions"]),
        unscored=document["unscored"],
        disagrees=bool(document["disagreeing"]),
    )


def _date_out(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def mention_in(mention: Mention) -> Json:
    return {
        "number": mention.number,
        "passage": mention.passage,
        "aspects": mention.aspects,
        "channels": mention.channels,
        "doing": mention.doing,
        "polarity": mention.polarity,
        "confidence": mention.confidence,
        "vader": mention.vader,
    }


def _mention_out(review: str, document: Mapping[str, Any]) -> Mention:
    return Mention(
        review=review,
        number=document["number"],
        passage=document["passage"],
        aspects=tuple(document["aspects"]),
        channels=tuple(document["channels"]),
        doing=cast(Doing, document["doing"]),
        polarity=float(document["polarity"]),
        confidence=float(document["confidence"]),
        vader=float(document["vader"]),
    )
