"""What a support passage speaks of, by rules: aspects, several a passage, and the channels that it names."""

from __future__ import annotations

from analysis.rules import patterns


def aspects(passage: str) -> tuple[str, ...]:
    """Those of analysis.model.ASPECTS that a support passage speaks of, in that order."""
    return tuple(name for name, rule in patterns("aspects").items() if rule.search(passage))


def channels(passage: str) -> tuple[str, ...]:
    """Those of analysis.model.CHANNELS that a support passage names, in that order."""
    return tuple(name for name, rule in patterns("channels").items() if rule.search(passage))
