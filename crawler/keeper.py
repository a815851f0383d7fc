"""Batches pages on their way to the store, and lets a slow store slow the crawl."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Final

from analysis.errors import PageError, StoreError, StoreReadOnly, StoreRefused, StoreUnreachable
from store.base import Writer
from store.ledger import Ack, Page

BATCH_PAGES: Final = 50  # pages of a target that are not safe yet, at most: what a kill costs
BATCH_SECONDS: Final = 1.0  # a page is safe this long after it was read, however slow the crawl
NOT_SAVED: Final = "not saved"
_RIPE_PAGES: Final = 16  # a batch goes off at this size, while the next one gathers
_RIPE_REVIEWS: Final = 1000  # or at this one, where pages are large
_WAITING: Final = 200  # pages of all targets in memory; whoever brings more waits
_FATAL = (StoreUnreachable, StoreRefused, StoreReadOnly)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Waiting:
    page: Page
    kept: asyncio.Future[Ack]


class Keeper:
    """Saves pages of all targets of a crawl in batches.

    A batch goes off when it is full, when its first page has waited for BATCH_SECONDS, or when somebody
    is in a hurry. A store that cannot take anything stops the crawl by `on_loss`; a single page that it
    cannot take goes to `dead_letter`, a file of JSON lines with the reason, and does not stop the rest.
    """

    def __init__(
        self,
        writer: Writer,
        on_loss: Callable[[StoreError], None],
        dead_letter: Path | None = None,
        seconds: float = BATCH_SECONDS,
    ) -> None:
        self.writer = writer
        self._on_loss = on_loss
        self._dead_letter = dead_letter
        self._seconds = seconds
        self._waiting: list[_Waiting] = []
        self._open: set[asyncio.Future[Ack]] = set()
        self._room = asyncio.Semaphore(_WAITING)
        self._woken = asyncio.Event()
        self._hurry = False
        self._closing = False
        self._lost: StoreError | None = None
        self._since = 0.0
        self._task = asyncio.ensure_future(self._run())

    @property
    def lost(self) -> bool:
        """Whether the store takes nothing any more."""
        return self._lost is not None

    async def put(self, page: Page, *, hurry: bool = False) -> asyncio.Future[Ack]:
        """Hand a page over; waits while too many are not safe yet. The future is settled when this one is.

        Raises the store's error where the store is lost.
        """
        await self._room.acquire()
        if self._lost is not None:
            self._room.release()
            raise self._lost
        kept: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        if not self._waiting:
            self._since = monotonic()
        self._waiting.append(_Waiting(page, kept))
        self._open.add(kept)
        kept.add_done_callback(self._open.discard)
        self._hurry |= hurry
        if self._hurry or len(self._waiting) == 1 or self._full():
            self._woken.set()
        return kept

    async def flush(self) -> None:
        """Wait until all that was handed over is safe, or lost."""
        self._hurry = bool(self._waiting)
        self._woken.set()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def close(self) -> None:
        self._closing = True
        await self.flush()
        self._woken.set()
        await self._task

    def _full(self) -> bool:
        if len(self._waiting) >= _RIPE_PAGES:
            return True
        return sum(len(one.page.readings) for one in self._waiting) >= _RIPE_REVIEWS

    async def _run(self) -> None:
        while True:
            await self._ripe()
            if self._closing and not self._waiting:
                return
            batch, self._waiting = self._waiting[:BATCH_PAGES], self._waiting[BATCH_PAGES:]
            if not self._waiting:
                self._hurry = False
            if batch:
                await self._save(batch)
                for _ in batch:
                    self._room.release()

    async def _ripe(self) -> None:
        """Wait for a batch: for a first page, then until it is full, old enough or wanted at once."""
        while not self._closing:
            if self._waiting and (self._hurry or self._full()):
                return
            left = self._since + self._seconds - monotonic() if self._waiting else None
            if left is not None and left <= 0:
                return
            self._woken.clear()
            try:
                await asyncio.wait_for(self._woken.wait(), left)
            except TimeoutError:
                return

    async def _save(self, batch: Sequence[_Waiting]) -> None:
        if self._lost is not None:
            return _fail(batch, self._lost)
        try:
            acks = await self.writer.save([one.page for one in batch])
        except _FATAL as error:
            self._lose(batch, error)
        except Exception as error:  # one page that the store cannot take must not cost the others
            if len(batch) > 1:
                log.warning("a batch of %d pages was not taken, saving them one by one: %s", len(batch), error)
                for one in batch:
                    await self._save([one])
            else:
                await self._bury(batch[0], error)
        else:
            told = {ack.page: ack for ack in acks}
            for one in batch:
                if not one.kept.done():
                    one.kept.set_result(told.get(one.page.ref.key, Ack(one.page.ref.key, {})))

    def _lose(self, batch: Sequence[_Waiting], error: StoreError) -> None:
        self._lost = error
        self._on_loss(error)
        _fail(batch, error)

    async def _bury(self, one: _Waiting, error: Exception) -> None:
        """Write the page down where a person finds it, and note it as failed, with the pages that it leads to."""
        url = one.page.ref.url
        log.error("cannot save %s: %s", url, error)
        try:
            self._write_down(one.page, error)
        except OSError as broken:  # neither kept nor written down: the page stays open, and the crawl ends here
            told = f"cannot save {url} ({error}), nor write {self._dead_letter}: {broken.strerror}; make room for it"
            self._lose([one], StoreError(told))
            return
        with suppress(Exception):  # even this may be too much for the store; then the page stays open
            await self.writer.save([replace(one.page, readings=(), failed=NOT_SAVED)])
        _fail([one], PageError(NOT_SAVED, str(error)))

    def _write_down(self, page: Page, error: Exception) -> None:
        if self._dead_letter is None:
            return
        line = {
            "url": page.ref.url,
            "reason": f"{type(error).__name__}: {error}",
            "reviews": [[reading.review.source, reading.review.ref] for reading in page.readings],
        }
        with self._dead_letter.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(json.dumps(line) + "\n")


def _fail(batch: Sequence[_Waiting], error: Exception) -> None:
    for one in batch:
        if not one.kept.done():
            one.kept.set_exception(error)
            one.kept.exception()  # told above; nobody else needs to ask
