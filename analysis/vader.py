"""VADER, stock, to the last bit: the numbers of vaderSentiment 3.3.2 (Hutto and Gilbert, 2014), many times as fast.

Lexicon, boosters, negations and idioms are read from the installed package, which stays the reference. What is
gained: the text is cut and lowered once, only words of the lexicon are looked at, and the time is linear in the
text, also where "but" occurs. Quirks of the package are kept on purpose; each is named where it is.
"""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from heapq import heappop, heappush
from importlib.resources import files
from typing import NamedTuple

from vaderSentiment.vaderSentiment import BOOSTER_DICT, C_INCR, N_SCALAR, NEGATE, SPECIAL_CASES

_ALPHA = 15  # `normalize`: the square of the sum of valences at which the compound is 0.707
_BUT_BEFORE, _BUT_AFTER = 0.5, 1.5
_DAMP = (1.0, 0.95, 0.9)  # a booster one, two, three words before the word that it boosts
_NEVER_SO = 1.25  # "never so good"
_EXCLAMATION, _EXCLAMATIONS = 0.292, 4  # weight of one "!", and how many count
_QUESTION, _QUESTIONS, _MANY_QUESTIONS = 0.18, 3, 0.96


class Scores(NamedTuple):
    """What `polarity_scores` gives: shares 0..1 of negative, neutral, positive talk, and -1..1 over all."""

    neg: float
    neu: float
    pos: float
    compound: float


def _table(name: str) -> dict[str, str]:
    """The first two columns of one of the package's data files."""
    lines = files("vaderSentiment").joinpath(name).read_text(encoding="utf-8").split("\n")
    return dict(line.strip().split("\t")[:2] for line in lines if line)


LEXICON: dict[str, float] = {word: float(mean) for word, mean in _table("vader_lexicon.txt").items()}
BOOSTERS: dict[str, float] = dict(BOOSTER_DICT)
NEGATIONS: frozenset[str] = frozenset(NEGATE)
_SCORED = {word: valence for word, valence in LEXICON.items() if word not in BOOSTERS}
# The package looks emoji up one character at a time, so those of several characters never match.
_EMOJI = {emoji: said for emoji, said in _table("emoji_utf8_lexicon.txt").items() if len(emoji) == 1}
_EMOJI_CHARS = frozenset(_EMOJI)
_PAIRS = {tuple(phrase.split()): valence for phrase, valence in SPECIAL_CASES.items()}
_PAIR_BOOSTERS = {tuple(phrase.split()): boost for phrase, boost in BOOSTERS.items() if " " in phrase}
_PHRASE_ENDS = {phrase[-1] for phrase in (*_PAIRS, *_PAIR_BOOSTERS)}
# Words that change the word after them; one that is in the lexicon itself does not, save "no".
_MODIFIERS = frozenset({*BOOSTERS, *NEGATIONS, "so", "this", "least"} - set(LEXICON))


class Heard(NamedTuple):
    """A text as VADER hears it: how many words it has, those whose valence is not 0 (lower case) and their valences.

    `plain` is the text with its emoji told in words.
    """

    plain: str
    words: int
    found: list[str]
    valences: list[float]

    @property
    def compound(self) -> float:
        return _compound(self.valences, self.plain) if self.words else 0.0


def compound(text: str) -> float:
    """Stock VADER's compound, -1..1, rounded to 4 decimals."""
    return hear(text).compound


def scores(text: str) -> Scores:
    """All four of stock VADER's numbers."""
    return rate(hear(text))


def rate(heard: Heard, without: frozenset[str] = frozenset()) -> Scores:
    """VADER's numbers; with `without`, those of a lexicon that lacks these words."""
    valences = heard.valences
    if not heard.words:
        return Scores(0.0, 0.0, 0.0, 0.0)
    if not without.isdisjoint(heard.found):
        valences = [valence for word, valence in zip(heard.found, valences, strict=True) if word not in without]
    above, below = 0.0, 0.0  # one is added to each word's valence, as a neutral word counts one
    for valence in valences:
        if valence > 0:
            above += valence + 1
        else:
            below += valence - 1
    stress = _stress(heard.plain)
    if above > -below:
        above += stress
    elif above < -below:
        below -= stress
    neutral = heard.words - len(valences)
    total = above - below + neutral
    return Scores(
        round(math.fabs(below / total), 3),
        round(neutral / total, 3),
        round(math.fabs(above / total), 3),
        _compound(valences, heard.plain),
    )


def hear(text: str) -> Heard:
    """Cut the text into words once and weigh each one of the lexicon in its place."""
    plain = _tell_emoji(text).strip()
    words = [bare if len(bare := word.strip(string.punctuation)) > 2 else word for word in plain.split()]
    lows = " ".join(words).lower().split(" ")
    places: list[int] = []
    valences: list[float] = []
    if candidates := [place for place, word in enumerate(lows) if word in _SCORED]:
        caps = 0 < sum(map(str.isupper, words)) < len(words)
        for place in candidates:
            valence = _valence(words, lows, place, caps)
            if valence:
                places.append(place)
                valences.append(valence)
        if "but" in lows:
            _contrast(places, valences, lows.index("but"))
    return Heard(plain, len(words), [lows[place] for place in places], valences)


