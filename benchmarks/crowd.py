"""Readings of a made-up crowd, as many as asked for, the same each time: what the stores are measured with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from analysis.dates import PartialDate
from analysis.keys import digest
from analysis.model import ASPECTS, CHANNELS, Mention, Rating, Reading, Review, Scope, Target
from store.ledger import Page, PageRef, Run, RunMode

VENDORS = 10
CLIENTS_A_VENDOR = 10
MENTIONS_A_REVIEW = 2
REVIEWS_A_PAGE = 50
WORDS_A_PASSAGE = 20  # so that a review has some 40 words, as public ones have
FIRST_DAY, DAYS = date(2022, 1, 1), 1_600
STARTED = datetime(2026, 6, 1, tzinfo=UTC)
_WORDS = [
    "the",
    "agent",
    "never",
    "called",
    "me",
    "back",
    "after",
    "two",
    "hours",
    "on",
    "hold",
    "and",
    "then",
    "the",
    "chat",
    "closed",
    "without",
    "any",
    "answer",
    "polite",
    "quick",
    "helpful",
    "refund",
    "ticket",
    "email",
    "again",
    "transferred",
    "knew",
    "nothing",
    "solved",
    "parcel",
    "invoice",
    "account",
    "branch",
    "store",
    "would",
    "was",
    "is",
    "it",
    "to",
    "of",
    "in",
    "for",
    "with",
    "my",
    "they",
    "we",
    "had",
    "said",
    "again",
    "good",
    "bad",
]
TARGET = Target.of("crowd.example", "client-00-00", {"url": "https://crowd.example/reviews"})


def client(vendor: int, number: int) -> str:
    return f"client-{vendor:02d}-{number:02d}"


def scopes(vendor: int = 0) -> list[Scope]:
    return [Scope(client(vendor, number), FIRST_DAY) for number in range(CLIENTS_A_VENDOR)]


def readings(mentions: int) -> Iterator[Reading]:
    chance = Random("crowd")
    for number in range(mentions // MENTIONS_A_REVIEW):
        yield _reading(number, chance)


def _reading(number: int, chance: Random) -> Reading:
    passages = [" ".join(chance.choices(_WORDS, k=WORDS_A_PASSAGE)) + "." for _ in range(MENTIONS_A_REVIEW)]
    body = " ".join(passages) + f" Number{number}"
    review = Review(
        source="crowd.example",
        ref=f"r{number}",
        url=f"https://crowd.example/reviews/{number}",
        client=client(chance.randrange(VENDORS), chance.randrange(CLIENTS_A_VENDOR)),
        published=PartialDate(FIRST_DAY + timedelta(days=chance.randrange(DAYS))),
        body=body,
        rating=Rating(chance.randrange(5) / 4),
        language="en",
        language_confidence=0.9,
        content_hash=digest(body),
        licence="made up",
    )
    mentions = tuple(_mention(review.key, n, passage, chance) for n, passage in enumerate(passages))
    return Reading(review, "crowd-1", mentions)


def _mention(review: str, number: int, passage: str, chance: Random) -> Mention:
    return Mention(
        review,
        number,
        passage,
        aspects=(chance.choice(ASPECTS),),
        channels=(chance.choice(CHANNELS),) if chance.random() < 0.3 else (),
        doing=chance.choice(("agent", "unclear", "unclear", "policy")),
        polarity=round(chance.uniform(-1, 1), 4),
        confidence=round(chance.random(), 3),
        vader=round(chance.uniform(-1, 1), 4),
    )


def run() -> Run:
    return Run("crowd-run", TARGET.key, 1, RunMode.FULL, STARTED)


def pages(mentions: int) -> Iterator[Page]:
    shown: list[Reading] = []
    number = 0
    for reading in readings(mentions):
        shown.append(reading)
        if len(shown) == REVIEWS_A_PAGE:
            yield page(number, shown)
            number, shown = number + 1, []
    if shown:
        yield page(number, shown)


def page(number: int, shown: Sequence[Reading]) -> Page:
    ref = PageRef(TARGET.key, f"https://crowd.example/reviews?page={number}")
    return Page(ref, run().id, STARTED + timedelta(seconds=number), tuple(shown))
