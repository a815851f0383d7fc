"""Trying again while a server is away or busy."""

from __future__ import annotations

import asyncio
import logging
import random
import time

from analysis.errors import StoreUnreachable
from store.elastic.address import Address

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds between tries: soon at first, not a storm later
_log = logging.getLogger("rbp.store")


class Effort:
    """Trying again and again, ever more slowly, until the patience is at an end."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._since: float | None = None
        self._pause = _FIRST_PAUSE

    async def pause(self, why: str) -> None:
        """Wait before the next try. Raises StoreUnreachable where there is to be none."""
        now = time.monotonic()
        if self._since is None:
            self._since = now
            _log.warning("waiting up to %.0f s for the store: %s", self._address.patience, why.partition(";")[0])
        left = self._address.patience - (now - self._since)
        if left <= 0:
            raise given_up(self._address, why)
        await asyncio.sleep(min(self._pause * random.uniform(0.5, 1.0), left))  # noqa: S311
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def over(self) -> None:
        if self._since is not None:
            _log.warning("the store is back after %.1f s", time.monotonic() - self._since)


def given_up(address: Address, why: str) -> StoreUnreachable:
    """The error for a server that was waited for in vain."""
    return StoreUnreachable(
        f"{address.url} was away for {address.patience:.0f} s (`patience` in [store]): "
        f"{why.partition(';')[0]}; when it is back, run the same command again: it goes on where it was"
    )
