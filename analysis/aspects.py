"""What a support passage speaks of, by rules: aspects, the channels that it names, and whose doing it is."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.model import Doing
from analysis.rules import rules


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules find in a support passage. `words` are those that an aspect or a channel rests on."""

    aspects: tuple[str, ...]
    channels: tuple[str, ...]
    doing: Doing
    words: dict[str, str]


def find(passage: str) -> Finding:
    """Aspects and channels in the order of analysis.model; whose doing it is: the company's rule, left open, or else
    that of those who answer. When and how support can be reached at all, and nothing else, is the company's rule."""
    found = rules().find(passage)
    aspects, channels, doing = (found.get(section, {}) for section in ("aspects", "channels", "doing"))
    policy = "policy" in doing or list(aspects) == ["availability"]
    whose: Doing = "policy" if policy else "unclear" if "unclear" in doing else "agent"
    return Finding(tuple(aspects), tuple(channels), whose, {**channels, **aspects})
