"""Writing readings into the SQLite file, many at once, and forgetting them. All of it needs a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from analysis.model import Basis, Reading
from analysis.opinions import opinions
from store.base import Selection
from store.sqlite.rows import (
    MENTION_COLUMNS,
    REVIEW_COLUMNS,
    Row,
    chunks,
    day_in,
    days_in,
    marks,
    mention_in,
    review_in,
)
from store.sqlite.terms import NONE_TERM, Terms, join

BASES = {basis: number for number, basis in enumerate(Basis)}  # in the file; append only
_INSERT_REVIEW = (
    f"INSERT INTO review (id, {', '.join(REVIEW_COLUMNS)}, seen) VALUES ({', '.join('?' * (len(REVIEW_COLUMNS) + 2))})"
)
_INSERT_WORDS = "INSERT INTO words (rowid, title, body) SELECT id, title, body FROM review WHERE id BETWEEN ? AND ?"
_UPDATE_REVIEW = f"UPDATE review SET {', '.join(f'{name} = ?' for name in REVIEW_COLUMNS)} WHERE id = ?"
_INSERT_MENTION = f"INSERT INTO mention (review, {', '.join(MENTION_COLUMNS)}) VALUES (?, {marks(MENTION_COLUMNS)})"
_INSERT_OPINION = "INSERT INTO opinion VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def insert(connection: sqlite3.Connection, terms: Terms, readings: Sequence[tuple[int, Reading, int]]) -> None:
    """Write new readings: (row id, reading, the moment when it was seen), by ascending row ids without a gap."""
    if not readings:
        return
    made = [(number, reading, review_in(reading, terms), seen) for number, reading, seen in readings]
    connection.executemany(_INSERT_REVIEW, [(number, *row, seen) for number, _, row, seen in made])
    connection.execute(_INSERT_WORDS, (made[0][0], made[-1][0]))
    _insert_parts(connection, terms, [(number, reading) for number, reading, _, _ in made])


def replace(connection: sqlite3.Connection, terms: Terms, readings: Sequence[tuple[int, Reading]]) -> None:
    """Write readings over those that are there: (row id, reading). Leaves no stale mention."""
    numbers = [(number,) for number, _ in readings]
    connection.executemany("DELETE FROM mention WHERE review = ?", numbers)
    connection.executemany("DELETE FROM opinion WHERE review = ?", numbers)
    connection.executemany(_UPDATE_REVIEW, [(*review_in(reading, terms), number) for number, reading in readings])
    _insert_parts(connection, terms, readings)


def _insert_parts(connection: sqlite3.Connection, terms: Terms, readings: Sequence[tuple[int, Reading]]) -> None:
    mentions = [(number, *mention_in(m, terms)) for number, reading in readings for m in reading.mentions]
    connection.executemany(_INSERT_MENTION, mentions)
    rows = [row for number, reading in readings if reading.mentions for row in _opinion_rows(number, reading, terms)]
    connection.executemany(_INSERT_OPINION, rows)


def _opinion_rows(number: int, reading: Reading, terms: Terms) -> Iterable[Row]:
    review = reading.review
    client, source = terms.id("client", review.client), terms.id("source", review.source)
    language = terms.id("language", review.language or NONE_TERM)
    first, last = days_in(review.published)
    for made in opinions(reading):
        yield (
            client, BASES[made.basis], terms.id("aspect", made.aspect), first, last, number, source, language,
            terms.id("channels", join(made.channels)), terms.id("doing", made.doing), made.polarity, made.vader,
            made.mentions,
        )  # fmt: skip


def rewrite(connection: sqlite3.Connection, terms: Terms, readings: Sequence[Reading]) -> int:
    """Replace known readings whose content has not changed meanwhile. Returns how many."""
    found: dict[bytes, tuple[int, str]] = {}
    for keys in chunks([bytes.fromhex(reading.review.key) for reading in readings]):
        rows = connection.execute(f"SELECT key, id, content_hash FROM review WHERE key IN ({marks(keys)})", keys)
        found |= {key: (number, content) for key, number, content in rows}
    fitting: dict[int, Reading] = {}
    for reading in readings:
        number, content = found.get(bytes.fromhex(reading.review.key), (0, ""))
        if number and content == reading.review.content_hash:
            fitting[number] = reading
    replace(connection, terms, list(fitting.items()))
    return len(fitting)


def selected(connection: sqlite3.Connection, terms: Terms, selection: Selection) -> int:
    """How many reviews are selected."""
    condition, values = _selected(terms, selection)
    (count,) = connection.execute(f"SELECT count(*) FROM review WHERE {condition}", values).fetchone()
    return int(count)


def forget(connection: sqlite3.Connection, terms: Terms, selection: Selection) -> int:
    """Delete the selected reviews with all that hangs on them; keep their keys. Returns how many."""
    condition, values = _selected(terms, selection)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS doomed (id INTEGER PRIMARY KEY, key BLOB)")
    connection.execute("DELETE FROM doomed")
    connection.execute(f"INSERT INTO doomed SELECT id, key FROM review WHERE {condition}", values)
    connection.execute("INSERT OR IGNORE INTO forgotten SELECT key FROM doomed")
    for table in ("mention", "opinion", "shown"):
        connection.execute(f"DELETE FROM {table} WHERE review IN (SELECT id FROM doomed)")
    count = connection.execute("DELETE FROM review WHERE id IN (SELECT id FROM doomed)").rowcount
    connection.execute("DELETE FROM doomed")
    return count


def _selected(terms: Terms, selection: Selection) -> tuple[str, list[object]]:
    """A partial date lies before a day only as a whole; an undated review lies before none."""
    parts: list[tuple[str, list[object]]] = []
    if selection.url is not None:
        parts.append(("url = ?", [selection.url]))
    if selection.ref is not None:
        parts.append(("ref = ?", [selection.ref]))
    if selection.client is not None:
        parts.append(("client = ?", [terms.find("client", selection.client)]))
    if selection.source is not None:
        parts.append(("source = ?", [terms.find("source", selection.source)]))
    if selection.before is not None:
        parts.append(("first > 0 AND last < ?", [day_in(selection.before)]))
    if not parts:
        raise ValueError("expected a url, a ref, a client, a source or a day to select by, got none of them")
    return " AND ".join(text for text, _ in parts), [value for _, values in parts for value in values]
