"""What a store answers. Every statistic is computed from these, so that both stores give the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.model import Mention, Review

TallyKey: TypeAlias = Literal["client", "source", "aspect", "doing", "language", "month", "quarter", "year"]
CensusKey: TypeAlias = Literal["client", "source", "language", "unscored", "scorer", "month", "quarter", "year"]

NONE_KEY = ""  # the group of what has no such key: an undated review has the month ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over the opinions of one group; `key` is in the order that was asked for.

    `reviews` is the n of every statistic. `negative` and `positive` are the opinions beyond
    the cut of 0.05. `vader_sum` adds up stock VADER over the same opinions.
    """

    key: tuple[str, ...]
    reviews: int
    mentions: int
    sum: float
    squares: float
    negative: int
    positive: int
    vader_sum: float = 0.0


@dataclass(frozen=True, slots=True)
class Census:
    """Counts over the reviews of one group, whether they speak of support or not.

    reviews = scored + unscored; `supporting` of the scored have a support mention. Ratings are on 0..1; `rated`
    counts stars, and no thumbs.
    `disagreeing`: stars and text about support point opposite ways. `first` and `last` are the first and the last
    ISO day that the dated ones may mean (`2025` may mean its last), empty where none is dated.
    """

    key: tuple[str, ...]
    reviews: int
    scored: int
    supporting: int
    mentions: int
    rated: int
    rating_sum: float
    rating_squares: float
    disagreeing: int
    vanished: int
    undated: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A mention with the review that it stands in."""

    review: Review
    mention: Mention


@dataclass(frozen=True, slots=True)
class Hit:
    """A found review, best first. `snippet` marks the found words between \\x02 and \\x03."""

    review: Review
    mentions: tuple[Mention, ...]
    snippet: str
    score: float
