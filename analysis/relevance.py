"""Does a passage speak of the help that a company gives its customers through people or a channel?

A logistic regression over analysis/features.py, learned by `python -m benchmarks.train_support`, and what else speaks
for it: a handle at its start, aspects and a channel that are told. docs/model-card-support.md says from what and how
well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, fsum, log

from analysis.features import Seen, named, see, spelled, tokens
from analysis.passages import MAX_WORDS, split
from analysis.rules import ruled

CUT = 0.5  # the probability from which a passage counts; training shifts the model so that it is the best cut
WORD_SCALE = 0.5  # words count less than patterns: what they tell holds less for another company
_CONTEXT = 0.8  # log odds that a passage gains which goes on about `they` right behind one about support
_GOES_ON = frozenset(["they", "he", "she", "him", "her", "them"])
_FIRST_WORDS = 3  # in which it has to stand
_MUTE = frozenset((None, "GOOD", "BAD", "NEG", "ME", "YOU", "THEY", "TIME", "PROD", "HOSP", "FLY", "MONEY", "QUICK",
                   "SLOW", "STILL", "THANK", "BACK", "LEGAL", "MASK", "HOURS", "PHONEN", "CREW", "LANG",
                   "WARE"))  # fmt: skip
_ENGAGED = "busy"  # says of a line what it says of nothing else that is mute: a line may be one of shoes
# Staff of no told kind are hospitality or shop floor, which is not support, unless a problem or a channel is spoken of.
_STAFF = frozenset(["receptionist", "receptionists", "reception"])
_HANDLING = frozenset(("CALL", "WRITE", "SPEAK", "TICKET", "SOLVE", "ANSWER", "HOLD", "HANG"))
_TOLD = _HANDLING | {"REP", "SUP", "CUST", "MOVE", "BOT", "FOLLOW", "REFUSE", "NAME", "DESK", "REPAIR"}
_HELPING = frozenset(["helped", "unhelpful", "help"])
_PASSING = 3.0  # log odds that such a passage loses
# What speaks for support besides the model, in log odds that are set by hand: a message to a company by its handle is
# more often about its support than a sentence of a review; so is what tells of an aspect of it, or names a channel.
_ADDRESSED = 0.4
_ASPECT_TOLD = 0.4
_MOST_ASPECTS = 2
_CHANNEL_NAMED = 0.4
_MOST_SAID = _MOST_ASPECTS * _ASPECT_TOLD + _CHANNEL_NAMED
_WITHIN_REACH = 0.16  # the probability that all of it, 1.6 log odds, can make count
_SURE = 40.0  # log odds of a probability of 1
_LEAST_TOLD = 0.05  # log odds: less is no reason
_NEVER = 0.01  # the probability of a passage with no word of any class that can speak of support


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in log odds: of words (already scaled) and of patterns."""

    intercept: float
    words: dict[str, float]
    patterns: dict[str, float]


@cache
def model() -> Model:
    told = json.loads(files("analysis").joinpath("data/support_model.json").read_text(encoding="utf-8"))
    return Model(told["intercept"], told["words"], told["patterns"])


def probabilities(passages: Sequence[str], told: Model | None = None) -> list[float]:
    """P(support) of each passage, 0..1, by the model that ships or another. They are those of one text, in order."""
    told = told or model()
    found: list[float] = []
    for passage in passages:
        seen = see(passage)
        follows = bool(found) and found[-1] >= CUT and not _GOES_ON.isdisjoint(seen.words[:_FIRST_WORDS])
        probability = _probability(seen, told, follows)
        if len(seen.words) > MAX_WORDS:
            probability = _blend(passage, probability, told)
        found.append(_with_evidence(passage, probability))
    return found


def explain(passage: str, most: int) -> list[tuple[str, float]]:
    """The words that moved the probability, weightiest first, with their log odds: alone, in a row, or near (`…`)."""
    told, words = model(), tokens(passage)
    moved: dict[str, float] = {word: told.words.get(word, 0.0) for word in words}
    for pattern, surface in spelled(words).items():
        moved[surface] = moved.get(surface, 0.0) + told.patterns.get(pattern, 0.0)
    if _in_passing(set(words), set(named(words))):
        moved["(staff in passing)"] = -_PASSING
    moved.update({"(to a handle)": _handle(passage), **_said(passage)})
    weighty = [pair for pair in moved.items() if abs(pair[1]) >= _LEAST_TOLD]
    return sorted(weighty, key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


def _probability(seen: Seen, told: Model, follows: bool = False) -> float:
    words = set(seen.words)
    if not follows and _MUTE.issuperset(seen.names) and not ("PHONEN" in seen.names and _ENGAGED in words):
        return _NEVER
    odds = told.intercept + (_CONTEXT if follows else 0.0)
    if _in_passing(words, set(seen.names)):
        odds -= _PASSING
    return _sigmoid(odds + _weigh(told.words, words) + _weigh(told.patterns, seen.patterns))


def _with_evidence(passage: str, probability: float) -> float:
    """The probability with what else speaks for support; as it is where all of that could not make it count."""
    if probability < _WITHIN_REACH:
        return probability
    odds = log(probability / (1 - probability)) if probability < 1 else _SURE
    odds += _handle(passage)
    return _sigmoid(odds + sum(_said(passage).values()) if odds > -_MOST_SAID else odds)


def _handle(passage: str) -> float:
    return _ADDRESSED if passage.lstrip().startswith(("@", ".@")) else 0.0


def _said(passage: str) -> dict[str, float]:
    """What the rules find in it speaks for support."""
    found = ruled(passage)
    return {
        "(aspects told)": _ASPECT_TOLD * min(len(found.get("aspects", ())), _MOST_ASPECTS),
        "(channel named)": _CHANNEL_NAMED * bool(found.get("channels")),
    }


def _weigh(weights: dict[str, float], found: set[str]) -> float:
    """The exact sum, whatever the order of a set."""
    return fsum(weights[name] for name in found & weights.keys())


def _in_passing(words: set[str], names: set[str | None]) -> bool:
    """Whether staff are praised or blamed in passing: docs/labels.md counts that as no support."""
    if "TEAM" not in names and _STAFF.isdisjoint(words):
        return False
    bare = "TEAM" in names and _TOLD.isdisjoint(names) and _HELPING.isdisjoint(words)
    return bare or ("HOSP" in names and _HANDLING.isdisjoint(names))


def _blend(passage: str, whole: float, told: Model) -> float:
    """A long passage piles up evidence from everywhere: halfway between it and the best of its parts reads better."""
    return (whole + max((_probability(Seen(part), told) for part in split(passage)), default=_NEVER)) / 2


def _sigmoid(odds: float) -> float:
    return 1 / (1 + exp(-odds)) if odds > -700 else 0.0  # exp overflows beyond
