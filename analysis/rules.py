"""The rules that a person wrote: regular expressions over whole words, in benchmarks/training/rules.toml.

What ships is analysis/data/rules.json, which also tells the literals of which each alternative needs one: an
alternative is compiled when first needed and tried only where such a literal stands.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"<(\w+)>")
_PLAIN = str.maketrans({"’": "'", "‘": "'"})
_BLANK = " \u25a1 "  # stands where an exception was, so that nothing grows together over it
_KEY = 4  # letters of a literal by which it is looked up; shorter ones are looked for one by one
_REMEMBERED = 256  # passages: what is found speaks for support first, then tells what it is about
MAX_CHARACTERS = 2000  # of a passage that the rules look at; one is a sentence


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of a rule's patterns. `rule` is (section, name); `unsays` makes it an exception."""

    pattern: str
    rule: tuple[str, str]
    unsays: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules. `index` is some letters of a literal, those that the fewest others have -> literals, each with the
    alternatives that need it. `short` are the literals of fewer letters."""

    alternatives: tuple[Alternative, ...]
    index: dict[str, dict[str, list[int]]]
    short: dict[str, list[int]]
    always: tuple[int, ...]

    def find(self, passage: str) -> dict[str, dict[str, str]]:
        """Section -> rule -> the words that it rests on, of the rules that hold; in the file's order."""
        text = passage[:MAX_CHARACTERS].lower().translate(_PLAIN)
        says: dict[tuple[str, str], list[Alternative]] = {}
        unsays: dict[tuple[str, str], list[Alternative]] = {}
        for number in self._likely(text):
            alternative = self.alternatives[number]
            (unsays if alternative.unsays else says).setdefault(alternative.rule, []).append(alternative)
        found: dict[str, dict[str, str]] = {}
        for rule, said in says.items():
            if words := _said(text, said, unsays.get(rule, ())):
                found.setdefault(rule[0], {})[rule[1]] = words
        return found

    def _likely(self, text: str) -> list[int]:
        """The alternatives that can match: one of their literals stands in the text."""
        found = set(self.always)
        likely = [self.index[key] for key in _keys(text) & self.index.keys()]
        for literals in (self.short, *likely):
            for literal, numbers in literals.items():
                if literal in text:
                    found.update(numbers)
        return sorted(found)


def _said(text: str, says: Sequence[Alternative], unsays: Sequence[Alternative]) -> str | None:
    words = _first(text, says)
    if words is None or not unsays:
        return words
    for exception in unsays:
        text = _compiled(exception.pattern).sub(_BLANK, text)
    return _first(text, says)


def _first(text: str, says: Sequence[Alternative]) -> str | None:
    for alternative in says:
        if found := _compiled(alternative.pattern).search(text):
            return found[0].strip()
    return None


@lru_cache(_REMEMBERED)
def ruled(passage: str) -> dict[str, dict[str, str]]:
    """What the rules that ship find, not to be changed; see Rules.find."""
    return rules().find(passage)


@cache
def rules() -> Rules:
    """The rules that ship. Sections are `aspects`, `doing` and `channels`."""
    alternatives: list[Alternative] = []
    needed: dict[str, list[int]] = {}
    always: list[int] = []
    for rule, kind, pattern, literals in _told():
        for literal in literals:
            needed.setdefault(literal, []).append(len(alternatives))
        if not literals:
            always.append(len(alternatives))
        alternatives.append(Alternative(pattern, rule, kind == "unsays"))
    shared = Counter(key for literal in needed for key in _keys(literal))
    index: dict[str, dict[str, list[int]]] = {}
    short: dict[str, list[int]] = {}
    for literal, numbers in needed.items():
        key = min(_keys(literal), key=lambda key: (shared[key], key), default="")
        (index.setdefault(key, {}) if key else short)[literal] = numbers
    return Rules(tuple(alternatives), index, short, tuple(always))


def _keys(text: str) -> set[str]:
    """All runs of _KEY letters."""
    return {text[at : at + _KEY] for at in range(len(text) - _KEY + 1)}


def _told() -> Iterator[tuple[tuple[str, str], str, str, list[str]]]:
    for section, table in _file().items():
        if section != "words":
            for name, told in table.items():
                for kind in ("says", "unsays"):
                    for pattern, literals in told[kind]:
                        yield (section, name), kind, pattern, literals


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(files("analysis").joinpath("data/rules.json").read_text(encoding="utf-8"))
    return told


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    while _WORD.search(pattern):
        pattern = _WORD.sub(lambda word: _file()["words"][word[1]], pattern)
    return re.compile(rf"\b(?:{pattern})\b")
