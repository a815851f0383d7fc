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

    `doing` is None and `aspects` and `channels` are empty where it does not, but for a doubtful one that `judge` was
    asked about: there they are what it says if it speaks of support after all.
    """

    support: bool
    probability: float
    doing: Doing | None = None
    aspects: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def judge(passages: Sequence[str], least: float = CUT) -> list[Verdict]:
    """One verdict a passage. They are the passages of one text, in order: what stands before helps to read the next.

    `least` is the probability from which aspects, channels and whose doing are told.
    """
    found = zip(passages, relevance.probabilities(passages), strict=True)
    return [_judge(passage, probability, least) for passage, probability in found]


def explain(passage: str, most: int = MOST_REASONS) -> list[tuple[str, float]]:
    """The words that moved the probability, weightiest first, each with its log odds."""
    return relevance.explain(passage, most)


def grounds(passage: str) -> dict[str, str]:
    """Aspect or channel -> the words that it rests on."""
    return find(passage).words


def _judge(passage: str, probability: float, least: float) -> Verdict:
    if probability < least:
        return Verdict(support=False, probability=probability)
    found = find(passage)
    return Verdict(probability >= CUT, probability, found.doing, found.aspects, found.channels)
