"""What came of an imported file, and its runs in the ledger."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from analysis.keys import digest
from analysis.model import Reading, Target
from crawler.copies import Copies
from store.base import Store, Writer
from store.ledger import Run, RunMode


@dataclass(slots=True)
class Summary:
    """What came of one file. `reviews` = new + changed + known + forgotten.

    `copies` counts, by another source, the reviews whose words, date and stars the store has of the same client from
    there: each counts twice. `strangers` are clients that stand in no dossier, so that they count for no vendor.
    Of a saved page, `page` is its own address, `stated` and `verdict` are of all pages of its listing so far.
    """

    name: str
    lines: int = 0
    reviews: int = 0
    states: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)
    emptied: Counter[str] = field(default_factory=Counter)
    clients: set[str] = field(default_factory=set)
    copies: Counter[str] = field(default_factory=Counter)
    strangers: tuple[str, ...] = ()
    page: str | None = None
    stated: int | None = None
    verdict: str = ""

    def told(self) -> dict[str, object]:
        """For JSON."""
        saved = {} if self.page is None else {"page": self.page, "stated": self.stated, "verdict": self.verdict}
        return {
            "file": self.name,
            "lines": self.lines,
            "reviews": self.reviews,
            "states": dict(self.states),
            "bad": dict(self.bad),
            "emptied": dict(self.emptied),
            "clients": sorted(self.clients),
            "copies": dict(self.copies),
            "strangers": list(self.strangers),
            **saved,
        }


@dataclass(slots=True)
class Book:
    """The runs of one import: one for each source and client that the file names."""

    store: Store
    writer: Writer
    name: str
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    runs: dict[Target, Run] = field(default_factory=dict)
    counts: dict[Target, Counter[str]] = field(default_factory=dict)
    beginning: asyncio.Lock = field(default_factory=asyncio.Lock)
    _copies: Copies | None = None

    async def run(self, source: str, client: str) -> tuple[Target, Run]:
        """An import is incremental: what a file no longer holds has not vanished from where it was published."""
        target = Target.of(source, client, {"file": self.name})
        async with self.beginning:
            if target not in self.runs:
                before = self.store.target(target.key)
                sweep = max((run.sweep for run in before.runs), default=0) + 1 if before else 1
                name = digest("import", target.key, self.started.isoformat(), str(os.getpid()))
                run = Run(name, target.key, sweep, RunMode.INCREMENTAL, self.started)
                await self.writer.begin(target, run)
                self.runs[target], self.counts[target] = run, Counter()
        return target, self.runs[target]

    async def copies(self, source: str, client: str, readings: Sequence[Reading]) -> Counter[str]:
        self._copies = self._copies or Copies(self.store)
        return await self._copies.of(self.writer, source, client, readings)

    async def end(self, summary: Summary, finish: str) -> None:
        verdict = "whole"
        if summary.bad:
            verdict = f"partial: {summary.reviews:,} of {summary.lines:,} lines"
        for target, run in self.runs.items():
            ended = replace(
                run,
                ended=datetime.now(UTC),
                finish=finish,
                verdict=verdict if finish == "finished" else "",
                counts=dict(self.counts[target]),
                drops={**summary.bad, **{f"emptied: {what}": count for what, count in summary.emptied.items()}},
            )
            await self.writer.finish(ended)
