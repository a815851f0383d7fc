"""What the model of support sees in a passage: its words, the classes they are in, and how both follow each other."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import pairwise

_TOKEN = re.compile(r"#\w+|@\w+|24/7|[a-z]+(?:'[a-z]+)*|\d+|[!?]+|\{\$")
_PLAIN = str.maketrans({"’": "'", "‘": "'"})
_NEAR_PAIR = 4  # words apart at most, for two classes to be read together
_NEAR_TRIPLE = 6
_SHORTEST_PIECE = 3  # letters of a word inside a hashtag
_LONGEST_PIECE = 15
MAX_TOKENS = 400  # of one passage: behind them nothing new is said about it


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
    lowered = passage.lower().translate(_PLAIN).replace("e-mail", "email")
    found: list[str] = []
    for word in _TOKEN.findall(lowered):
        first = word[0]
        if first == "#":
            found += _pieces(word[1:]) or ["#"]
        elif first.isdigit() and word != "24/7":
            found.append("0")
        elif first != "@":
            found.append("n't" if word.endswith("n't") else word)
    return found[:MAX_TOKENS]


def features(words: list[str]) -> tuple[set[str], set[str]]:
    """(the words, their patterns). Patterns are the classes, runs of two and three words with each word that has a
    class stood for by it (`CALL_ME_BACK`), and classes that stand near each other (`NEG>ANSWER`)."""
    known = classes()
    stood = [known.get(word, word) for word in words]
    found = {f"{a}_{b}" for a, b in pairwise(stood)}
    found.update(f"{a}_{b}_{c}" for a, b, c in zip(stood, stood[1:], stood[2:], strict=False))
    placed = [(place, known[word]) for place, word in enumerate(words) if word in known]
    found.update(name for _, name in placed)
    found.update(f"{a}>{b}" for (i, a), (j, b) in pairwise(placed) if j - i <= _NEAR_PAIR)
    triples = zip(placed, placed[1:], placed[2:], strict=False)
    found.update(f"{a}>{b}>{c}" for (i, a), (_, b), (k, c) in triples if k - i <= _NEAR_TRIPLE)
    return set(words), found


def spelled(words: list[str]) -> dict[str, str]:
    """Each pattern of `features` with the words that stand behind it: `REP_was_RUDE` is `agent was rude`."""
    known = classes()
    stood = [known.get(word, word) for word in words]
    placed = [place for place, word in enumerate(words) if word in known]
    found: dict[str, str] = {}
    for length in (2, 3):
        for at in range(len(words) - length + 1):
            found["_".join(stood[at : at + length])] = " ".join(words[at : at + length])
    for run, near in ((1, 0), (2, _NEAR_PAIR), (3, _NEAR_TRIPLE)):
        for at in range(len(placed) - run + 1):
            here = placed[at : at + run]
            if here[-1] - here[0] <= near:
                found[">".join(stood[place] for place in here)] = " … ".join(words[place] for place in here)
    return found


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
