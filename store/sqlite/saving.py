"""Saving pages into the SQLite file: which reviews are new, changed or known, and who showed them when.

The same store comes out in whatever order pages are saved, and however often: of two versions of a
review the one that was fetched later stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.model import Reading
from store.ledger import Ack, Page, PageRef, ReviewState
from store.sqlite import keep, ledger
from store.sqlite.rows import Row, chunks, marks, moment_in
from store.sqlite.terms import Terms

_SHOWN = """INSERT INTO shown (target, review, sweep, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (target, review) DO UPDATE SET sweep = max(sweep, excluded.sweep),
    first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen),
    missed = CASE WHEN excluded.sweep >= missed THEN 0 ELSE missed END"""
_REAPPEARED = """UPDATE review SET vanished = 0 WHERE id = ? AND vanished
    AND EXISTS (SELECT 1 FROM shown WHERE review = review.id AND missed = 0)"""


@dataclass(frozen=True, slots=True, order=True)
class _Version:
    """What a stored review is a version of; the greatest stays."""

    seen: int
    content: str
    scorer: str
    client: str

    def differs(self, other: _Version) -> bool:
        return (self.content, self.scorer, self.client) != (other.content, other.scorer, other.client)


@dataclass(slots=True)
class _Known:
    """A review while a batch is saved. `reading` is what must be written, None where nothing must."""

    id: int
    version: _Version
    stored: bool
    vanished: bool = False
    seen: int = 0  # as it is in the file
    reading: Reading | None = None


@dataclass(slots=True)
class _Batch:
    known: dict[bytes, _Known]
    forgotten: set[bytes]
    next_id: int
    shown: list[Row] = field(default_factory=list)


def save(connection: sqlite3.Connection, terms: Terms, pages: Sequence[Page]) -> list[Ack]:
    """Write whole pages; needs a transaction. Raises StoreError for a page of a run that has not begun."""
    keyed = [[reading.review.key for reading in page.readings] for page in pages]
    batch = _look_up(connection, terms, [bytes.fromhex(key) for key in {key for keys in keyed for key in keys}])
    acks: list[Ack] = []
    for page, keys in zip(pages, keyed, strict=True):
        target, sweep = ledger.sweep_of(connection, page.run)
        states: dict[str, ReviewState] = {}
        for key, reading in zip(keys, page.readings, strict=True):
            states.setdefault(key, _take(batch, key, reading, page, target, sweep))
        if not page.cut:
            ledger.mark(connection, target, sweep, page)
        acks.append(Ack(page.ref.key, states))
    _find(connection, pages)
    _write(connection, terms, batch)
    return acks


def _look_up(connection: sqlite3.Connection, terms: Terms, keys: Sequence[bytes]) -> _Batch:
    known: dict[bytes, _Known] = {}
    forgotten: set[bytes] = set()
    for chunk in chunks(keys):
        query = (
            f"SELECT key, id, seen, content_hash, scorer, client, vanished FROM review WHERE key IN ({marks(chunk)})"
        )
        for key, number, seen, content, scorer, client, vanished in connection.execute(query, chunk).fetchall():
            version = _Version(seen, content, terms.text(scorer), terms.text(client))
            known[key] = _Known(number, version, True, bool(vanished), seen)
        query = f"SELECT key FROM forgotten WHERE key IN ({marks(chunk)})"
        forgotten.update(key for (key,) in connection.execute(query, chunk))
    (last,) = connection.execute("SELECT max(id) FROM review").fetchone()
    return _Batch(known, forgotten, (last or 0) + 1)


def _take(batch: _Batch, name: str, reading: Reading, page: Page, target: int, sweep: int) -> ReviewState:
    """Decide what one reading of one page changes. `name` is the review's key."""
    review, seen, key = reading.review, moment_in(page.fetched), bytes.fromhex(name)
    if key in batch.forgotten:
        return "forgotten"
    version = _Version(seen, review.content_hash, reading.scorer, review.client)
    one = batch.known.get(key)
    state: ReviewState = "known"
    if one is None:
        one = batch.known[key] = _Known(batch.next_id, version, False, reading=reading)
        batch.next_id += 1
        state = "new"
    elif version > one.version:
        if version.differs(one.version):
            state = "changed" if version.content != one.version.content else "known"
            one.reading = reading
        one.version = version
    batch.shown.append((target, one.id, sweep, seen, seen))
    return state


def _find(connection: sqlite3.Connection, pages: Sequence[Page]) -> None:
    found: dict[str, list[PageRef]] = {}
    for page in pages:
        found.setdefault(page.run, []).extend((page.ref, *page.found) if page.cut else page.found)
    for run, refs in found.items():
        if refs:
            ledger.find(connection, *ledger.sweep_of(connection, run), refs)


def _write(connection: sqlite3.Connection, terms: Terms, batch: _Batch) -> None:
    """New reviews come in the order in which they were met, so that row ids ascend."""
    touched = list(batch.known.values())
    new = [(one.id, one.reading, one.version.seen) for one in touched if one.reading and not one.stored]
    keep.insert(connection, terms, new)
    keep.replace(connection, terms, [(one.id, one.reading) for one in touched if one.reading and one.stored])
    later = [(one.version.seen, one.id) for one in touched if one.stored and one.version.seen > one.seen]
    connection.executemany("UPDATE review SET seen = ? WHERE id = ?", later)
    connection.executemany(_SHOWN, batch.shown)
    connection.executemany(_REAPPEARED, [(one.id,) for one in touched if one.vanished])
