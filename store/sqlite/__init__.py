"""The default store: one SQLite file. `sqlite:rbp.db`, or `sqlite:/srv/rbp/rbp.db`.

WAL lets a crawl write while questions are answered; FTS5 is the full text. The file holds the
readings and the ledger together, so that one transaction keeps a page and its mark, or neither.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from analysis.errors import StoreError, StoreUnreachable, UsageError
from analysis.model import OVERALL, Basis, Reading, Scope
from analysis.tally import Census, CensusKey, Hit, Quote, Tally, TallyKey
from store.base import Health, Selection, Store, StoredModel, Writer
from store.ledger import PageRef, TargetState, Told
from store.sqlite import keep, ledger, quotes, search, tallies
from store.sqlite.file import DEFAULT_PATIENCE, told, transaction
from store.sqlite.file import connect as connect_file
from store.sqlite.rows import chunks, text_in
from store.sqlite.schema import STEPS
from store.sqlite.terms import Terms
from store.sqlite.writer import SqliteWriter

Item = TypeVar("Item")

SCHEMES = ("sqlite",)
_COUNTED = {"reviews": "review", "mentions": "mention", "opinions": "opinion", "pages": "page", "runs": "run",
            "targets": "target", "models": "model", "forgotten": "forgotten"}  # fmt: skip
_LONGEST_PATIENCE = 1_000_000.0  # seconds; SQLite counts milliseconds in 32 bits
_REWRITE_BATCH = 500  # readings a transaction: a crawl that writes meanwhile waits milliseconds


def connect(url: str, options: Mapping[str, str]) -> Store:
    """The store in a file, made where it is missing. `patience` is how long to wait for another writer, in seconds."""
    place = url.partition(":")[2]
    if not place or place.startswith(":") or "\0" in place:
        raise UsageError(f"expected a file, such as sqlite:rbp.db, got {url!r}")
    return SqliteStore(Path(place).expanduser(), _patience(options.get("patience", str(DEFAULT_PATIENCE))))


def _patience(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _LONGEST_PATIENCE:
        raise UsageError(f"expected [store] patience in seconds, such as 30, got {text!r}")
    return seconds


class SqliteStore(Store):
    def __init__(self, path: Path, patience: float = DEFAULT_PATIENCE) -> None:
        self.url = f"sqlite:{path}"
        self._path = path
        self._patience = patience
        self._turn = threading.RLock()
        self._connection = connect_file(path, patience)
        self._terms = Terms(self._connection)

    def writer(self) -> Writer:
        return SqliteWriter(self._path, self._patience)

    # questions

    def tallies(
        self,
        scopes: Sequence[Scope] | None,
        by: Sequence[TallyKey] = (),
        *,
        basis: Basis = Basis.VENDOR,
        aspects: Sequence[str] | None = (OVERALL,),
    ) -> list[Tally]:
        with self._ask():
            return tallies.tallies(self._connection, self._terms, scopes, by, basis, aspects)

    def census(self, scopes: Sequence[Scope] | None, by: Sequence[CensusKey] = ()) -> list[Census]:
        with self._ask():
            return tallies.census(self._connection, self._terms, scopes, by)

    def copies(self, scopes: Sequence[Scope] | None) -> Mapping[str, int]:
        with self._ask():
            return tallies.copies(self._connection, self._terms, scopes)

    def quotes(
        self,
        scopes: Sequence[Scope] | None,
        *,
        negative: bool,
        aspect: str | None = None,
        basis: Basis = Basis.VENDOR,
        limit: int = 5,
    ) -> list[Quote]:
        row = aspect or OVERALL
        with self._ask():
            return quotes.quotes(
                self._connection, self._terms, scopes, negative=negative, aspect=row, basis=basis, limit=limit
            )

    def search(
        self, words: str, scopes: Sequence[Scope] | None = None, *, aspects: Sequence[str] = (), limit: int = 20
    ) -> list[Hit]:
        with self._ask():
            return search.search(self._connection, self._terms, words, scopes, aspects, limit)

    def readings(
        self, scopes: Sequence[Scope] | None = None, *, after: str = "", other_than_scorer: str | None = None
    ) -> Iterator[Reading]:
        yield from self._stream(search.readings(self._connection, self._terms, scopes, after, other_than_scorer))

    def get(self, keys: Sequence[str]) -> list[Reading]:
        with self._ask():
            return search.get(self._connection, self._terms, keys)

    # keeping

    def rewrite(self, readings: Iterable[Reading]) -> int:
        count = 0
        for chunk in chunks(readings, _REWRITE_BATCH):
            with self._write() as connection:
                count += keep.rewrite(connection, self._terms, chunk)
        return count

    def selected(self, selection: Selection) -> int:
        with self._ask():
            return keep.selected(self._connection, self._terms, selection)

    def forget(self, selection: Selection) -> int:
        """Also wipes what was forgotten from the file: SQLite would leave it in free pages, in the log and in the
        full text until they are written over.

        Raises StoreUnreachable where another program's long read keeps the log from being wiped; asked again, it
        wipes."""
        with self._ask():
            self._connection.execute("PRAGMA secure_delete = ON")
        with self._write() as connection:
            count = keep.forget(connection, self._terms, selection)
            if count:
                connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        with self._ask():
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreUnreachable(
                f"{self._path}: the reviews are forgotten, but their text still lies in {self._path.name}-wal, which "
                "another program is reading; end that, and run the same command again"
            )
        return count

    def save_model(self, model: StoredModel) -> None:
        values = (model.name, model.version, text_in(model.payload))
        with self._write() as connection:
            connection.execute("INSERT OR REPLACE INTO model VALUES (?, ?, ?)", values)

    def model(self, name: str, version: int | None = None) -> StoredModel | None:
        query = "SELECT name, version, payload FROM model WHERE name = ? AND version = coalesce(?, version)"
        with self._ask():
            row = self._connection.execute(f"{query} ORDER BY version DESC LIMIT 1", (name, version)).fetchone()
        return StoredModel(*row) if row else None

    # ledger

    def targets(self) -> list[TargetState]:
        with self._ask():
            return ledger.targets(self._connection)

    def target(self, key: str) -> TargetState | None:
        with self._ask():
            return next(iter(ledger.targets(self._connection, key)), None)

    def pending(self, target: str) -> Iterator[PageRef]:
        yield from self._stream(ledger.pending(self._connection, target))

    def told(self, target: str) -> Told:
        with self._ask():
            return ledger.told(self._connection, target)

    def restart(self, target: str) -> None:
        with self._write() as connection:
            ledger.restart(connection, target)

    # the store itself

    def health(self) -> Health:
        detail = cure = ""
        try:
            with self._write() as connection:
                connection.execute("INSERT INTO probe VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET tries = tries + 1")
        except StoreError as error:
            detail, _, cure = str(error).partition("; ")
        return Health(self.url, f"SQLite {sqlite3.sqlite_version}", len(STEPS), not detail, detail, cure)

    def stats(self) -> Mapping[str, int]:
        with self._ask():
            counts = {
                name: int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
                for name, table in _COUNTED.items()
            }
        files = (self._path, self._path.with_name(f"{self._path.name}-wal"))
        return {**counts, "bytes": sum(file.stat().st_size for file in files if file.exists())}

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _ask(self) -> Iterator[None]:
        """One thread at a time: what somebody reads on the same connection while another's answer is being read is as
        old as the beginning of that, whatever was saved since."""
        with self._turn, told(self._path):
            yield

    def _stream(self, batches: Iterator[list[Item]]) -> Iterator[Item]:
        """Others have their turn between two batches."""
        while True:
            with self._ask():
                batch = next(batches, None)
            if batch is None:
                return
            yield from batch

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """One transaction. Terms made in one that was rolled back are gone, so they are forgotten with it."""
        with self._ask():
            try:
                with transaction(self._connection):
                    yield self._connection
            except BaseException:
                self._terms = Terms(self._connection)
                raise
