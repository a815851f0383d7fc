"""How good or bad a passage is: P(good) - P(bad), on -1..1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import vader


@dataclass(frozen=True, slots=True)
class Polarity:
    """`polarity` -1..1; `confidence` 0..1, its size; `vader` stock VADER's compound of the same passage, -1..1."""

    polarity: float
    confidence: float
    vader: float


def score(passages: Sequence[str]) -> list[Polarity]:
    """One polarity a passage, in order."""
    return [_score(passage) for passage in passages]


def explain(passage: str, most: int = 6) -> list[tuple[str, float]]:
    """The words that moved the polarity, at most `most`, weightiest first, each with its weight."""
    words = {word.strip(".,!?").lower(): vader.compound(word) for word in passage.split()}
    moved = [(word, weight) for word, weight in words.items() if weight]
    return sorted(moved, key=lambda pair: -abs(pair[1]))[:most]


def _score(passage: str) -> Polarity:
    compound = vader.compound(passage)
    return Polarity(compound, abs(compound), compound)
