"""From what a page tells to a Review: checked, hashed, redacted. Pure: the same for a crawl and for an import."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from math import isfinite
from typing import Final

from analysis.keys import digest
from analysis.language import detect
from analysis.model import Rating, Reply, Review
from analysis.redaction import redact
from crawler.items import RawReview
from crawler.links import listing_of
from crawler.moments import read_date
from crawler.policy import SourcePolicy

EMPTY: Final = "no text and no rating"  # for this and the next reason alone a review is dropped whole
LONGEST_TEXT: Final = 500_000  # characters, a thick book: no review is, and reading it takes seconds and 80 bytes each
TOO_LONG: Final = f"text over {LONGEST_TEXT:,} characters"
UNHASHED: Final = "author, for want of a workspace whose secret hashes it"
_RATING: Final = "rating outside its scale"
_REPLACED: Final = "replacement characters"
_KEY_BYTES: Final = 16  # as all keys of the house: 128 bits
_LONGEST_SECRET: Final = 64  # what BLAKE2b takes as a key
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no store keeps a NUL, and half a surrogate pair is no text
_SPACE = re.compile(r"\s+")
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_].*)?")


def admit(
    raw: RawReview, *, source: str, client: str, policy: SourcePolicy, secret: bytes, today: date
) -> tuple[Review | None, Mapping[str, int]]:
    """The review to keep, and what was emptied on it, by reason.

    None where it has neither text nor rating, or a text that is no review's in length. A date or a rating that
    cannot be true is emptied, never mended; text is kept whole. `secret` keys the hash of the author, who is
    dropped; `today` is UTC's.
    """
    drops: Counter[str] = Counter()
    title, body, reply = (_clean(text, drops) for text in (raw.title, raw.body, raw.reply))
    rating = _rating(raw, drops)
    if no_review := _no_review(title, body, reply, rating):
        return None, Counter({no_review: 1})
    published, wrong = read_date(raw.published, today)
    replied, reply_wrong = read_date(raw.reply_published, today)
    drops.update(reason for reason in (wrong, reply_wrong and f"reply: {reply_wrong}") if reason)
    author = author_key(raw.author, source, secret)
    url = raw.url.strip()
    language, confidence = _language(raw, f"{title}\n{body}")
    review = Review(
        source=source,
        ref=storable(raw.ref or "").strip() or _made_ref(url, str(published or ""), author or "", title, body),
        url=storable(url),
        client=client,
        published=published,
        title=redact(title),
        body=redact(body),
        rating=rating,
        language=language,
        language_confidence=confidence,
        reply=Reply(redact(reply), replied) if reply else None,
        verified=raw.verified,
        author_key=author,
        content_hash=digest(
            "content", title, body, str(published or ""), repr(rating and rating.value), reply, repr(raw.verified)
        ),
        licence=policy.licence,
        quotable=policy.quotable,
    )
    return review, drops


def _no_review(title: str, body: str, reply: str, rating: Rating | None) -> str:
    """Why it is none, empty where it is one."""
    if not title and not body and rating is None:
        return EMPTY
    return TOO_LONG if max(map(len, (title, body, reply))) > LONGEST_TEXT else ""


def author_key(author: str, source: str, secret: bytes) -> str | None:
    """Keyed hash of an author's name, told apart by source, so that it tells duplicates and nothing else."""
    name = _SPACE.sub(" ", unicodedata.normalize("NFKC", storable(author))).strip().casefold()
    if not name:
        return None
    return blake2b(f"{source}\0{name}".encode(), key=secret[:_LONGEST_SECRET], digest_size=_KEY_BYTES).hexdigest()


def _made_ref(url: str, published: str, author: str, title: str, body: str) -> str:
    """A name for a review that has no id of its own: what it says, who said it, when and where."""
    text = _SPACE.sub(" ", unicodedata.normalize("NFC", f"{title}\n{body}")).strip().casefold()
    return f"made:{digest('ref', listing_of(url), published, author, text)}"


def _clean(text: str, drops: Counter[str]) -> str:
    """The whole text without outer space. What no store can keep becomes a replacement character, and is counted."""
    cleaned = storable(text).strip()
    if _REPLACEMENT in cleaned:
        drops[_REPLACED] += cleaned.count(_REPLACEMENT)
    return cleaned


def storable(text: str) -> str:
    """The text with a replacement character for each sign that no store can keep."""
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub(_REPLACEMENT, text)


def _rating(raw: RawReview, drops: Counter[str]) -> Rating | None:
    if raw.rating is None:
        return None
    numbers = (raw.rating, raw.worst, raw.best)
    if not all(map(isfinite, numbers)) or not raw.worst < raw.best or not raw.worst <= raw.rating <= raw.best:
        drops[_RATING] += 1
        return None
    return Rating((raw.rating - raw.worst) / (raw.best - raw.worst), raw.worst, raw.best)


def _language(raw: RawReview, text: str) -> tuple[str | None, float]:
    """What the text is in; where it does not tell, what the page says, without any confidence."""
    language, confidence = detect(text)
    if language is not None:
        return language, confidence
    return next(_declared(raw.language or ""), None), 0.0


def _declared(tag: str) -> Iterator[str]:
    match = _LANGUAGE.fullmatch(tag.strip())
    if match:
        yield match[1].lower()
