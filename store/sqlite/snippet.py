"""The part of a text that shows best why it was found. SQLite's own snippet() ends at a NUL character."""

from __future__ import annotations

import re
from collections import Counter

OPEN, CLOSE = "\x02", "\x03"  # the marks of `Hit.snippet`
_WORD = re.compile(r"[^\W_]+")  # what FTS5's unicode61 takes for a word: letters and digits
_BLANKS = re.compile(r"[\s\x00-\x1f]+")
_LENGTH = 24  # words: about two lines of a terminal
_LEAD = 6  # words before the first one found, so that it can be understood


def snippet(text: str, words: str) -> str:
    """Some words of the text around those that were looked for, which are marked."""
    text = _BLANKS.sub(" ", text)
    wanted = {word.lower() for word in _WORD.findall(words)}
    places = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    hits = [number for number, (start, end) in enumerate(places) if text[start:end].lower() in wanted]
    first = max(0, _densest(hits, text, places) - _LEAD) if hits else 0
    shown = places[first : first + _LENGTH]
    if not shown:
        return text
    last = first + len(shown) == len(places)
    start, end = shown[0][0] if first else 0, len(text) if last else shown[-1][1]
    marked = _mark(text, start, end, [places[number] for number in hits if first <= number < first + _LENGTH])
    return ("…" if first else "") + marked + ("" if last else "…")


def _densest(hits: list[int], text: str, places: list[tuple[int, int]]) -> int:
    """The word that starts the stretch with the most different words found, then the most words."""
    within: Counter[str] = Counter()
    best, chosen, end = (0, 0), hits[0], 0
    for begin, number in enumerate(hits):
        while end < len(hits) and hits[end] < number + _LENGTH - _LEAD:
            within[text[slice(*places[hits[end]])].lower()] += 1
            end += 1
        if (len(within), end - begin) > best:
            best, chosen = (len(within), end - begin), number
        name = text[slice(*places[number])].lower()
        within[name] -= 1
        if not within[name]:
            del within[name]
    return chosen


def _mark(text: str, start: int, end: int, found: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    for begin, close in found:
        parts += [text[start:begin], OPEN, text[begin:close], CLOSE]
        start = close
    return "".join([*parts, text[start:end]])
