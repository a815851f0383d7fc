"""Runs the targets of a crawl: several spiders in one process, each target by itself."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from analysis.errors import StoreError
from analysis.model import Target
from crawler.desk import Desk
from crawler.halt import Halt
from crawler.job import Job
from crawler.keeper import Keeper
from crawler.politeness.domains import Domains
from crawler.report import CrawlOptions, CrawlReport, Silence, Watch
from crawler.session import Session
from crawler.sources import spiders
from store.base import Store

INTERRUPTED: Final = "interrupted"
_AT_ONCE: Final = 16  # targets on their way at the same time; each costs a few megabytes
_TICK: Final = 0.2  # seconds between two looks at how far the targets are
_LOGGERS: Final = ("scrapy", "crawler", "spiders", "asyncio", "py.warnings")
_LOG_BYTES: Final = 5_000_000  # of one log file; the last one is kept beside it


def crawl(targets: Sequence[Target], store: Store, options: CrawlOptions, watch: Watch | None = None) -> CrawlReport:
    """Visit the targets and keep what they give. Blocks until all have ended, or were stopped by SIGINT or SIGTERM.

    The first such signal stops cleanly whenever it comes: what was read is kept, and the next crawl goes on.
    What goes wrong with a target, its domain or the store is told in the report. Raises StoreError where the
    store cannot be written at all.
    """
    with _log_to(options.log_file):
        return asyncio.run(_crawl(list(dict.fromkeys(targets)), store, options, watch or Silence()))


async def _crawl(targets: Sequence[Target], store: Store, options: CrawlOptions, watch: Watch) -> CrawlReport:
    halt = Halt()
    _stop_on_signals(halt, watch)
    known = spiders()
    async with _session(halt, options, watch, store.calibration()) as session, _keeper(store, halt, options) as keeper:
        room = asyncio.Semaphore(_AT_ONCE)
        jobs = [Job(target, known.get(target.source), store, keeper, session, options, room) for target in targets]
        ticking = asyncio.ensure_future(_tell(jobs, watch))
        try:
            reports = await asyncio.gather(*(job.run() for job in jobs))
        finally:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking
        for job in jobs:
            watch.update(job.progress())
    return CrawlReport(reports, halt.reason, str(options.replay or ""))


@asynccontextmanager
async def _session(halt: Halt, options: CrawlOptions, watch: Watch, calibration: str) -> AsyncIterator[Session]:
    replay = options.replay
    domains = Domains(
        paced=replay is None or replay.paced,
        pace=replay.pace if replay else None,
        patience=options.patience,
        say=watch.say,
    )
    desk = Desk(calibration, deep=options.deep)
    try:
        yield Session(replay, domains, desk, halt, options.secret, options.allow_hosts, options.delay)
    finally:
        domains.close()
        await asyncio.to_thread(desk.close)


@asynccontextmanager
async def _keeper(store: Store, halt: Halt, options: CrawlOptions) -> AsyncIterator[Keeper]:
    async with store.writer() as writer:
        keeper = Keeper(writer, lambda error: _lose(halt, error), options.dead_letter, options.batch_seconds)
        try:
            yield keeper
        finally:
            await keeper.close()


def _lose(halt: Halt, error: StoreError) -> None:
    halt.set(f"failed: {error}")


def _stop_on_signals(halt: Halt, watch: Watch) -> None:
    """The first signal stops cleanly, the second ends the process as signals do."""
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        if halt.reason == INTERRUPTED:
            return  # two at once are one
        watch.say(f"{number.name}: stopping, what was read is being kept; once more to leave at once")
        halt.set(INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread, or no such thing here
            loop.add_signal_handler(number, stop, number)


async def _tell(jobs: Sequence[Job], watch: Watch) -> None:
    while True:
        for job in jobs:
            watch.update(job.progress())
        await asyncio.sleep(_TICK)


@contextmanager
def _log_to(file: Path | None) -> Iterator[None]:
    """What Scrapy and the crawler have to say goes to the file, or nowhere: the terminal belongs to the watch."""
    handler: logging.Handler = logging.NullHandler()
    if file is not None:
        handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, level, propagate in before:
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate
        handler.close()
