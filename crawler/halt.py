"""A stop that holds from the moment it is asked for, whatever state the crawl is in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from crawler.reasons import Interrupted

T = TypeVar("T")


class Halt:
    """A flag with a reason. Whoever is about to wait asks it, and whoever waits is woken by it.

    Scrapy's own stop is an event, and one that comes while a crawler starts up is lost; this is a state.
    """

    def __init__(self, parent: Halt | None = None) -> None:
        self.reason = ""
        self._listeners: list[Callable[[], object]] = []
        if parent is not None:
            parent.listen(lambda: self.set(parent.reason))

    def __bool__(self) -> bool:
        return bool(self.reason)

    def set(self, reason: str) -> None:
        """Stop. The first reason stands."""
        if not self.reason:
            self.reason = reason
            for listener in tuple(self._listeners):
                listener()

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Have the listener called when the stop comes, at once where it has come. Returns what takes it off."""
        self._listeners.append(listener)
        if self.reason:
            listener()
        return lambda: self._listeners.remove(listener)

    def check(self) -> None:
        """Raise Interrupted where the stop has come."""
        if self.reason:
            raise Interrupted(self.reason)

    async def sleep(self, seconds: float) -> None:
        """Sleep; raises Interrupted as soon as the stop comes."""
        await self.race(asyncio.sleep(max(seconds, 0)))

    async def race(self, work: Coroutine[Any, Any, T]) -> T:
        """The work's result; the work is cancelled, and Interrupted raised, as soon as the stop comes."""
        if self.reason:
            work.close()
            raise Interrupted(self.reason)
        task = asyncio.ensure_future(work)
        forget = self.listen(task.cancel)
        try:
            return await task
        except asyncio.CancelledError:
            if self.reason:
                raise Interrupted(self.reason) from None
            task.cancel()
            raise
        finally:
            forget()

    async def wait(self, work: asyncio.Future[T]) -> T:
        """The result of work that others wait for too: only the waiting ends when the stop comes."""
        return await self.race(_shielded(work))


async def _shielded(work: asyncio.Future[T]) -> T:
    return await asyncio.shield(work)
