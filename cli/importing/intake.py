"""Takes the rows of a file into the store, and notes in its ledger whence they came."""

from __future__ import annotations

import asyncio
import os
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from analysis.keys import digest
from analysis.model import Reading, Target
from cli.importing.columns import BadRow, Line, to_line
from cli.importing.files import BadLine, Row
from cli.importing.reading import ReadLines, Stamp, read_lines
from store.base import Store, Writer
from store.ledger import Page, PageRef, Run, RunMode

_LINES: Final = 250  # a chunk, and so at most a page of the ledger and a transaction
_CHARACTERS: Final = 2_000_000  # a chunk of long texts is cut here, so that memory stays bounded
_AHEAD: Final = 3  # chunks waiting in the reading process, so that it never waits for the next one
_SAVING: Final = 2  # batches on their way to the store
_WORTH_A_PROCESS: Final = 500_000  # bytes; below, reading is done before a second process has started


@dataclass(slots=True)
class Summary:
    """What came of one file. `reviews` = new + changed + known + forgotten."""

    name: str
    lines: int = 0
    reviews: int = 0
    states: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)
    emptied: Counter[str] = field(default_factory=Counter)
    clients: set[str] = field(default_factory=set)

    def told(self) -> dict[str, object]:
        """For JSON."""
        return {
            "file": self.name,
            "lines": self.lines,
            "reviews": self.reviews,
            "states": dict(self.states),
            "bad": dict(self.bad),
            "emptied": dict(self.emptied),
            "clients": sorted(self.clients),
        }


@dataclass(frozen=True, slots=True)
class _Away:
    """A chunk that the reading process has."""

    number: int
    chunk: list[Line]
    made: Future[ReadLines]


@dataclass(slots=True)
class _Book:
    """The runs of one import: one for each source and client that the file names."""

    store: Store
    writer: Writer
    name: str
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    runs: dict[Target, Run] = field(default_factory=dict)
    counts: dict[Target, Counter[str]] = field(default_factory=dict)
    beginning: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, source: str, client: str) -> tuple[Target, Run]:
        """An import is incremental: what a file no longer holds has not vanished from where it was published."""
        target = Target.of(source, client, {"file": self.name})
        async with self.beginning:
            if target not in self.runs:
                before = self.store.target(target.key)
                sweep = max((run.sweep for run in before.runs), default=0) + 1 if before else 1
                name = digest("import", target.key, self.started.isoformat(), str(os.getpid()))
                run = Run(name, target.key, sweep, RunMode.INCREMENTAL, self.started)
                await self.writer.begin(target, run)
                self.runs[target], self.counts[target] = run, Counter()
        return target, self.runs[target]

    async def end(self, summary: Summary, finish: str) -> None:
        verdict = "whole"
        if summary.bad:
            verdict = f"partial: {summary.reviews:,} of {summary.lines:,} lines"
        for target, run in self.runs.items():
            ended = replace(
                run,
                ended=datetime.now(UTC),
                finish=finish,
                verdict=verdict if finish == "finished" else "",
                counts=dict(self.counts[target]),
                drops={**summary.bad, **{f"emptied: {what}": count for what, count in summary.emptied.items()}},
            )
            await self.writer.finish(ended)


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

    async def take(self, name: str, rows: Iterable[Row | BadLine], client: str, source: str) -> Summary:
        """All rows of a file. What was saved stays when it is stopped; a second import of the file knows it."""
        summary = Summary(name)
        async with self._store.writer() as writer:
            book = _Book(self._store, writer, name)
            try:
                await self._take(book, summary, _chunks(self._lines(rows, summary, client, source)))
            except BaseException:
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

    async def _take(self, book: _Book, summary: Summary, chunks: Iterable[list[Line]]) -> None:
        """Chunks go to the reading process; while that has enough to do they are read here."""
        saving: deque[asyncio.Task[None]] = deque()

        async def keep(number: int, made: ReadLines) -> None:
            while len(saving) >= _SAVING:
                await saving.popleft()
            saving.append(asyncio.create_task(self._save(book, summary, number, made)))
            await asyncio.sleep(0)

        with _reading_process(self._process) as pool:
            away: deque[_Away] = deque()
            for number, chunk in enumerate(chunks):
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
            await saving.popleft()

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

    async def _save(self, book: _Book, summary: Summary, number: int, made: ReadLines) -> None:
        for line, reason in made.bad:
            self._refuse(BadLine(line, reason), summary)
        summary.emptied.update(made.emptied)
        groups: dict[tuple[str, str], list[Reading]] = {}
        for reading in made.readings:
            groups.setdefault((reading.review.source, reading.review.client), []).append(reading)
        pages, targets = [], []
        for (source, client), readings in groups.items():
            target, run = await book.run(source, client)
            ref = PageRef(target.key, f"file:{book.name}#{number}")
            pages.append(Page(ref, run.id, book.started, tuple(readings)))
            targets.append(target)
        for target, ack in zip(targets, await book.writer.save(pages), strict=True):
            states = Counter(ack.states.values())
            book.counts[target].update(states)
            summary.states.update(states)
            summary.clients.add(target.client)
        summary.reviews += len(made.readings)
        self._moved(summary)


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
