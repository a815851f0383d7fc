"""A writer that keeps no ledger: for a test or a benchmark that is about readings alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.model import Target
from store.base import Writer
from store.ledger import PageRef, Run


class NoLedger(Writer):
    """Marks nothing and knows of nothing; what `save` and `close` do is for the class below to say."""

    async def begin(self, target: Target, run: Run) -> None:
        pass

    async def enqueue(self, run: Run, refs: Sequence[PageRef]) -> None:
        pass

    async def visited(self, run: Run, keys: Sequence[str]) -> set[str]:
        return set()

    async def twins(self, target: Target, hashes: Sequence[str]) -> Mapping[str, str]:
        return {}

    async def finish(self, run: Run) -> Run:
        return run
