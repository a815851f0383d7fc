"""What the passages of one text say about support: whether, whose doing, which aspects and channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.aspects import aspects, channels
from analysis.model import Doing
from analysis.relevance import speaks_of_support


@dataclass(frozen=True, slots=True)
class Verdict:
    """One passage judged. `probability` 0..1 that it speaks of support, as docs/labels define it.

    `doing` is None and `aspects` and `channels` are empty where it does not.
    """

    support: bool
    probability: float
    doing: Doing | None = None
    aspects: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def judge(passages: Sequence[str]) -> list[Verdict]:
    """One verdict a passage. They are the passages of one text, in order: what stands before helps to read the next."""
    return [_judge(passage) for passage in passages]


def explain(passage: str, most: int = 6) -> list[tuple[str, float]]:
    """The words that moved the probability, weightiest first, each with its weight (in log odds)."""
    return []


def _judge(passage: str) -> Verdict:
    if not speaks_of_support(passage):
        return Verdict(False, 0.0)
    return Verdict(True, 1.0, "unclear", aspects(passage), channels(passage))
