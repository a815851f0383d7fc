"""Logistic regressions that share their features: the words and patterns of a passage (analysis/features.py).

`python -m benchmarks.train_aspects` learns them; docs/model-card-support.md says from what and how well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

UNIT = 100  # weights are kept as whole hundredths of log odds: sums do not depend on the order of a set
Weights: TypeAlias = Mapping[str, Mapping[str, int]]  # a word or pattern -> question -> its weight


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of a passage, each with its intercept, and the weights of the answers; hundredths of log odds."""

    intercepts: Mapping[str, int]
    words: Weights
    patterns: Weights

    def odds(self, words: Iterable[str], patterns: Iterable[str]) -> dict[str, float]:
        """Question -> the log odds of a yes, from words and patterns that are each told once."""
        total = dict(self.intercepts)
        for weights, found in ((self.words, words), (self.patterns, patterns)):
            for name in found:
                for question, weight in weights.get(name, _NOTHING).items():
                    total[question] += weight
        return {question: hundredths / UNIT for question, hundredths in total.items()}


_NOTHING: Mapping[str, int] = {}


@cache
def questions() -> Questions:
    """Those that ship: each aspect, and `not_agent`."""
    told = json.loads(files("analysis").joinpath("data/aspect_model.json").read_text(encoding="utf-8"))
    names = told["questions"]
    return Questions(
        dict(zip(names, told["intercepts"], strict=True)), _named(told["words"], names), _named(told["patterns"], names)
    )


def _named(packed: Mapping[str, Sequence[int]], questions: Sequence[str]) -> Weights:
    """The file tells of each word the place of a question and its weight, in turn: half as long as with the names."""
    return {
        word: dict(zip([questions[place] for place in told[::2]], told[1::2], strict=True))
        for word, told in packed.items()
    }
