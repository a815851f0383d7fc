"""What the passages of one text say about support: whether, whose doing, which aspects and channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import relevance
from analysis.aspects import find
from analysis.model import Doing
from analysis.relevance import CUT

MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """One passage judged. `probability` 0..1 that it speaks of support, as docs/labels.md defines it.

    `doing` is None and `aspects` and `channels` are empty where it does not.
    """

    support: bool
    probability: float
    doing: Doing | None = None
    aspects: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def judge(passages: Sequence[str]) -> list[Verdict]:
    """One verdict a passage. They are the passages of one text, in order: what stands before helps to read the next."""
    return [_judge(*pair) for pair in zip(passages, relevance.probabilities(passages), strict=True)]


def explain(passage: str, most: int = MOST_REASONS) -> list[tuple[str, float]]:
    """The words that moved the probability, weightiest first, each with its log odds."""
    return relevance.explain(passage, most)


def grounds(passage: str) -> dict[str, str]:
    """Aspect or channel -> the words that it rests on."""
    return find(passage).words


def _judge(passage: str, probability: float) -> Verdict:
    if probability < CUT:
        return Verdict(support=False, probability=probability)
    found = find(passage)
    return Verdict(True, probability, found.doing, found.aspects, found.channels)
