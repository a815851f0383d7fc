"""Rated reviews as weakly labelled passages: the stars of a review stand for what it says about support.

Weak, because four stars may hold a complaint about the hot line. So only clear stars count, and no thumbs, which have
no middle; half of them may be wrong on any one passage without harm, and what is learned is judged on clients that it
never saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.disagreement import FEW_STARS, MANY_STARS
from analysis.model import Reading


@dataclass(frozen=True, slots=True)
class Example:
    """One support passage of a rated review. `weight` is one over the passages of its review: reviews count alike."""

    client: str
    review: str
    passage: str
    good: bool
    weight: float


def examples(readings: Iterable[Reading]) -> Iterator[Example]:
    """The support passages of reviews with clear stars, in the readings' order."""
    for reading in readings:
        rating = reading.review.rating
        if rating is None or rating.is_thumb or FEW_STARS < rating.value < MANY_STARS:
            continue
        for mention in reading.mentions:
            yield Example(
                client=reading.review.client,
                review=reading.review.key,
                passage=mention.passage,
                good=rating.value >= MANY_STARS,
                weight=1 / len(reading.mentions),
            )