def _tell_emoji(text: str) -> str:
    """Each emoji as its name, with a space before it unless one is there; two in a row are set apart."""
    if text.isascii() or _EMOJI_CHARS.isdisjoint(text):
        return text
    parts: list[str] = []
    spaced = True
    for char in text:
        if char in _EMOJI:
            parts.append(_EMOJI[char] if spaced else f" {_EMOJI[char]}")
            spaced = False
        else:
            parts.append(char)
            spaced = char == " "
    return "".join(parts)


def _valence(words: Sequence[str], lows: list[str], place: int, caps: bool) -> float:
    """The valence of one word of the lexicon in its place; `caps` if some words, not all, are in capitals."""
    word = lows[place]
    after = lows[place + 1] if place + 1 < len(lows) else ""
    if word == "kind" and after == "of":
        return 0.0
    before = lows[max(place - 3, 0) : place]
    before.reverse()  # nearest first
    valence = _SCORED[word]
    if word == "no" and after in LEXICON:
        valence = 0.0
    if "no" in before[:2] or (before[2:] == ["no"] and before[0] in ("or", "nor")):
        valence = _SCORED[word] * N_SCALAR
    if caps and words[place].isupper():
        valence += C_INCR if valence > 0 else -C_INCR
    if not _MODIFIERS.isdisjoint(before) or "n't" in "".join(before):
        valence = _modify(valence, words, lows, place, caps)
    elif len(before) == 3 and before[2] not in LEXICON:
        valence = _idiom(valence, lows, place)
    return valence


def _modify(valence: float, words: Sequence[str], lows: list[str], place: int, caps: bool) -> float:
    """What boosters and negations up to three words before make of a valence."""
    before = lows[max(place - 3, 0) : place][::-1]
    for back, near in enumerate(before):
        if near in LEXICON:
            continue
        if boost := BOOSTERS.get(near):
            boost = -boost if valence < 0 else boost
            if caps and words[place - back - 1].isupper():
                boost += C_INCR if valence > 0 else -C_INCR
            valence += boost * _DAMP[back]
        valence = _negate(valence, before, back)
        if back == 2:
            valence = _idiom(valence, lows, place)
    if before[0] == "least" and not (len(before) > 1 and before[1] in ("at", "very")):
        valence *= N_SCALAR
    return valence


def _negate(valence: float, before: Sequence[str], back: int) -> float:
    """What the word `back + 1` words before does, if it negates."""
    near = before[back]
    if back:
        so = [word in ("so", "this") for word in before[:back]]
        # three words back the package also boosts after any "so" or "this" next to the word, never or not
        if (near == "never" and so[-1]) or (back == 2 and so[0]):
            return valence * _NEVER_SO
        if near == "without" and "doubt" in before[:back]:
            return valence
    return valence * N_SCALAR if near in NEGATIONS or "n't" in near else valence


def _idiom(valence: float, lows: list[str], place: int) -> float:
    """Special phrases around a word that has at least three words before it, such as "to die for"."""
    three, two, one, word = lows[place - 3 : place + 1]
    if not _PHRASE_ENDS.isdisjoint((word, one, two)):
        for phrase in ((one, word), (two, one, word), (two, one), (three, two, one), (three, two)):
            if phrase in _PAIRS:
                valence = _PAIRS[phrase]
                break
    following = lows[place + 1 : place + 3]
    if following and not _PHRASE_ENDS.isdisjoint(following):
        valence = _PAIRS.get((word, following[0]), valence)
        valence = _PAIRS.get((word, *following), valence) if len(following) == 2 else valence
    for pair in ((three, two), (two, one)):
        valence += _PAIR_BOOSTERS.get(pair, 0.0)
    return valence


def _contrast(places: Sequence[int], valences: list[float], but: int) -> None:
    """Halve what stands before the first "but", raise what stands after it; in place.

    The package looks each valence up by value and changes the first equal one, which may be another word's,
    one that was changed before. A heap of places a value does the same without its quadratic search.
    """
    holders: dict[float, list[int]] = {}
    for index, valence in enumerate(valences):
        holders.setdefault(valence, []).append(index)
    for index in range(len(valences)):
        valence = valences[index]
        first = heappop(holders[valence])
        changed = valence * (_BUT_BEFORE if places[first] < but else _BUT_AFTER)
        valences[first] = changed
        heappush(holders.setdefault(changed, []), first)


def _compound(valences: Sequence[float], plain: str) -> float:
    total = sum(valences, 0.0)
    if total > 0:
        total += _stress(plain)
    elif total < 0:
        total -= _stress(plain)
    return round(max(-1.0, min(1.0, total / math.sqrt(total * total + _ALPHA))), 4)


def _stress(plain: str) -> float:
    """What exclamation and question marks add."""
    asked = plain.count("?")
    questions = 0.0 if asked < 2 else asked * _QUESTION if asked <= _QUESTIONS else _MANY_QUESTIONS
    return min(plain.count("!"), _EXCLAMATIONS) * _EXCLAMATION + questions
