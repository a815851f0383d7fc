"""Compile the written rules: `python -m benchmarks.training.rules` makes analysis/data/rules.json of rules.toml.

A rule is hundreds of alternatives, and Python tries each at each word. So every alternative is told with literals of
which each match must hold at least one (the idea is that of codesearch and RE2's prefilter, Cox, 2012): only those
whose literal stands in the passage are tried.
"""

from __future__ import annotations

import json
import re
import re._constants as sre
import re._parser as parser
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("rules.toml")
TARGET = Path(__file__).parents[2] / "analysis/data/rules.json"
_MOST = 24  # strings that a part of a pattern may stand for, to be told one by one
_LEAST_LETTERS = 3  # of a literal worth looking for
_WORD = re.compile(r"<(\w+)>")


def compiled() -> dict[str, Any]:
    """Section -> rule -> `says` and `unsays` -> [pattern, literals] each; and the `words` that `<word>` stands for."""
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    words: dict[str, str] = tables.pop("words")
    made: dict[str, Any] = {"words": words}
    for section, table in tables.items():
        made[section] = {
            name: {
                "says": _alternatives(lines, words),
                "unsays": _alternatives(table.get(f"{name}_not", []), words),
            }
            for name, lines in table.items()
            if not name.endswith("_not")
        }
    return made


def _alternatives(lines: Sequence[str], words: dict[str, str]) -> list[tuple[str, list[str]]]:
    found = []
    for alternative in (piece for line in lines for piece in _cut(line)):
        pattern = alternative
        while _WORD.search(pattern):
            pattern = _WORD.sub(lambda word: words[word[1]], pattern)
        found.append((alternative, literals(pattern)))
    return found


def _cut(line: str) -> list[str]:
    """A pattern at its outermost bars."""
    pieces, depth, start = [], 0, 0
    for place, letter in enumerate(line):
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and not depth:
            pieces.append(line[start:place])
            start = place + 1
    return [*pieces, line[start:]]


def literals(pattern: str) -> list[str]:
    """Strings of which every match holds at least one; none where that cannot be told."""
    exact, best = _read(parser.parse(pattern))
    return sorted(_better(exact, best) or ())


_Strings = frozenset[str] | None


def _read(parts: Any) -> tuple[_Strings, _Strings]:
    """(all strings that the parts match, if few; the best set of literals of which one must stand in a match)."""
    run: frozenset[str] = frozenset({""})
    best: _Strings = None
    closed = False
    for kind, told in parts:
        exact, inner = _item(kind, told)
        if exact is not None and len(exact) * len(run) <= _MOST:
            run = frozenset(a + b for a in run for b in exact)
            continue
        closed = True
        best = _better(_better(run, inner), best)
        run = exact if exact is not None else frozenset({""})
    return (None, _better(run, best)) if closed else (run, None)


def _item(kind: Any, told: Any) -> tuple[_Strings, _Strings]:
    if kind is sre.LITERAL:
        return frozenset({chr(told)}), None
    if kind is sre.SUBPATTERN:
        return _read(told[3])
    if kind is sre.BRANCH:
        return _branch([_read(branch) for branch in told[1]])
    if kind is sre.IN and all(inner is sre.LITERAL for inner, _ in told):
        return frozenset(chr(letter) for _, letter in told), None
    if kind in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
        return frozenset({""}), None
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inside = told
        exact, best = _read(inside)
        if (least, most) == (0, 1) and exact is not None:
            return exact | {""}, None
        return None, _better(exact, best) if least else None
    return None, None


def _branch(read: Sequence[tuple[_Strings, _Strings]]) -> tuple[_Strings, _Strings]:
    exacts = [exact for exact, _ in read if exact is not None]
    if len(exacts) == len(read) and sum(map(len, exacts)) <= _MOST:
        return frozenset().union(*exacts), None
    bests = [found for exact, best in read if (found := _better(exact, best)) is not None]
    return None, frozenset().union(*bests) if len(bests) == len(read) else None


def _better(one: _Strings, two: _Strings) -> _Strings:
    """The set whose shortest literal is longest, then the smaller; None where no set is worth looking for."""
    worth = [found for found in (one, two) if found and min(map(len, found)) >= _LEAST_LETTERS]
    return max(worth, key=lambda found: (min(min(map(len, found)), 8), -len(found)), default=None)


def main() -> None:
    TARGET.write_text(json.dumps(compiled(), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{TARGET.name}, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
