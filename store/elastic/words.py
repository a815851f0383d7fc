"""Words as both stores know them: runs of letters and digits, case folded, accents kept.

Elasticsearch's own tokenizers keep `bad.They` or `example.com` as one word, and few of them are in the
small distribution. So the words are told here, in the way of SQLite's `unicode61`, and the server splits
at spaces. The text of words is as long as the text that it came from, so that a place in one is a place in the other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

OPEN, CLOSE = "\x02", "\x03"  # around a found word, as in SQLite's snippet
_NO_MARKS = {ord(OPEN): " ", ord(CLOSE): " "}
_MORE = "…"
_SNIPPET_WORDS = 24  # about two lines of a terminal, as in SQLite
_LEAD_WORDS = 6  # before the first found word, so that it is read in its sentence
_JOINING = range(0x300, 0x332)  # combining accents belong to the word that they stand in
_WORD = re.compile(r"\S+")


def as_words(text: str) -> str:
    """The text with every character that is in no word turned into a space, in lower case."""
    return "".join(map(_fold, text))


def phrases(query: str) -> list[str]:
    """What must be found: a word, or the words of `don't` in a row. Any text is a legal query."""
    found = (" ".join(as_words(part).split()) for part in query.split())
    return [phrase for phrase in dict.fromkeys(found) if phrase]


def snippet(text: str, marked: str) -> str:
    """A stretch of `text` around the first found words. `marked` are its words with the found ones marked."""
    text = text.translate(_NO_MARKS)  # a text may hold anything, and a mark is a mark
    spans = _found(marked)
    words = [match.span() for match in _WORD.finditer(as_words(text))]
    if not words:
        return text
    first = spans[0][0] if spans else 0
    start = max(0, next((n for n, word in enumerate(words) if word[1] > first), 0) - _LEAD_WORDS)
    start = max(0, min(start, len(words) - _SNIPPET_WORDS))
    end = min(start + _SNIPPET_WORDS, len(words))
    left = words[start][0] if start else 0
    right = words[end - 1][1] if end < len(words) else len(text)
    made, place = [_MORE if start else ""], left
    for begin, stop in spans:
        if begin >= left and stop <= right:
            made += [text[place:begin], OPEN, text[begin:stop], CLOSE]
            place = stop
    return "".join([*made, text[place:right], _MORE if end < len(words) else ""])


def _found(marked: str) -> list[tuple[int, int]]:
    """Places of the marked words, counted without the marks; neighbours with nothing between are one."""
    spans: list[tuple[int, int]] = []
    place = begin = 0
    for character in marked:
        if character == OPEN:
            begin = place
        elif character == CLOSE:
            spans.append((begin, place))
        else:
            place += 1
    return spans


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if category(character)[0] in "LN" or category(character) == "Co" or ord(character) in _JOINING:
        lower = character.lower()
        return lower if len(lower) == 1 else character
    return " "
