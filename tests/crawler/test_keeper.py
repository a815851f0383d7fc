"""Batches: full, old or wanted at once; and a slow store holds back whoever brings more."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from analysis.errors import StoreError, StoreReadOnly
from crawler.keeper import Keeper
from store.ledger import Ack, Page, PageRef
from tests.store.bare import NoLedger

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PATIENCE = 50  # seconds: less than the `seconds` of batches that must not go off by age


class Slow(NoLedger):
    """Remembers the sizes of batches; where it is shut, it keeps none until it is opened."""

    def __init__(self, *, shut: bool = False) -> None:
        self.batches: list[int] = []
        self.begun, self.opened = asyncio.Event(), asyncio.Event()
        if not shut:
            self.opened.set()

    async def save(self, pages: Sequence[Page]) -> list[Ack]:
        self.begun.set()
        await self.opened.wait()
        self.batches.append(len(pages))
        return [Ack(page.ref.key, {}) for page in pages]

    async def close(self) -> None: ...


async def settle() -> None:
    """Let everything go as far as it can without the clock."""
    for _ in range(1000):
        await asyncio.sleep(0)


def page(number: int) -> Page:
    return Page(PageRef("target", f"https://bluebird.example/{number}"), "run", NOW)


def test_a_batch_goes_off_when_it_is_full() -> None:
    async def act() -> list[int]:
        writer = Slow()
        keeper = Keeper(writer, lambda error: None, seconds=60)
        kept = [await keeper.put(page(number)) for number in range(16)]
        await asyncio.wait_for(asyncio.gather(*kept), PATIENCE)
        await keeper.close()
        return writer.batches

    assert asyncio.run(act()) == [16]


def test_a_lone_page_is_safe_after_a_while_and_at_once_where_somebody_waits() -> None:
    async def act() -> list[int]:
        writer = Slow()
        keeper = Keeper(writer, lambda error: None, seconds=0.05)
        await asyncio.wait_for(await keeper.put(page(1)), PATIENCE)
        slow = Keeper(writer, lambda error: None, seconds=60)
        await asyncio.wait_for(await slow.put(page(2), hurry=True), PATIENCE)
        await keeper.close()
        await slow.close()
        return writer.batches

    assert asyncio.run(act()) == [1, 1]


def test_whoever_brings_more_than_the_store_takes_waits() -> None:
    async def act() -> tuple[int, int]:
        writer = Slow(shut=True)
        keeper = Keeper(writer, lambda error: None, seconds=60)
        bringing = [asyncio.ensure_future(keeper.put(page(number))) for number in range(500)]
        await settle()
        taken = sum(task.done() for task in bringing)
        writer.opened.set()
        await asyncio.wait_for(asyncio.gather(*bringing), PATIENCE)
        await keeper.close()
        return taken, sum(writer.batches)

    assert asyncio.run(act()) == (200, 500)


def test_flush_waits_for_a_batch_that_is_being_saved() -> None:
    async def act() -> tuple[bool, int]:
        writer = Slow(shut=True)
        keeper = Keeper(writer, lambda error: None, seconds=60)
        for number in range(20):
            await keeper.put(page(number))
        await writer.begun.wait()
        flushing = asyncio.ensure_future(keeper.flush())
        await settle()
        early = flushing.done()
        writer.opened.set()
        await asyncio.wait_for(flushing, PATIENCE)
        kept = sum(writer.batches)
        await keeper.close()
        return early, kept

    assert asyncio.run(act()) == (False, 20)


def test_a_lost_store_is_told_once_and_settles_every_page() -> None:
    told: list[StoreError] = []

    class Full(Slow):
        async def save(self, pages: Sequence[Page]) -> list[Ack]:
            raise StoreReadOnly("the disk is full")

    async def act() -> list[object]:
        keeper = Keeper(Full(), told.append, seconds=60)
        kept = [await keeper.put(page(number), hurry=True) for number in range(5)]
        ended = await asyncio.gather(*kept, return_exceptions=True)
        await keeper.close()
        return list(ended)

    assert {str(error) for error in asyncio.run(act())} == {"the disk is full"}
    assert [str(error) for error in told] == ["the disk is full"]


def test_a_page_that_can_neither_be_kept_nor_written_down_ends_the_crawl(tmp_path: Path) -> None:
    """It waited for ever for a page that nobody would settle."""
    told: list[StoreError] = []

    class Picky(Slow):
        async def save(self, pages: Sequence[Page]) -> list[Ack]:
            raise ValueError("what is this?")

    async def act() -> list[object]:
        keeper = Keeper(Picky(), told.append, tmp_path / "not" / "there.jsonl", seconds=60)
        kept = [await keeper.put(page(number), hurry=True) for number in range(3)]
        ended = await asyncio.wait_for(asyncio.gather(*kept, return_exceptions=True), PATIENCE)
        await asyncio.wait_for(keeper.close(), PATIENCE)
        return list(ended)

    lost = asyncio.run(act())
    assert [str(error) for error in told] == [str(lost[0])]
    assert lost == [told[0]] * 3
    assert "(what is this?), nor write" in str(told[0])
