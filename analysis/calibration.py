"""What a workspace has learned from its own rated reviews, on top of the model that ships.

    logit' = scale * logit + shift + sum(word weights) / sqrt(tokens)

Simple on purpose: each number can be read, and `rbp calibrate` shows the heaviest. Used for passages of reviews
without stars. It belongs to one version of the shipped model (`base`) and is void on another.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.errors import ReadingError
from analysis.tokens import tokens

NAME = "polarity"  # what a store keeps it under
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Calibration:
    """`version` counts up from 1 within a store; `words` are log-odds of single tokens, + is good."""

    version: int
    base: str
    scale: float = 1.0
    shift: float = 0.0
    words: Mapping[str, float] = field(default_factory=dict)

    def adjust(self, logit: float, passage: str) -> float:
        """The shipped model's logit of a passage, as this workspace reads it."""
        return self.scale * logit + self.shift + sum(weight for _, weight in self.moved(passage))

    def moved(self, passage: str) -> list[tuple[str, float]]:
        """The tokens of a passage that this workspace weighs, with what each adds."""
        found: Sequence[str] = tokens(passage)
        root = math.sqrt(len(found) or 1)
        return [(token, self.words[token] / root) for token in found if token in self.words]

    def to_json(self) -> str:
        words = {word: round(weight, _DECIMALS) for word, weight in sorted(self.words.items())}
        kept = {
            "version": self.version,
            "base": self.base,
            "scale": round(self.scale, _DECIMALS),
            "shift": round(self.shift, _DECIMALS),
            "words": words,
        }
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """Read what `to_json` wrote. Raises ReadingError on anything else."""
        try:
            kept: dict[str, Any] = json.loads(text)
            words = {str(word): _finite(weight) for word, weight in kept["words"].items()}
            return cls(int(kept["version"]), str(kept["base"]), _finite(kept["scale"]), _finite(kept["shift"]), words)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReadingError(
                f"expected a calibration in the store, got {text[:60]!r} ({error}); make a new one with `rbp calibrate`"
            ) from None


def _finite(value: object) -> float:
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        raise ValueError(f"{number} is no weight")
    return number
