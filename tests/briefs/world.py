"""A real SQLite store filled with the demo's planted reviews, written by the store's own writer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from analysis.dates import PartialDate
from analysis.model import Dossier, Rating, Reading, Review, Target
from analysis.reading import default_reader
from demo import workspace
from demo.companies import COMPANIES, Company, dossiers
from demo.truth import Planted, reviews
from store import open as open_store
from store.base import Store
from store.ledger import Page, PageRef, Run, RunMode

TODAY = date(2026, 7, 14)
NOW = datetime(2026, 7, 10, 9, 30, tzinfo=UTC)


def published(planted: Planted, source: str) -> Review:
    """A planted review as the crawler would hand it on: redacted by not being copied with its contact."""
    rating = None if planted.rating is None else Rating((planted.rating - 1) / 4)
    return Review(
        source=source,
        ref=planted.ref,
        url=f"https://{planted.company.client.domains[0]}/reviews/{planted.ref}",
        client=planted.company.client.id,
        published=PartialDate(planted.published),
        title=planted.title,
        body=planted.body,
        rating=rating,
        language=planted.language,
        language_confidence=1.0,
        content_hash=planted.ref,
        licence="demo",
    )


def fill(store: Store, companies: Sequence[Company] = COMPANIES, *, limit: int | None = None, replay: str = "") -> None:
    """Keep the planted reviews of some companies, each by the first target that its dossier gives it."""
    for company in companies:
        target = next(t for dossier in dossiers() for t in dossier.targets if t.client == company.client.id)
        told = [published(planted, target.source) for planted in islice(reviews(company), limit)]
        keep(store, target, default_reader().read(told), replay=replay)


def keep(store: Store, target: Target, readings: Iterable[Reading], *, verdict: str = "whole", replay: str = "") -> Run:
    """One finished run of one page that gave these readings."""
    return asyncio.run(_keep(store, target, tuple(readings), verdict, replay))


async def _keep(store: Store, target: Target, readings: tuple[Reading, ...], verdict: str, replay: str) -> Run:
    run = Run(f"run-{target.key}", target.key, 1, RunMode.FULL, NOW, replay=replay)
    ref = PageRef(target.key, f"https://{target.client}.example/reviews")
    async with store.writer() as writer:
        await writer.begin(target, run)
        await writer.enqueue(run, [ref])
        await writer.save([Page(ref, run.id, NOW, readings)])
        ended = Run(run.id, run.target, 1, RunMode.FULL, NOW, NOW, "finished", verdict, replay=replay)
        return await writer.finish(ended)


def filled(folder: Path) -> Store:
    """A store with all of the demo."""
    store = open_store(f"sqlite:{folder / 'rbp.db'}")
    fill(store)
    return store


def filled_workspace(folder: Path) -> Path:
    """The folder, now a workspace with the demo's dossiers and all of its reviews."""
    workspace.write(folder)
    filled(folder).close()
    return folder


def dossier(vendor: str) -> Dossier:
    return next(each for each in dossiers() if each.vendor.id == vendor)
