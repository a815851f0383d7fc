"""The Writer of Elasticsearch: gathers what a crawl brings into batches and keeps them.

Pages wait in a bounded buffer until there is a batch or a short time has passed; whoever brings more than
it holds waits. Two batches are under way at once, since the server waits for its disk in each step of one; their
pages are noted in the order in which they came, and marked as done only after their documents are acknowledged.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from analysis.errors import StoreError, StoreReadOnly, StoreRefused, StoreUnreachable
from analysis.model import Target
from store.base import Writer
from store.elastic import ledger
from store.elastic.address import Address
from store.elastic.buffer import Buffer, Ticket
from store.elastic.bulk import Link
from store.elastic.dead import DeadLetters
from store.elastic.documents import stamp
from store.elastic.keep import Keeper, Kept
from store.elastic.keys import Sighting, decide
from store.elastic.ledger import PageNotes
from store.elastic.mappings import Kind, Profile
from store.elastic.twins import Twins
from store.ledger import Ack, Page, PageRef, ReviewState, Run

UNDER_WAY = 2  # batches
_FATAL = (StoreUnreachable, StoreRefused, StoreReadOnly)  # the next page would meet the same, after as long a wait


class ElasticWriter(Writer):
    """`wrote` is called after every write, so that a reader knows that there is something new."""

    def __init__(self, address: Address, profile: Profile, wrote: Callable[[], None]) -> None:
        self._wrote = wrote
        self._address = address
        self._profile = profile
        self._keeper: Keeper | None = None
        self._twins = Twins()
        self._sweeps: dict[str, tuple[str, int]] = {}
        self._buffer = Buffer()
        self._flow: asyncio.Task[None] | None = None
        self._failure: StoreError | None = None
        self._closed = False
        self._hidden = False  # whether something was written that others may not see yet

    async def begin(self, target: Target, run: Run) -> None:
        keeper = self._open()
        await keeper.link.refresh(Kind.INTENTS, Kind.RUNS, Kind.REVIEWS)  # the last so that twins are found by content
        await keeper.mend_intents(target.key)
        await ledger.begin(keeper.link, target, run)
        self._sweeps[run.id] = (target.key, run.sweep)
        self._note_write()

    async def save(self, pages: Sequence[Page]) -> list[Ack]:
        self._open()
        for page in pages:
            await self._sweep_of(page.run)
        ticket = await self._buffer.put(pages)
        if self._flow is None:
            self._flow = asyncio.create_task(self._run())
        return await ticket.done

    async def enqueue(self, run: Run, refs: Sequence[PageRef]) -> None:
        link = self._open().link
        _, sweep = await self._sweep_of(run.id)
        await ledger.note(link, PageNotes(found=[(ref, sweep) for ref in refs]))
        self._note_write()

    async def visited(self, run: Run, keys: Sequence[str]) -> set[str]:
        return await ledger.visited(self._open().link, run, keys)

    async def twins(self, target: Target, hashes: Sequence[str]) -> Mapping[str, str]:
        return await self._twins.find(self._open().link, target, hashes)

    async def finish(self, run: Run) -> Run:
        ended = await ledger.finish(self._open(), run)
        self._note_write()
        await self._refresh(self._open())
        return ended

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        try:
            await self._buffer.empty()
            if self._flow is not None:
                self._flow.cancel()
                await asyncio.gather(self._flow, return_exceptions=True)
            if self._keeper is not None and self._failure is None:
                await self._refresh(self._keeper)
        finally:
            if self._keeper is not None:
                await self._keeper.link.close()

    async def _refresh(self, keeper: Keeper) -> None:
        """At the end, and only once: others see what was written."""
        if self._hidden:
            self._hidden = False
            await keeper.link.refresh(*Kind)

    def _note_write(self) -> None:
        self._hidden = True
        self._wrote()

    def _open(self) -> Keeper:
        if self._closed:
            raise StoreError(f"{self._address.url}: this writer is closed; ask the store for another one")
        return self._live()

    def _live(self) -> Keeper:
        if self._failure is not None:  # it has waited once for all of them
            raise self._failure
        if self._keeper is None:
            link = Link(self._address)
            self._keeper = Keeper(link, self._profile, DeadLetters(self._address.dead_letters))
        return self._keeper

    async def _run(self) -> None:
        """Keep batch after batch."""
        under_way: deque[asyncio.Task[None]] = deque()
        while True:
            if len(under_way) == UNDER_WAY:
                await under_way.popleft()
            tickets = await self._buffer.take(lambda: self._failure is not None)
            before = under_way[-1] if under_way else None
            under_way.append(asyncio.create_task(self._settle(tickets, before)))

    async def _settle(self, tickets: Sequence[Ticket], before: asyncio.Task[None] | None) -> None:
        """An error is told to everybody who waits; a lost store ends the writer."""
        try:
            acks = iter(await self._keep([page for ticket in tickets for page in ticket.pages], before))
        except Exception as error:  # whatever it was, it belongs to those who wait
            self._failure = error if isinstance(error, _FATAL) else self._failure
            for ticket in tickets:
                ticket.fail(error)
        else:
            self._note_write()
            for ticket in tickets:
                ticket.answer(list(islice(acks, len(ticket.pages))))
        await self._buffer.let_go(tickets)

    async def _keep(self, pages: Sequence[Page], before: asyncio.Task[None] | None) -> list[Ack]:
        keeper = self._live()
        notes = PageNotes()
        seen: dict[str, list[Sighting]] = {}
        for number, page in enumerate(pages):
            target, sweep = await self._sweep_of(page.run)
            if not page.cut:
                notes.visited.append((page, sweep))
            notes.found += [(ref, sweep) for ref in ((page.ref, *page.found) if page.cut else page.found)]
            for reading in page.readings:
                sighting = Sighting(number, target, sweep, stamp(page.fetched), reading)
                seen.setdefault(reading.review.key, []).append(sighting)
        kept = await self._keep_readings(keeper, seen)
        if before is not None:
            await asyncio.wait([before])
        await ledger.note(self._live().link, notes, [kept.closing] if kept else [])
        return [Ack(page.ref.key, _states(kept, number, page)) for number, page in enumerate(pages)]

    async def _keep_readings(self, keeper: Keeper, seen: Mapping[str, list[Sighting]]) -> Kept | None:
        if not seen:
            return None
        targets = {sighting.target for sightings in seen.values() for sighting in sightings}
        kept = await keeper.keep(list(seen), lambda before: decide(before, seen[before.key], keeper.by), targets)
        written = [plan.reading.review for key, plan in kept.plans.items() if plan.reading and key not in kept.refused]
        await self._twins.add(keeper.link, written)
        return kept

    async def _sweep_of(self, run: str) -> tuple[str, int]:
        if run not in self._sweeps:
            self._sweeps[run] = await ledger.sweep_of(self._live().link, run)
        return self._sweeps[run]


def _states(kept: Kept | None, number: int, page: Page) -> dict[str, ReviewState]:
    keys = [reading.review.key for reading in page.readings] if kept else []
    return {key: "rejected" if key in kept.refused else kept.plans[key].answers[number] for key in keys if kept}
