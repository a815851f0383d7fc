"""The lexicon of support talk: phrases that a person wrote, each with its weight, found in a passage.

The file analysis/data/support_lexicon.txt tells its own format. Phrases are kept as a tree of tokens, so that a
passage is looked through once, whatever the number of phrases.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from analysis.tokens import NUMBER, tokens

FILE = "data/support_lexicon.txt"
GAP = ".."
NEUTRAL = "NEUTRAL"
LONGEST_GAP = 3
NEGATIONS = frozenset(
    ("not", "no", "never", "without", "nobody", "noone", "none", "nothing", "neither", "nor", "hardly", "barely")
)
_FILLERS = frozenset(("ever", "even", "once", "one", "else"))  # "nobody ever": a phrase that denies what follows it
_BREAKS = frozenset(("but", "!", "!!", "?", "??", "!?", "?!", "..", "however", "although", "though", "except"))
_REACH = 3  # tokens that a negation reaches over: "not a very helpful agent"
_PRAISE_DENIED = -0.7  # "not very helpful" says a little less than "unhelpful"
_BLAME_DENIED = -0.4  # "not rude" is faint praise


class Hit(NamedTuple):
    """A phrase that was found: the passage's own tokens for it, its weight in log-odds, + is good, and its place."""

    words: str
    weight: float
    start: int
    end: int


class _Node:
    __slots__ = ("after", "weight")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.weight: float | None = None


class Lexicon:
    """All phrases, and the classes of words that stand for one another inside them."""

    def __init__(self, text: str) -> None:
        self._root = _Node()
        self._classes: dict[str, tuple[str, ...]] = {word: (word, "NOT") for word in NEGATIONS}
        self.size = 0
        self.neutral: frozenset[str] = frozenset()  # words whose valence in VADER's lexicon says nothing here
        for line in text.splitlines():
            if line.strip() and not line.startswith("#"):
                self._take(line)
        self._classes[NUMBER] = (NUMBER, "NUM")
        first = self._root.after
        belonging = {word for word, names in self._classes.items() if not first.keys().isdisjoint(names)}
        self._starts = frozenset(first) | belonging  # words that a phrase may start with: most may not

    def _take(self, line: str) -> None:
        head, rest = line.split(maxsplit=1)
        if head == NEUTRAL:
            self.neutral |= frozenset(rest.removeprefix("=").split())
            return
        if head.isupper():
            for word in rest.removeprefix("=").split():
                self._classes[word] = (*self._classes.get(word, (word,)), head)
            return
        for phrase in rest.split(";"):
            self._add(_parse(phrase), float(head))

    def _add(self, phrase: Sequence[str], weight: float) -> None:
        node = self._root
        for word in phrase:
            node = node.after.setdefault(word, _Node())
        if node.weight is None:  # the first line that has a phrase counts
            node.weight = weight
            self.size += 1

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """The phrases in a tokenised passage, in order: the longest at each place, none over another.

        One without a negation of its own that stands behind a negation is turned round and weakened.
        """
        found: list[Hit] = []
        place, denied_until = 0, -1
        while place < len(words):
            word = words[place]
            match = self._longest(self._root, words, place) if word in self._starts else None
            if match is not None and match[1] > place:
                weight, end = match
                span = words[place:end]
                if place <= denied_until and NEGATIONS.isdisjoint(span):
                    weight *= _PRAISE_DENIED if weight > 0 else _BLAME_DENIED
                found.append(Hit(" ".join(span), weight, place, end))
                if _denies(span):
                    denied_until = end - 1 + _REACH
                elif not _BREAKS.isdisjoint(span):
                    denied_until = -1
                place = end
                continue
            if word in NEGATIONS:
                denied_until = place + _REACH
            elif word in _BREAKS:
                denied_until = -1
            place += 1
        return found

    def _longest(self, node: _Node, words: Sequence[str], place: int) -> tuple[float, int] | None:
        """The weight of the longest phrase below a node that goes on at `place`, and where it ends."""
        best = (node.weight, place) if node.weight is not None else None
        if place < len(words):
            word = words[place]
            for name in self._classes.get(word, (word,)):
                if (after := node.after.get(name)) is not None:
                    best = _longer(best, self._longest(after, words, place + 1))
        if (gap := node.after.get(GAP)) is not None:
            for skipped in range(LONGEST_GAP + 1):
                if place + skipped > len(words) or (skipped and words[place + skipped - 1] in _BREAKS):
                    break
                best = _longer(best, self._longest(gap, words, place + skipped))
        return best


def uncovered(words: Sequence[str], hits: Sequence[Hit]) -> list[str | None]:
    """The tokens, None in place of those in phrases of several words: "problem" in "problem solved" is no complaint."""
    rest: list[str | None] = list(words)
    for hit in hits:
        if hit.end - hit.start > 1:
            rest[hit.start : hit.end] = [None] * (hit.end - hit.start)
    return rest


def _denies(span: Sequence[str]) -> bool:
    """Whether a phrase says nothing but no: "nobody ever", "not once"."""
    return not NEGATIONS.isdisjoint(span) and NEGATIONS.union(_FILLERS).issuperset(span)


def _longer(one: tuple[float, int] | None, other: tuple[float, int] | None) -> tuple[float, int] | None:
    if one is None or (other is not None and other[1] > one[1]):
        return other
    return one


def _parse(phrase: str) -> list[str]:
    """A phrase of the file as tokens; classes (in capitals) and gaps stand for themselves."""
    parsed: list[str] = []
    for word in phrase.split():
        parsed.extend([word] if word == GAP or (word.isupper() and len(word) > 1) else tokens(word))
    return parsed


@cache
def support_lexicon() -> Lexicon:
    """The lexicon that ships, read once."""
    return Lexicon(files("analysis").joinpath(FILE).read_text(encoding="utf-8"))
