"""Takes the rows of a file into the store, and notes in its ledger whence they came."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from analysis.model import Reading
from cli.importing.book import Book, Summary
from cli.importing.clashes import Clashes
from cli.importing.columns import BadRow, Line, to_line
from cli.importing.files import BadLine, Row
from cli.importing.reading import ReadLines, Stamp, read_lines
from store.base import Store
from store.ledger import Page, PageRef

_LINES: Final = 250  # a chunk, and so at most a page of the ledger and a transaction
_CHARACTERS: Final = 2_000_000  # a chunk of long texts is cut here, so that memory stays bounded
_AHEAD: Final = 3  # chunks waiting in the reading process, so that it never waits for the next one
_SAVING: Final = 2  # batches on their way to the store
_WORTH_A_PROCESS: Final = 500_000  # bytes; below, reading is done before a second process has started


@dataclass(frozen=True, slots=True)
class _Away:
    """A chunk that the reading process has."""

    number: int
    chunk: list[Line]
    made: Future[ReadLines]


class Intake:
    """Reads and saves one file. `tell` hears of every bad line, `moved` of every chunk that was saved."""

    def __init__(
        self,
        store: Store,
        stamp: Stamp,
        tell: Callable[[BadLine], None],
        moved: Callable[[Summary], None],
        process: bool,
    ) -> None:
        self._store = store
        self._stamp = stamp
        self._tell = tell
        self._moved = moved
        self._process = process
        self._saving: deque[asyncio.Task[None]] = deque()
        self._clashes = Clashes(store)
        self.summary = Summary("")  # so far, of the file that is being taken

    async def take(self, name: str, rows: Iterable[Row | BadLine], client: str, source: str) -> Summary:
        """All rows of a file. What was saved stays when it is stopped; a second import of the file knows it."""
        summary = self.summary = Summary(name)
        async with self._store.writer() as writer:
            book = Book(self._store, writer, name)
            try:
                await self._take(book, summary, _chunks(self._lines(rows, summary, client, source)))
            except BaseException:
                await asyncio.gather(*self._saving, return_exceptions=True)  # what is on its way is kept, and counted
                await book.end(summary, "interrupted")
                raise
            await book.end(summary, "finished")
        return summary

    def _lines(self, rows: Iterable[Row | BadLine], summary: Summary, client: str, source: str) -> Iterator[Line]:
        for row in rows:
            summary.lines += 1
            if isinstance(row, BadLine):
                self._refuse(row, summary)
                continue
            try:
                yield to_line(row, client, source)
            except BadRow as error:
                self._refuse(BadLine(row.line, str(error)), summary)

    def _refuse(self, bad: BadLine, summary: Summary) -> None:
        summary.bad[bad.reason.partition(":")[0]] += 1
        self._tell(bad)

    async def _take(self, book: Book, summary: Summary, chunks: Iterator[list[Line]]) -> None:
        """Chunks go to the reading process; while that has enough to do they are read here."""
        saving = self._saving

        async def keep(number: int, made: ReadLines) -> None:
            while len(saving) >= _SAVING:
                await asyncio.shield(saving[0])
                saving.popleft()
            saving.append(asyncio.create_task(self._save(book, summary, number, made)))
            await asyncio.sleep(0)

        with _reading_process(self._process) as pool:
            away: deque[_Away] = deque()
            for number, chunk in enumerate(_heeding_ctrl_c(chunks)):
                sent = self._send(pool, number, chunk) if len(away) < _AHEAD else None
                if sent:
                    away.append(sent)
                else:
                    await keep(number, read_lines(chunk, self._stamp))
                while away and away[0].made.done():
                    await self._back(away.popleft(), keep)
            for last in away:
                await self._back(last, keep)
        while saving:
            await asyncio.shield(saving[0])
            saving.popleft()

    def _send(self, pool: ProcessPoolExecutor | None, number: int, chunk: list[Line]) -> _Away | None:
        """None where there is no reading process, or no longer."""
        with suppress(BrokenExecutor):
            return _Away(number, chunk, pool.submit(read_lines, chunk, self._stamp)) if pool else None
        return None

    async def _back(self, away: _Away, keep: Callable[[int, ReadLines], Awaitable[None]]) -> None:
        """Where the process was killed (out of memory, say), its chunk is read here."""
        try:
            made = await asyncio.wrap_future(away.made)
        except BrokenExecutor:
            made = read_lines(away.chunk, self._stamp)
        await keep(away.number, made)

    async def _save(self, book: Book, summary: Summary, number: int, made: ReadLines) -> None:
        for line, reason in made.bad:
            self._refuse(BadLine(line, reason), summary)
        summary.emptied.update(made.emptied)
        readings = self._without_clashes(summary, made)
        with self._clashes.moving(reading.review for reading in readings):
            await self._keep(book, summary, number, readings)
        self._moved(summary)

    def _without_clashes(self, summary: Summary, made: ReadLines) -> list[Reading]:
        """What rbp itself wrote has the ids of its source, and a review there may change its words and its day."""
        found = self._clashes.find([reading.review for reading in made.readings])
        clashing = {n: reason for n, reason in found.items() if made.numbers[n] not in made.exports}
        for n, reason in clashing.items():
            self._refuse(BadLine(made.numbers[n], reason), summary)
        return [reading for n, reading in enumerate(made.readings) if n not in clashing]

    async def _keep(self, book: Book, summary: Summary, number: int, readings: list[Reading]) -> None:
        groups: dict[tuple[str, str], list[Reading]] = {}
        for reading in readings:
            groups.setdefault((reading.review.source, reading.review.client), []).append(reading)
        pages, targets = [], []
        for (source, client), group in groups.items():
            target, run = await book.run(source, client)
            summary.copies.update(await book.copies(source, client, group))
            ref = PageRef(target.key, f"file:{book.name}#{number}")
            pages.append(Page(ref, run.id, book.started, tuple(group)))
            targets.append(target)
        for target, ack in zip(targets, await book.writer.save(pages), strict=True):
            states = Counter(ack.states.values())
            book.counts[target].update(states)
            summary.states.update(states)
            summary.clients.add(target.client)
        summary.reviews += len(readings)


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    characters = 0
    for line in lines:
        chunk.append(line)
        characters += len(line.raw.body)
        if len(chunk) >= _LINES or characters >= _CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _heeding_ctrl_c(chunks: Iterator[list[Line]]) -> Iterator[list[Line]]:
    """Reading a pipe may block, and the loop's own handler of Ctrl-C is heard when that is over: here it is at once."""
    while True:
        before = signal.getsignal(signal.SIGINT)
        heeding = threading.current_thread() is threading.main_thread() and callable(before)
        if heeding:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            chunk = next(chunks, None)
        finally:
            if heeding:
                signal.signal(signal.SIGINT, before)
        if chunk is None:
            return
        yield chunk


def worth_a_process(size: int | None) -> bool:
    """Whether a file is large enough (or of unknown size) and there is a second core."""
    return (os.cpu_count() or 1) > 1 and (size is None or size > _WORTH_A_PROCESS)


@contextmanager
def _reading_process(wanted: bool) -> Iterator[ProcessPoolExecutor | None]:
    if not wanted:
        yield None
        return
    from crawler.desk import start_process

    pool, _ = start_process()
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
