"""Words of small sets, kept once in the file: a client, an aspect, a set of channels is a number in a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

NONE_TERM = ""  # no language, no aspects, no reason why a review was not scored
_JOINER = ","  # no aspect or channel has one


class Terms:
    """The file's terms, seen through one connection.

    What is read stays true, since a term never changes; after a transaction that was rolled back, use a new one.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ids: dict[tuple[str, str], int] = {}
        self._texts: dict[int, str] = {}

    def id(self, kind: str, text: str) -> int:
        """The number of a term, made where it is new. Needs a transaction."""
        found = self._ids.get((kind, text))
        if found is None:
            self._connection.execute("INSERT OR IGNORE INTO term (kind, text) VALUES (?, ?)", (kind, text))
            found = self.find(kind, text)
            assert found is not None
        return found

    def find(self, kind: str, text: str) -> int | None:
        """The number of a term, None where no row can have it."""
        if (kind, text) not in self._ids:
            row = self._connection.execute("SELECT id FROM term WHERE kind = ? AND text = ?", (kind, text)).fetchone()
            if row is None:
                return None
            self._ids[kind, text] = row[0]
        return self._ids[kind, text]

    def find_all(self, kind: str, texts: Iterable[str]) -> list[int]:
        return [found for text in texts if (found := self.find(kind, text)) is not None]

    def text(self, number: int) -> str:
        if number not in self._texts:
            self._texts.update(self._connection.execute("SELECT id, text FROM term").fetchall())
        return self._texts[number]

    def all(self, kind: str) -> list[str]:
        rows = self._connection.execute("SELECT text FROM term WHERE kind = ? ORDER BY text", (kind,))
        return [text for (text,) in rows]

    def sets_touching(self, kind: str, members: Collection[str]) -> list[int]:
        """The numbers of the sets that are empty or hold one of the members."""
        rows = self._connection.execute("SELECT id, text FROM term WHERE kind = ?", (kind,))
        return [number for number, text in rows if text == NONE_TERM or not set(members).isdisjoint(split(text))]


def join(words: Iterable[str]) -> str:
    return _JOINER.join(words)


def split(text: str) -> tuple[str, ...]:
    return tuple(text.split(_JOINER)) if text else ()
