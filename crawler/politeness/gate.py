"""The gate of one domain: its turn, its pauses, and when it is given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Final

from crawler.halt import Halt
from crawler.politeness.locks import DomainLock

LONGEST_PAUSE: Final = 300.0  # seconds that a site may make a crawl wait; told to wait longer, it is given up
LONGEST_DELAY: Final = 120.0  # seconds between two requests; a robots.txt that wants more is not crawled
REFUSALS: Final = 6  # 429s and 503s in a row, each waited for, after which a domain is given up
FAILURES: Final = 10  # pages in a row that never came, after which a domain is given up
_FIRST_PAUSE: Final = 2.0  # seconds; doubles with each refusal or failure in a row
_ON_THE_WIRE: Final = 1.0  # seconds that a request may still take to arrive after its process was killed
_UNPACED_PAUSE: Final = 0.02  # the same where pacing is off: a server on loopback needs no rest
_UNPACED_AT_ONCE: Final = 8  # requests at a time where pacing is off; one where it is on


class Gate:
    """`folder` is where the lock files are, None where pacing is off. `given_up` says why, empty while it is open.

    `owner` keeps the targets of this process apart, the lock file those of other processes.
    """

    def __init__(self, domain: str, folder: Path | None) -> None:
        self.domain = domain
        self.delay = 0.0
        self.given_up = ""
        self.owner = asyncio.Lock()
        self._lock = DomainLock(domain, folder) if folder else None
        self._turns = asyncio.Semaphore(1 if folder else _UNPACED_AT_ONCE)
        self._open_at = 0.0  # on the clock of `monotonic`
        self._refusals = 0
        self._failures = 0

    def slow_down(self, delay: float) -> None:
        """At least so many seconds between two requests; told more than LONGEST_DELAY, the domain is given up."""
        self.delay = max(self.delay, delay)
        if self.delay > LONGEST_DELAY:
            self.give_up(f"robots.txt wants {delay:.0f} s between requests, at most {LONGEST_DELAY:.0f} s are waited")

    @asynccontextmanager
    async def turn(self, halt: Halt) -> AsyncIterator[None]:
        """One request. Waits for those before it, the delay and any pause; raises Interrupted on a stop."""
        halt.check()
        async with self._turns:
            while (wait := self._open_at - monotonic()) > 0:
                await halt.sleep(wait)
            halt.check()
            if self._lock is not None:  # should this process be killed while it asks
                self._lock.note(self.delay + _ON_THE_WIRE)
            try:
                yield
            finally:
                self._rest(self.delay)  # counted from the answer: so no server ever sees less between two requests

    def pause(self, nth: int) -> None:
        """Leave the domain alone: twice as long with each try in a row."""
        first = _FIRST_PAUSE if self._lock else _UNPACED_PAUSE
        self._rest(min(first * 2.0 ** (nth - 1), LONGEST_PAUSE))

    def refuse(self, status: int, told: float | None) -> None:
        """The domain said 429 or 503. `told` are the seconds of its Retry-After, None where it gave none."""
        self._refusals += 1
        if told is not None and told > LONGEST_PAUSE:
            self.give_up(f"asked to wait {told:.0f} s (status {status}), at most {LONGEST_PAUSE:.0f} s are waited")
        elif self._refusals >= REFUSALS:
            self.give_up(f"{self._refusals} refusals in a row (status {status})")
        elif told is None:
            self.pause(self._refusals)
        else:
            self._rest(told)

    def fail(self, reason: str) -> None:
        """A page never came, all its tries told."""
        self._failures += 1
        if self._failures >= FAILURES:
            self.give_up(f"{self._failures} pages in a row never came ({reason})")

    def answered(self) -> None:
        """The domain answered a page, whatever was on it."""
        self._refusals = self._failures = 0

    def give_up(self, why: str) -> None:
        self.given_up = self.given_up or f"{self.domain} given up: {why}"

    # the lock of other processes ----------------------------------------------------------------

    @property
    def locked(self) -> bool:
        return self._lock is None or self._lock.held

    def lock(self) -> bool:
        """Take the domain from the other processes of this machine; keeps the rest that the last one owed it."""
        if self._lock is None or self._lock.held:
            return True
        if not self._lock.acquire():
            return False
        self._open_at = max(self._open_at, monotonic() + min(self._lock.rest(), LONGEST_PAUSE))
        return True

    def held_by(self) -> str:
        holder = self._lock.holder() if self._lock else None
        return f" by process {holder}" if holder else ""

    def release(self) -> None:
        if self._lock is not None and self._lock.held:
            self._lock.note(max(self._open_at - monotonic(), 0.0))
            self._lock.release()

    def _rest(self, seconds: float) -> None:
        self._open_at = max(self._open_at, monotonic() + seconds)
        if self._lock is not None:
            self._lock.note(self._open_at - monotonic())
