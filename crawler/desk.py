"""Where pages are read: raw reviews in, readings out. In a thread at first, in a process of its own when that lags."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from analysis.model import Reading
from analysis.reading import Reader, default_reader
from crawler.intake import admit
from crawler.items import RawReview
from crawler.policy import SourcePolicy

_CHUNK: Final = 8  # pages handed over at once: fewer trips to the other process
_LAG: Final = 24  # pages waiting to be read before a process is worth the second that its start takes
_AHEAD: Final = 2  # chunks under way, so that the reader never waits for the next one


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is the same for all reviews of a target's run."""

    source: str
    client: str
    policy: SourcePolicy
    secret: bytes
    today: date


@dataclass(frozen=True, slots=True)
class ReadPage:
    readings: list[Reading]
    drops: Mapping[str, int]


def read_page(raws: Sequence[RawReview], stamp: Stamp) -> ReadPage:
    """Check, hash and redact the reviews of one page, and read them. Pure but for the loaded models."""
    drops: Counter[str] = Counter()
    reviews = []
    for raw in raws:
        review, emptied = admit(
            raw, source=stamp.source, client=stamp.client, policy=stamp.policy, secret=stamp.secret, today=stamp.today
        )
        drops.update(emptied)
        if review is not None:
            reviews.append(review)
    return ReadPage(_reader().read(reviews), drops)


def _read_chunk(chunk: Sequence[tuple[Sequence[RawReview], Stamp]]) -> list[ReadPage]:
    return [read_page(raws, stamp) for raws, stamp in chunk]


@cache
def _reader() -> Reader:
    return default_reader()


class Desk:
    """Reads the pages of all targets of a crawl, in the order in which they come.

    One worker: the crawl itself needs the other core. Reading is not the place for back-pressure, the
    pipelines are: each page waits here until it was read.
    """

    def __init__(self, *, processes: bool = True) -> None:
        self._processes = processes and (os.cpu_count() or 1) > 1
        self._executor: Executor = ThreadPoolExecutor(1, "reading")
        self._process: ProcessPoolExecutor | None = None
        self._waiting: list[tuple[Sequence[RawReview], Stamp, asyncio.Future[ReadPage]]] = []
        self._under_way: set[asyncio.Task[None]] = set()

    async def read(self, raws: Sequence[RawReview], stamp: Stamp) -> ReadPage:
        if not raws:
            return ReadPage([], {})
        read: asyncio.Future[ReadPage] = asyncio.get_running_loop().create_future()
        self._waiting.append((raws, stamp, read))
        self._hand_over()
        return await read

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        if self._process is not None:
            self._process.shutdown(wait=True, cancel_futures=True)

    def _hand_over(self) -> None:
        if self._processes and self._process is None and len(self._waiting) >= _LAG:
            self._process = _start_process()
            self._executor.shutdown(wait=False)
            self._executor = self._process
        while self._waiting and len(self._under_way) < _AHEAD:
            chunk, self._waiting = self._waiting[:_CHUNK], self._waiting[_CHUNK:]
            task = asyncio.ensure_future(self._read(chunk))
            self._under_way.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._hand_over()

    async def _read(self, chunk: Sequence[tuple[Sequence[RawReview], Stamp, asyncio.Future[ReadPage]]]) -> None:
        work = [(raws, stamp) for raws, stamp, _ in chunk]
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._executor, _read_chunk, work)
        except Exception as error:
            for _, _, read in chunk:
                if not read.done():
                    read.set_exception(error)
            return
        for (_, _, read), page in zip(chunk, done, strict=True):
            if not read.done():
                read.set_result(page)


def _start_process() -> ProcessPoolExecutor:
    """One reading process. A Ctrl-C at the terminal is for the crawl: it is blocked while the process is born,
    and the process inherits that. It ends when its parent does, however that dies."""
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_follow_parent)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pool.submit(_reader_version)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pool


def _reader_version() -> str:
    """Loads the reader, so that the first pages do not wait for it."""
    return _reader().version


def _follow_parent() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
