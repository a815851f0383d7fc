"""What the model of support sees in a passage: its words, the classes they are in, and how both follow each other."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

# Marks fall away, but for those inside a word (`didn't`, `24/7`) and those that make one something else (`#`, `@`).
_PLAIN = {"’": "'", "‘": "'", **dict.fromkeys('!"$%&()*+,-.:;<=>?[\\]^_`{|}~\u2026\u201c\u201d', " ")}
_TABLE = str.maketrans(_PLAIN)
_HANDLE = re.compile(r"(?<!\w)@\w+")  # before marks fall away: `@acme_support` says nothing of support
_NEAR_PAIR = 4  # words apart at most, for two classes to be read together
_NEAR_TRIPLE = 6
_SHORTEST_PIECE = 3  # letters of a word inside a hashtag
_LONGEST_PIECE = 15
MAX_TOKENS = 400  # of one passage: behind them nothing new is said about it
_REMEMBERED = 256  # passages: each is seen by the model of support, and then by that of aspects


class Seen:
    """A passage as the models see it: its words, the class of each (None where it has none), and its patterns."""

    def __init__(self, passage: str) -> None:
        self.words = tokens(passage)
        self.names = named(self.words)

    @cached_property
    def patterns(self) -> set[str]:
        return features(self.words, self.names)


@lru_cache(_REMEMBERED)
def see(passage: str) -> Seen:
    return Seen(passage)


@cache
def classes() -> dict[str, str]:
    """Word -> class, from analysis/data/classes.txt."""
    found: dict[str, str] = {}
    name = ""
    for line in files("analysis").joinpath("data/classes.txt").read_text(encoding="utf-8").splitlines():
        if line.isupper():
            name = line
        elif not line.startswith("#"):
            found.update(dict.fromkeys(line.split(), name))
    return found


def tokens(passage: str) -> list[str]:
    """Lower-case words. Numbers are `0`, a negated verb is `n't`, a hashtag is the words in it, a handle is nothing."""
    found: list[str] = []
    if "@" in passage:
        passage = _HANDLE.sub(" ", passage)
    for word in passage.lower().replace("e-mail", "email").translate(_TABLE).split():
        if word.isalpha():
            found.append(word)
        elif word[0] == "#":
            found += _pieces(word[1:]) or ["#"]
        elif word[0].isdigit():
            found.append("24/7" if word == "24/7" else "0")
        elif word[0] != "@":
            found += _parts(word)
    return found[:MAX_TOKENS]


def _parts(word: str) -> list[str]:
    """A word with an apostrophe or a slash in it, or with what is no letter."""
    parts = [part.strip("'") for part in word.split("/")]
    return ["n't" if part.endswith("n't") else part for part in parts if part]


def named(words: list[str]) -> list[str | None]:
    """The class of each word, None where it has none."""
    return list(map(classes().get, words))


def features(words: list[str], names: list[str | None]) -> set[str]:
    """The patterns of words with their classes: the classes, runs of two and three words around a word with a class,
    each such word stood for by its class (`CALL_ME_BACK`), and classes that stand near each other (`NEG>ANSWER`)."""
    stood = [name or word for word, name in zip(words, names, strict=True)]
    placed = [(place, name) for place, name in enumerate(names) if name is not None]
    found = {name for _, name in placed}
    pairs = [f"{a}_{b}" for a, b in pairwise(stood)]
    triples = [f"{a}_{b}" for a, b in zip(pairs, stood[2:], strict=False)]
    for place, _ in placed:
        found.update(pairs[max(0, place - 1) : place + 1])
        found.update(triples[max(0, place - 2) : place + 1])
    found.update(f"{a}>{b}" for (i, a), (j, b) in pairwise(placed) if j - i <= _NEAR_PAIR)
    three = zip(placed, placed[1:], placed[2:], strict=False)
    found.update(f"{a}>{b}>{c}" for (i, a), (_, b), (k, c) in three if k - i <= _NEAR_TRIPLE)
    return found


def spelled(words: list[str]) -> dict[str, str]:
    """Each pattern of `features` with the words that stand behind it: `REP_was_RUDE` is `agent was rude`."""
    known = classes()
    stood = [known.get(word, word) for word in words]
    placed = [place for place, word in enumerate(words) if word in known]
    found: dict[str, str] = {}
    for place in placed:
        for run, surface in zip(_runs(stood, place), _runs(words, place), strict=True):
            found["_".join(run)] = " ".join(surface)
    for length, near in ((1, 0), (2, _NEAR_PAIR), (3, _NEAR_TRIPLE)):
        for at in range(len(placed) - length + 1):
            here = placed[at : at + length]
            if here[-1] - here[0] <= near:
                found[">".join(stood[place] for place in here)] = " … ".join(words[place] for place in here)
    return found


def _runs(words: list[str], place: int) -> list[list[str]]:
    """The runs of two and three words that hold the word at this place."""
    found = [
        words[max(0, start) : start + length] for length in (2, 3) for start in range(place - length + 1, place + 1)
    ]
    return [run for run in found if len(run) > 1]


def _pieces(hashtag: str) -> list[str]:
    """The known words in a hashtag: `worstcustomerserviceever` is worst, customer, service."""
    known = classes()
    found: list[str] = []
    at = 0
    while at < len(hashtag):
        for end in range(min(len(hashtag), at + _LONGEST_PIECE), at + _SHORTEST_PIECE - 1, -1):
            if hashtag[at:end] in known:
                found.append(hashtag[at:end])
                at = end
                break
        else:
            at += 1
    return found
