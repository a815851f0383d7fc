"""What a crawl has brought and the server has not yet acknowledged: bounded, so that whoever brings more waits."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from store.ledger import Ack, Page

BATCH_REVIEWS = 500  # some 3,000 documents, a few MB: more gains nothing
BUFFER_REVIEWS = 1_500  # two batches under way and one waiting
FLUSH_SECONDS = 0.02  # how long the first page of a batch waits for company


@dataclass(slots=True)
class Ticket:
    """Pages that were brought together, and the promise of their acknowledgements."""

    pages: Sequence[Page]
    done: asyncio.Future[list[Ack]]

    @property
    def weight(self) -> int:
        return sum(1 + len(page.readings) for page in self.pages)

    def answer(self, acks: list[Ack]) -> None:
        if not self.done.done():  # whoever waited may have been cancelled
            self.done.set_result(acks)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Buffer:
    """Tickets in the order in which they came. Weights are counts of reviews and pages."""

    def __init__(self) -> None:
        self._waiting: deque[Ticket] = deque()
        self._weight = 0  # of what waits and of what is under way
        self._changed = asyncio.Condition()

    async def put(self, pages: Sequence[Page]) -> Ticket:
        """Returns when there is room for them; what is larger than all the room goes alone."""
        ticket = Ticket(pages, asyncio.get_running_loop().create_future())
        async with self._changed:
            await self._changed.wait_for(lambda: not self._weight or self._weight + ticket.weight <= BUFFER_REVIEWS)
            self._weight += ticket.weight
            self._waiting.append(ticket)
            self._changed.notify_all()
        return ticket

    async def take(self, hurry: Callable[[], bool]) -> list[Ticket]:
        """Tickets for one batch: as many as it holds, or as came within a short time, or in a hurry what is there."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self._waiting))
            if not hurry():
                full = self._changed.wait_for(lambda: sum(one.weight for one in self._waiting) >= BATCH_REVIEWS)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(full, FLUSH_SECONDS)
            tickets = [self._waiting.popleft()]
            weight = tickets[0].weight
            while self._waiting and weight + self._waiting[0].weight <= BATCH_REVIEWS:
                tickets.append(self._waiting.popleft())
                weight += tickets[-1].weight
            return tickets

    async def let_go(self, tickets: Sequence[Ticket]) -> None:
        """They are answered: there is room for others."""
        async with self._changed:
            self._weight -= sum(ticket.weight for ticket in tickets)
            self._changed.notify_all()

    async def empty(self) -> None:
        """Returns when all that was brought is answered."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._weight)
