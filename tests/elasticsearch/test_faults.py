"""What can go wrong with a server, done to a real one."""

from __future__ import annotations

import asyncio

import pytest

import store
from analysis.errors import StoreReadOnly, StoreUnreachable
from analysis.model import Scope
from store.base import Store, Writer
from store.elastic.keep import Keeper
from tests.elasticsearch.conftest import Opened
from tests.elasticsearch.server import Server
from tests.store.material import BANK, SHOP, Crawl, begin, mention, reading, save, write

pytestmark = pytest.mark.elasticsearch
ALL = [Scope(BANK.client)]


def test_a_server_that_is_down_is_one_line_with_what_where_and_how_to_start_it() -> None:
    with pytest.raises(StoreUnreachable) as caught:
        store.open("http://somebody:geheim@127.0.0.1:9", {})
    line = str(caught.value)
    assert line.startswith("expected Elasticsearch at http://127.0.0.1:9, got no answer")
    assert "docker compose up -d elasticsearch" in line
    assert "geheim" not in line
    assert "\n" not in line


@pytest.mark.slow
def test_patience_that_is_at_an_end_says_so_and_how_to_go_on(opened: Opened, mortal_server: Server) -> None:
    impatient = opened(mortal_server, "brief", patience="1")
    crawl = Crawl()

    async def work(writer: Writer) -> None:
        await writer.begin(crawl.target, crawl.run)
        mortal_server.stop()
        with pytest.raises(StoreUnreachable, match=r"was away for 1 s .*run the same command again") as first:
            await writer.save([crawl.page(1, reading("1"))])
        with pytest.raises(StoreUnreachable) as again:
            await writer.save([crawl.page(2, reading("2"))])
        assert again.value is first.value  # it did not wait again for the next one

    try:
        write(impatient, work)
    finally:
        mortal_server.start()
    assert list(impatient.readings()) == []


def test_an_index_made_read_only_in_the_middle_stops_the_crawl_at_once(
    elasticsearch_server: Server, opened: Opened
) -> None:
    opened_store = opened(elasticsearch_server, "flooded", patience="600")
    block = "index.blocks.read_only_allow_delete"
    crawl = Crawl()

    async def work(writer: Writer) -> None:
        await writer.begin(crawl.target, crawl.run)
        await writer.save([crawl.page(1, reading("1", mention(0, -0.5)))])
        elasticsearch_server.request("PUT", "/flooded-mentions-v1/_settings", {block: True})
        with pytest.raises(StoreReadOnly, match=r"takes no writes: .*make room on its disk, or lift the block"):
            await asyncio.wait_for(writer.save([crawl.page(2, reading("2", mention(0, 0.5)))]), 300)

    write(opened_store, work)
    elasticsearch_server.request("PUT", "/flooded-mentions-v1/_settings", {block: None})
    again = Crawl(id="run-2")
    acks = save(opened_store, again, again.page(2, reading("2", mention(0, 0.5))))
    assert [state for ack in acks for state in ack.states.values()] == ["new"]
    assert {one.review.ref for one in opened_store.readings()} == {"1", "2"}
    assert opened_store.stats()["mentions"] == 2
    assert opened_store.stats()["intents"] == 0
    told = opened_store.target(BANK.key)
    assert told is not None
    assert [run.finish for run in told.runs] == ["", "interrupted"]


def test_health_tells_a_block(elasticsearch_server: Server, opened: Opened) -> None:
    blocked = opened(elasticsearch_server, "blocked")
    elasticsearch_server.request("PUT", "/blocked-intents-v1/_settings", {"index.blocks.write": True})
    health = blocked.health()
    assert not health.writable
    assert "takes no writes" in health.detail
    assert "lift the block" in health.cure


