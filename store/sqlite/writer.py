"""The Writer of the SQLite file: one thread with a connection of its own, so that the reactor never waits."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from analysis.errors import StoreError
from analysis.model import Target
from store.base import Writer
from store.ledger import Ack, Page, PageRef, Run
from store.sqlite import ledger, saving
from store.sqlite.file import connect, told, transaction
from store.sqlite.rows import chunks, marks
from store.sqlite.terms import Terms

Answer = TypeVar("Answer")
_Work = Callable[[sqlite3.Connection, Terms], Answer]


class SqliteWriter(Writer):
    """Every call is one transaction. A caller that waits for the answer is held back by a slow disk."""

    def __init__(self, path: Path, patience: float) -> None:
        self._path = path
        self._patience = patience
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rbp-sqlite")
        self._connection: sqlite3.Connection | None = None
        self._terms: Terms | None = None
        self._closed = False

    async def begin(self, target: Target, run: Run) -> None:
        await self._write(lambda connection, _: ledger.begin(connection, target, run))

    async def save(self, pages: Sequence[Page]) -> list[Ack]:
        return await self._write(lambda connection, terms: saving.save(connection, terms, pages))

    async def enqueue(self, run: Run, refs: Sequence[PageRef]) -> None:
        def work(connection: sqlite3.Connection, _: Terms) -> None:
            ledger.find(connection, *ledger.sweep_of(connection, run.id), refs)

        await self._write(work)

    async def visited(self, run: Run, keys: Sequence[str]) -> set[str]:
        return await self._ask(lambda connection, _: ledger.visited(connection, run.sweep, keys))

    async def twins(self, target: Target, hashes: Sequence[str]) -> Mapping[str, str]:
        return await self._ask(lambda connection, terms: _twins(connection, terms, target, hashes))

    async def finish(self, run: Run) -> Run:
        return await self._write(lambda connection, _: ledger.finish(connection, run))

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            await asyncio.get_running_loop().run_in_executor(self._thread, self._let_go)
            self._thread.shutdown()

    async def _write(self, work: _Work[Answer]) -> Answer:
        return await self._run(self._do_write, work)

    async def _ask(self, work: _Work[Answer]) -> Answer:
        return await self._run(self._do_ask, work)

    async def _run(self, do: Callable[[_Work[Answer]], Answer], work: _Work[Answer]) -> Answer:
        if self._closed:
            raise StoreError(f"{self._path}: this writer is closed; ask the store for another one")
        return await asyncio.get_running_loop().run_in_executor(self._thread, do, work)

    def _do_write(self, work: _Work[Answer]) -> Answer:
        """Terms made in a transaction that was rolled back are gone, so they are forgotten with it."""
        connection, terms = self._open()
        try:
            with told(self._path), transaction(connection):
                return work(connection, terms)
        except BaseException:
            self._terms = None
            raise

    def _do_ask(self, work: _Work[Answer]) -> Answer:
        with told(self._path):
            return work(*self._open())

    def _open(self) -> tuple[sqlite3.Connection, Terms]:
        if self._connection is None:
            self._connection = connect(self._path, self._patience)
        if self._terms is None:
            self._terms = Terms(self._connection)
        return self._connection, self._terms

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _twins(connection: sqlite3.Connection, terms: Terms, target: Target, hashes: Sequence[str]) -> dict[str, str]:
    source, client = terms.find("source", target.source), terms.find("client", target.client)
    found: dict[str, str] = {}
    for chunk in chunks(hashes):
        query = (
            f"SELECT content_hash, min(ref) FROM review WHERE content_hash IN ({marks(chunk)}) "
            "AND source = ? AND client = ? GROUP BY content_hash"
        )
        found.update(connection.execute(query, (*chunk, source, client)).fetchall())
    return found
