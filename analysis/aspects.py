"""What a support passage speaks of: aspects, the channels that it names, and whose doing it is.

Channels are told by rules that a person wrote. For aspects and whose doing these rules count beside a model that was
learned: where a rule speaks the odds rise by RULED, where none does the model has to be sure alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.features import see, spelled
from analysis.linear import questions
from analysis.model import ASPECTS, Doing
from analysis.rules import ruled

# Log odds that a rule which speaks adds. Set by hand: the passages that are learned from were not written by those who
# wrote the rules, who know more ways of saying things than any of them, and would halve it.
RULED = {"aspects": 4.0, "doing": 3.5}
NOT_AGENT = "not_agent"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found in a support passage. `words` are those that an aspect or a channel rests on."""

    aspects: tuple[str, ...]
    channels: tuple[str, ...]
    doing: Doing
    words: dict[str, str]


def find(passage: str) -> Finding:
    """Aspects and channels in the order of analysis.model; whose doing it is: the company's rule, left open, or else
    that of those who answer."""
    found = ruled(passage)
    said, channels, doing = (found.get(section, {}) for section in ("aspects", "channels", "doing"))
    seen = see(passage)
    odds = questions().odds(set(seen.words), seen.patterns)
    likely = [name for name in ASPECTS if odds[name] + RULED["aspects"] * (name in said) >= 0]
    aspects = {name: said.get(name) or _weightiest(name, seen.words) for name in likely}
    told = bool(doing) or likely == ["availability"]  # how support can be reached, and nothing else said
    not_agent = odds[NOT_AGENT] + RULED["doing"] * told >= 0
    whose: Doing = ("unclear" if doing.keys() == {"unclear"} else "policy") if not_agent else "agent"
    return Finding(tuple(aspects), tuple(channels), whose, {**channels, **aspects})


def _weightiest(aspect: str, words: list[str]) -> str:
    """The words that speak most for an aspect which no rule found."""
    asked = questions()
    weighed = [(asked.words.get(word, {}).get(aspect, 0), word) for word in words]
    weighed += [(asked.patterns.get(key, {}).get(aspect, 0), surface) for key, surface in spelled(words).items()]
    return max(weighed, default=(0, ""))[1]
