"""What one run writes to, and asks of, the ledger in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from analysis.errors import PageError
from analysis.model import Target
from crawler.facts import Facts
from crawler.items import PageItem
from crawler.keeper import Keeper
from store.base import Store
from store.ledger import Ack, Page, PageRef, Run


@dataclass(slots=True)
class Ledger:
    """The store's side of a visit. `resumed`: pages of this sweep were visited by an earlier run; `known_before`:
    the store has reviews of the target. `facts` are told what became of each page."""

    store: Store
    keeper: Keeper
    target: Target
    run: Run
    resumed: bool
    known_before: bool
    facts: Facts
    _open: Iterator[PageRef] | None = None

    async def begin(self, refs: Sequence[PageRef]) -> None:
        await self.keeper.writer.begin(self.target, self.run)
        if not self.resumed:
            await self.keeper.writer.enqueue(self.run, refs)

    async def open_pages(self, limit: int) -> list[PageRef]:
        """The next pages that are found and not done, at most so many; a second call goes on behind the first."""
        if self._open is None:
            self._open = self.store.pending(self.target.key)
        pending = self._open
        return await asyncio.to_thread(lambda: list(islice(pending, limit)))

    def look_again(self) -> None:
        """Have `open_pages` begin anew."""
        self._open = None

    async def unvisited(self, refs: Sequence[PageRef]) -> list[PageRef]:
        """Those that no earlier run of this sweep visited."""
        if not self.resumed or not refs:
            return list(refs)
        done = await self.keeper.writer.visited(self.run, [ref.key for ref in refs])
        return [ref for ref in refs if ref.key not in done]

    async def keep(self, page: PageItem, *, hurry: bool) -> asyncio.Future[Ack]:
        """Hand a page over to be saved; the future, and `page.kept`, are settled when it is safe."""
        found = (*(() if page.next is None else (page.next,)), *page.follow)
        saved = Page(
            ref=page.ref,
            run=self.run.id,
            fetched=page.fetched,
            readings=tuple(page.readings),
            found=found,
            failed=page.failed,
            tries=page.tries,
            stated=page.stated,
            about=page.about,
            drops=dict(page.drops),
            body_hash=page.body_hash,
            cut=page.cut,
        )
        kept = await self.keeper.put(saved, hurry=hurry)
        kept.add_done_callback(partial(self._note, saved))
        kept.add_done_callback(page.settle)
        return kept

    async def twins(self, hashes: Sequence[str]) -> Mapping[str, str]:
        """content_hash -> ref, of what the store knew of the target before this run."""
        return await self.keeper.writer.twins(self.target, hashes) if self.known_before else {}

    def _note(self, page: Page, kept: asyncio.Future[Ack]) -> None:
        """A page that the store could not take was written down for a person: its reviews are dead letters."""
        if kept.cancelled():
            return
        error = kept.exception()
        if error is None:
            self.facts.kept(kept.result())
        elif isinstance(error, PageError):
            self.facts.failed[error.reason] += 1
            self.facts.kept(Ack(page.ref.key, {reading.review.key: "rejected" for reading in page.readings}))
