"""The seam between a text and what it says about support. Everything that reads goes through a `Reader`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import fsum
from typing import Protocol

from analysis.aspects import aspects, channels
from analysis.language import reads_as_english
from analysis.model import POLARITY_CUT, Mention, Rating, Reading, Review
from analysis.passages import split
from analysis.relevance import speaks_of_support
from analysis.vader import compound

VERSION = "rules-1"
_MIDDLE = 0.5  # of the stars' scale; exactly there they point neither way


class Reader(Protocol):
    """Reads redacted reviews whose language is already told. Pure: the same review gives the same reading.

    `version` changes whenever any number that it gives may change; it is stored with each reading.
    """

    version: str

    def read(self, reviews: Sequence[Review]) -> list[Reading]:
        """One reading a review, in order. Never raises on any text."""


class SupportReader:
    """Finds the passages about support by rules and weighs them with stock VADER. English only."""

    version = VERSION

    def read(self, reviews: Sequence[Review]) -> list[Reading]:
        return [self._read(review) for review in reviews]

    def _read(self, review: Review) -> Reading:
        unscored = why_unscored(review.language, review.text)
        if unscored:
            return Reading(review, self.version, unscored=unscored)
        mentions = tuple(
            _mention(review.key, number, passage)
            for number, passage in enumerate(split(review.text))
            if speaks_of_support(passage)
        )
        return Reading(review, self.version, mentions, disagrees=disagrees(review.rating, mentions))


@cache
def default_reader() -> Reader:
    """The reader of a plain install. The same one for the whole process: it is without state, but slow to load."""
    return SupportReader()


def why_unscored(language: str | None, text: str) -> str:
    """`language: fr` or `language: unknown` where English rules would misread the text, else empty.

    A text too short to tell is read where it looks English (see analysis.language.reads_as_english).
    """
    if language is None:
        return "" if reads_as_english(text) else "language: unknown"
    primary = language.lower().replace("_", "-").partition("-")[0]
    return "" if primary == "en" else f"language: {language}"


def disagrees(rating: Rating | None, mentions: Sequence[Mention]) -> bool:
    """Whether the stars and what is said about support point opposite ways, both beyond doubt."""
    if rating is None or not mentions:
        return False
    stars = 2 * (rating.value - _MIDDLE)
    said = fsum(mention.polarity for mention in mentions) / len(mentions)
    return abs(stars) > POLARITY_CUT and abs(said) > POLARITY_CUT and (stars > 0) != (said > 0)


def _mention(review: str, number: int, passage: str) -> Mention:
    stock = compound(passage)
    return Mention(
        review=review,
        number=number,
        passage=passage,
        aspects=aspects(passage),
        channels=channels(passage),
        polarity=stock,
        confidence=abs(stock),
        vader=stock,
    )