def test_two_writers_on_one_review_leave_one_whole_reading(empty_store: Store) -> None:
    """Two targets that show the same reviews, edited now and then, at the same time."""
    other = Crawl(BANK.of(BANK.source, BANK.client, {"url": "https://elsewhere.example/"}), id="run-2")
    mine = Crawl()

    async def session(crawl: Crawl, shift: int) -> None:
        async with empty_store.writer() as writer:
            await writer.begin(crawl.target, crawl.run)
            for turn in range(6):
                shown = [
                    reading(
                        str(n), *(mention(k, -0.5) for k in range((n + turn + shift) % 4)), body=f"{n} {turn} {shift}"
                    )
                    for n in range(20)
                ]
                await writer.save([crawl.page(turn, *shown, minutes=2 * turn + shift)])

    async def both() -> None:
        await asyncio.gather(session(mine, 0), session(other, 1))

    asyncio.run(both())
    kept = list(empty_store.readings())
    assert len(kept) == 20
    assert {one.review.body.partition(" ")[2] for one in kept} == {"5 1"}  # the one that was fetched last
    stats = empty_store.stats()
    assert stats["mentions"] == sum(len(one.mentions) for one in kept)
    (tally,) = empty_store.tallies(ALL)
    assert tally.mentions == stats["mentions"]
    for crawl in (mine, other):
        told = empty_store.target(crawl.target.key)
        assert told is not None
        assert told.captured == 20


class Gone(Exception):
    """The process ends here."""


def test_what_a_killed_writer_left_half_way_is_mended_by_the_next_run(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys are claimed and parts are written, but no review: as after kill -9 of rbp at that moment."""
    crawl = Crawl()
    before = [reading("1", mention(0, -0.5), mention(1, 0.5), body="first"), reading("2", mention(0, 0.5))]
    save(empty_store, crawl, crawl.page(1, *before))

    def end(*_: object) -> None:
        raise Gone

    edited = reading("1", mention(0, 0.9), mention(1, 0.8), mention(2, 0.7), body="second")
    with monkeypatch.context() as patched:
        patched.setattr(Keeper, "_whole", end)
        with pytest.raises(Gone):
            save(empty_store, crawl, crawl.page(1, edited, reading("3", mention(0, 0.1)), minutes=9))
    stats = empty_store.stats()
    assert (stats["intents"], stats["mentions"], stats["keys"], stats["reviews"]) == (1, 5, 3, 2)
    again = Crawl(id="run-2")
    begin(empty_store, again)
    assert sorted(empty_store.readings(), key=lambda one: one.review.ref) == before
    stats = empty_store.stats()
    assert (stats["intents"], stats["mentions"], stats["keys"], stats["reviews"]) == (0, 3, 2, 2)
    (tally,) = empty_store.tallies(ALL)
    assert (tally.reviews, tally.mentions) == (2, 3)
    (ack,) = save(empty_store, again, again.page(1, edited, reading("3", mention(0, 0.1)), minutes=9))
    assert [ack.states[one.review.key] for one in (edited, reading("3"))] == ["changed", "new"]
    assert empty_store.stats()["mentions"] == 5


def test_what_was_killed_half_way_is_mended_before_any_of_its_targets_goes_on(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch of a crawl holds pages of several targets; the next crawl may visit any one of them alone."""
    bank, shop = Crawl(), Crawl(SHOP, id="run-2")
    shown = reading("2", mention(0, 0.5), client=SHOP.client)

    def end(*_: object) -> None:
        raise Gone

    async def both(writer: Writer) -> None:
        for crawl in (bank, shop):
            await writer.begin(crawl.target, crawl.run)
        await writer.save([bank.page(1, reading("1", mention(0, -0.5))), shop.page(1, shown)])

    with monkeypatch.context() as patched:
        patched.setattr(Keeper, "_whole", end)
        with pytest.raises(Gone):
            write(empty_store, both)
    again = Crawl(SHOP, id="run-3")
    (ack,) = save(empty_store, again, again.page(1, shown, minutes=9))
    assert ack.states == {shown.review.key: "new"}
    assert list(empty_store.readings()) == [shown]
