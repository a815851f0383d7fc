"""Sweeps of a target, and what a store's ledger tells after them."""

from __future__ import annotations

from datetime import timedelta

from analysis.model import Target
from store.base import Store
from store.ledger import Run, TargetState
from tests.store.material import BANK, START, Crawl, finish, mention, reading, save


def state(store: Store, target: Target = BANK) -> TargetState:
    found = store.target(target.key)
    assert found is not None
    return found


def pending(store: Store, target: Target = BANK) -> list[int]:
    return [ref.depth for ref in store.pending(target.key)]


def vanished(store: Store) -> int:
    return sum(row.vanished for row in store.census(None))


def sweep(store: Store, number: int, *refs: str, target: Target = BANK, **ended: str) -> Run:
    """A full sweep that sees these reviews, on two pages."""
    crawl = Crawl(target, sweep=number, id=f"{target.client}-{number}", started=START + timedelta(days=number))
    half = len(refs) // 2
    first, second = [reading(ref, mention(0, -0.5)) for ref in refs[:half]], [reading(ref) for ref in refs[half:]]
    save(store, crawl, crawl.page(1, *first), crawl.page(2, *second))
    return finish(store, crawl.ended(**ended))
