"""How a text in French or Dutch leans, by words and phrases that tell: beside an embedding, for the extra `[deep]`.

A sentence embedding is blurred where a review is short or slangy ("naze", "aucun bug", "afrader", "niet slecht"). The
lists, `data/words_*.txt`, were written by hand and taught by no set.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from unicodedata import combining, normalize

LISTS = {"fr": "data/words_french.txt", "nl": "data/words_dutch.txt"}  # by ISO 639-1 code
REACH = 3  # a negation turns what stands at most so many words behind it, in the same clause
TURNED = 0.7  # of a phrase, the other way round: "not good" says less than "bad"
MOST = 2.0  # phrases that count at most, praise less blame: more of them say little more
SHORT = 80  # characters: of a longer text a phrase says less, the embedding more
_WEIGHTS = {"+": 1.0, "-": -1.0, "0": 0.0}
_GLUE, _POINTS, _BLANKS = re.compile(r"['’_\-/]"), re.compile(r'[.,;:!?()"\n]+'), re.compile(r"\s+")
_BORDER = "|"  # in place of punctuation


class _List(NamedTuple):
    phrases: re.Pattern[str]
    weights: dict[str, float]  # by phrase; a stem ends in `*`
    turns: frozenset[str]


def leaning(text: str, language: str | None) -> float:
    """Praise less blame, -2..2; 0 where no phrase is found, or in another language.

    Where the text is too short to tell its language, both lists are asked, and the mean taken of those that know it.
    """
    primary = (language or "").lower().replace("_", "-").partition("-")[0]
    asked = [primary] if primary in LISTS else [] if primary else list(LISTS)
    plain = bare(text) if asked else ""
    told = [said for code in asked if (said := _weigh(plain, _load(code)))]
    mean = sum(told) / len(told) if told else 0.0
    return max(-MOST, min(MOST, mean)) * min(1.0, SHORT / max(1, len(text)))


def bare(text: str) -> str:
    """Small letters without accents, single blanks, `|` in place of punctuation."""
    letters = "".join(letter for letter in normalize("NFD", text.lower()) if not combining(letter))
    return _BLANKS.sub(" ", _GLUE.sub(" ", _POINTS.sub(f" {_BORDER} ", letters)))


def _weigh(text: str, known: _List) -> float:
    total, turned = 0.0, -1
    for hit in known.phrases.finditer(text):
        if hit.group() in known.turns:
            turned = hit.end()
            continue
        weight = _weight(hit.group(), known.weights)
        between = text[turned : hit.start()]
        if turned >= 0 and _BORDER not in between and len(between.split()) < REACH:
            weight *= -TURNED
        total += weight
    return total


def _weight(words: str, weights: dict[str, float]) -> float:
    """Of the phrase itself, or of the longest stem that it begins with."""
    if words in weights:
        return weights[words]
    stems = (f"{words[:end]}*" for end in range(len(words), 0, -1))
    return next((weights[stem] for stem in stems if stem in weights), 0.0)


@cache
def _load(code: str) -> _List:
    lines = files("analysis").joinpath(LISTS[code]).read_text(encoding="utf-8").splitlines()
    weights = {line[2:]: _WEIGHTS[line[0]] for line in lines if line[0] in _WEIGHTS}
    turns = frozenset(line[2:] for line in lines if line[0] == "!")
    longest = sorted((*weights, *turns), key=lambda phrase: (-len(phrase), phrase))
    ways = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in longest)
    return _List(re.compile(rf"\b(?:{ways})\b"), weights, turns)
