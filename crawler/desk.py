"""Where pages are read: raw reviews in, readings out. In a thread at first, in a process of its own when that lags."""

from __future__ import annotations

import asyncio
import copyreg
import logging
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from time import monotonic
from typing import Any, Final, TypeAlias

from analysis.dates import PartialDate
from analysis.language import detect
from analysis.model import Mention, Rating, Reading, Reply, Review
from analysis.reading import default_reader
from crawler.intake import admit
from crawler.items import RawReview
from crawler.policy import SourcePolicy

_CHUNK: Final = 8  # pages handed over at once: fewer trips to the other process
_MANY: Final = 25  # pages read within ...
_SOON: Final = 2.0  # ... seconds of each other: a crawl that fast is worth the start of a process
_AHEAD: Final = 2  # chunks under way, so that the reader never waits for the next one


log = logging.getLogger(__name__)


def _as_call(noun: Any) -> tuple[type[Any], tuple[Any, ...]]:
    return type(noun), tuple([getattr(noun, name) for name in noun.__slots__])


# What goes from process to process. Left to themselves, frozen dataclasses with slots take twice as long on the way.
for _noun in (PartialDate, Rating, Reply, Review, Mention, Reading):
    copyreg.pickle(_noun, _as_call)


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


def read_pages(
    pages: Sequence[tuple[Sequence[RawReview], Stamp]], calibration: str, deep: bool = False
) -> list[ReadPage]:
    """Check, hash and redact the reviews of pages, and read them. Pure but for the loaded models.

    All are read in one go: a tenth faster than page by page, since each step stays in the processor's cache.
    """
    admitted = [_admit(raws, stamp) for raws, stamp in pages]
    readings = iter(
        default_reader(calibration, deep=deep).read([review for reviews, _ in admitted for review in reviews])
    )
    return [ReadPage(list(islice(readings, len(reviews))), drops) for reviews, drops in admitted]


def _admit(raws: Sequence[RawReview], stamp: Stamp) -> tuple[list[Review], Mapping[str, int]]:
    drops: Counter[str] = Counter()
    reviews = []
    for raw in raws:
        review, emptied = admit(
            raw, source=stamp.source, client=stamp.client, policy=stamp.policy, secret=stamp.secret, today=stamp.today
        )
        drops.update(emptied)
        if review is not None:
            reviews.append(review)
    return reviews, drops


_Waiting: TypeAlias = tuple[Sequence[RawReview], Stamp, "asyncio.Future[ReadPage]"]


class Desk:
    """Reads the pages of all targets of a crawl, in the order in which they come.

    One worker: the crawl itself needs the other core. Reading is not the place for back-pressure, the
    pipelines are: each page waits here until it was read. `calibration` is what the store's `rbp calibrate` kept;
    `deep` weighs with the extra `[deep]`, too.
    """

    def __init__(self, calibration: str = "", *, deep: bool = False, processes: bool = True) -> None:
        self._deep = deep
        self._calibration = calibration
        self._processes = processes and (os.cpu_count() or 1) > 1
        self._executor: Executor = ThreadPoolExecutor(1, "reading")
        self._process: ProcessPoolExecutor | None = None
        self._waiting: list[_Waiting] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self._taken: deque[float] = deque(maxlen=_MANY)

    async def read(self, raws: Sequence[RawReview], stamp: Stamp) -> ReadPage:
        if not raws:
            return ReadPage([], {})
        read: asyncio.Future[ReadPage] = asyncio.get_running_loop().create_future()
        self._waiting.append((raws, stamp, read))
        self._taken.append(monotonic())
        if self._processes and len(self._taken) == _MANY and self._taken[-1] - self._taken[0] < _SOON:
            self._processes = False
            self._process, ready = start_process()
            ready.add_done_callback(self._move)
        self._hand_over()
        return await read

    def close(self) -> None:
        for executor in (self._executor, self._process):
            if executor is not None:
                executor.shutdown(wait=True, cancel_futures=True)

    def _move(self, ready: asyncio.Future[None]) -> None:
        """The process is there and has its models: it reads from now on."""
        if self._process is not None and not ready.cancelled() and ready.exception() is None:
            self._executor.shutdown(wait=False)
            self._executor = self._process

    def _hand_over(self) -> None:
        while self._waiting and len(self._under_way) < _AHEAD:
            chunk, self._waiting = self._waiting[:_CHUNK], self._waiting[_CHUNK:]
            task = asyncio.ensure_future(self._read(chunk))
            self._under_way.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._hand_over()

    async def _read(self, chunk: Sequence[_Waiting]) -> None:
        work = [(raws, stamp) for raws, stamp, _ in chunk]
        try:
            done = await self._run(work)
        except Exception as error:
            for _, _, read in chunk:
                if not read.done():
                    read.set_exception(error)
            return
        for (_, _, read), page in zip(chunk, done, strict=True):
            if not read.done():
                read.set_result(page)

    async def _run(self, work: Sequence[tuple[Sequence[RawReview], Stamp]]) -> list[ReadPage]:
        """Read a chunk; where the process was killed (out of memory, say), a thread goes on in its place."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._executor, read_pages, work, self._calibration, self._deep)
        except BrokenExecutor:
            log.warning("the reading process died; a thread goes on")
            if self._executor is self._process:
                self._executor = ThreadPoolExecutor(1, "reading")
            return await loop.run_in_executor(self._executor, read_pages, work, self._calibration, self._deep)


def start_process() -> tuple[ProcessPoolExecutor, asyncio.Future[None]]:
    """One reading process. A Ctrl-C at the terminal is for the crawl: it is blocked while the process is born,
    and the process inherits that. It ends when its parent does, however that dies."""
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_follow_parent)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool, asyncio.wrap_future(pool.submit(_load))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _load() -> None:
    """Have all models loaded by reading a sentence, so that the first pages do not wait for them."""
    body = "They never called me back about my refund."
    language, _ = detect(body)
    default_reader().read([Review("", "", "", "", body=body, language=language)])


def _follow_parent() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
