"""Opening the SQLite file, leading it to the newest schema, and turning SQLite's errors into one clear line."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import SchemaTooNew, StoreError, StoreReadOnly, StoreRefused, StoreUnreachable
from store.sqlite.schema import STEPS, Step

APPLICATION_ID = 0x72627031  # "rbp1", in the file's header: tells our files from other programs'
DEFAULT_PATIENCE = 30.0  # seconds to wait for another writer; a crawl's transaction takes well under one
_CACHE_KIB = 32_000  # holds the inner pages of every index of a store of some millions of reviews
_RETRY_PAUSE = 0.05  # seconds; switching a new file to WAL does not wait by itself

_KINDS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreUnreachable, "another program is writing to it; wait for it to end, or end it"),
    sqlite3.SQLITE_LOCKED: (StoreUnreachable, "another program is writing to it; wait for it to end, or end it"),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, "it takes no writes; check the permissions of the file and its folder"),
    sqlite3.SQLITE_FULL: (StoreReadOnly, "make room and start again: what was saved is safe"),
    sqlite3.SQLITE_IOERR: (StoreReadOnly, "the disk refused to read or write; check that it is not full"),
    sqlite3.SQLITE_CANTOPEN: (StoreUnreachable, "it cannot be opened; check the folder and its permissions"),
    sqlite3.SQLITE_PERM: (StoreUnreachable, "it cannot be opened; check the folder and its permissions"),
    sqlite3.SQLITE_AUTH: (StoreUnreachable, "it cannot be opened; check the folder and its permissions"),
    sqlite3.SQLITE_NOTADB: (StoreRefused, "it is not an SQLite database; name another file"),
    sqlite3.SQLITE_CORRUPT: (StoreRefused, "the file is damaged; restore a copy, or crawl into a new file"),
}
_PRIMARY = 0xFF  # the low byte of an SQLite error code is its kind, the rest says more


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise what SQLite raises as a StoreError that names the file and the cure."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None) or 0
        kind, cure = _KINDS.get(code & _PRIMARY, (StoreError, ""))
        line = f"{path}: {error}"
        raise kind(f"{line}; {cure}" if cure else line) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise StoreError(
            f"{path}: expected Unicode names and 64-bit numbers, got one that cannot be kept: {error}"
        ) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it. Takes the write lock at once, so that it never fails half-way."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def connect(path: Path, patience: float = DEFAULT_PATIENCE) -> sqlite3.Connection:
    """A connection to a file of the newest schema, made or migrated where needed.

    A file that may not be written is opened for reading. Raises StoreUnreachable where there is
    no such folder or the file is locked, StoreRefused for another program's file, SchemaTooNew.
    """
    if path.is_dir():
        raise StoreUnreachable(
            f"{path}: expected a file, got a folder; name a file in it, such as sqlite:{path}/rbp.db"
        )
    if not path.parent.is_dir():
        raise StoreUnreachable(f"{path}: there is no folder {path.parent}; make it first, or name another file")
    with told(path):
        connection = _connect(path, patience)
        try:
            _prepare(connection, path, patience)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    """Read-only media cannot hold WAL's shared memory, so a file there is read as one that never changes."""
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if not path.exists() or path.with_name(path.name + "-wal").exists():
            raise
        connection = sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None, check_same_thread=False)
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, patience: float) -> None:
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    if _version(connection, path, len(STEPS)) < len(STEPS):
        _use_wal(connection, patience)
        migrate(connection, path, STEPS)
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL: a killed process loses nothing


def _use_wal(connection: sqlite3.Connection, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_PAUSE)


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Step]) -> None:
    """Lead an older (or empty) file through the steps that it lacks, all of them or none."""
    with transaction(connection):
        for step in steps[_version(connection, path, len(steps)) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def _version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """The file's schema version, 0 for an empty one.

    Raises StoreRefused for another program's file, SchemaTooNew for a newer rbp's.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != APPLICATION_ID and (tables or version):
        raise StoreRefused(f"{path}: expected a store of rbp, got another program's SQLite file; name another file")
    if version > newest:
        raise SchemaTooNew(f"{path}: its schema is version {version}, this rbp knows {newest}; upgrade rbp")
    return int(version)
