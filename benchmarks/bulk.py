"""Indexing by our Writer against a bare `async_streaming_bulk` of the same documents. `python -m benchmarks.bulk`.

Both take the same readings, turn by turn in an order that changes, so that what else the machine does falls on
both; the medians are compared. The bare helper writes reviews, mentions and opinions into mappings like ours, and
knows nothing else: no key, no ledger, no edit, no refused document. CPU time of the client stands beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from elasticsearch import AsyncElasticsearch
from elasticsearch.helpers import async_streaming_bulk

import store
from analysis.model import Reading
from benchmarks import crowd
from store.base import Store
from store.elastic.documents import mentions_in, opinions_in, review_in
from store.elastic.mappings import Profile
from store.ledger import Page
from tests.elasticsearch.server import Server

ROUNDS = 7
REVIEWS = 5_000  # a turn: some seconds
IN_FLIGHT = 50  # pages on their way to the store at once: as many as a crawl hands over in one batch
_CHUNK = 1_000  # documents a request of the bare helper, as of ours


@dataclass(frozen=True, slots=True)
class Turn:
    """`documents` are reviews, mentions and opinions; `cpu` is the client's, in seconds."""

    documents: int
    seconds: float
    cpu: float

    @property
    def speed(self) -> float:
        return self.documents / self.seconds


def bare(url: str, readings: Sequence[Reading]) -> Turn:
    prefix = _fresh(url, "bare")

    async def work() -> None:
        async with AsyncElasticsearch(url, request_timeout=60) as client:
            documents = _documents(prefix, readings)
            assert all([done async for done, _ in async_streaming_bulk(client, documents, chunk_size=_CHUNK)])

    return _timed(lambda: asyncio.run(work()), count(readings))


async def _documents(prefix: str, readings: Sequence[Reading]) -> AsyncIterator[dict[str, Any]]:
    for reading in readings:
        yield {"_index": f"{prefix}-reviews", "_id": reading.review.key, **review_in(reading, Profile.BASIC)}
        for kind, parts in (("mentions", mentions_in(reading)), ("opinions", opinions_in(reading))):
            for name, body in parts:
                yield {"_index": f"{prefix}-{kind}", "_id": name, **body}


def ours(url: str, readings: Sequence[Reading]) -> Turn:
    """Through our Writer, which writes keys and the ledger as well; those do not count."""
    starts = range(0, len(readings), crowd.REVIEWS_A_PAGE)
    pages = [crowd.page(number, readings[n : n + crowd.REVIEWS_A_PAGE]) for number, n in enumerate(starts)]
    with store.open(url, {"prefix": _fresh(url, "ours")}) as opened:
        return _timed(lambda: asyncio.run(write(opened, pages)), count(readings))


def count(readings: Iterable[Reading]) -> int:
    """Reviews, mentions and opinions, as documents."""
    return sum(1 + len(reading.mentions) + len(list(opinions_in(reading))) for reading in readings)


async def write(opened: Store, pages: Iterable[Page]) -> None:
    """As a crawl does: many pages on their way at once, never more than so many."""
    async with opened.writer() as writer:
        await writer.begin(crowd.TARGET, crowd.run())
        on_the_way: set[asyncio.Task[Any]] = set()
        for page in pages:
            if len(on_the_way) == IN_FLIGHT:
                done, on_the_way = await asyncio.wait(on_the_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            on_the_way.add(asyncio.create_task(writer.save([page])))
        await asyncio.gather(*on_the_way)


def _fresh(url: str, name: str) -> str:
    """A prefix whose indices are there, and empty."""
    prefix = f"{name}{uuid.uuid4().hex[:6]}"
    store.open(url, {"prefix": prefix}).close()
    return prefix


def _timed(work: Callable[[], None], documents: int) -> Turn:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return Turn(documents, time.perf_counter() - began, time.process_time() - cpu)


def show(url: str) -> None:
    """Print both medians and their ratio, and that of each round."""
    readings = list(crowd.readings(REVIEWS * crowd.MENTIONS_A_REVIEW))
    turns: dict[str, list[Turn]] = {"bare": [], "rbp": []}
    ways = [("bare", bare), ("rbp", ours)]
    for _ in range(ROUNDS):
        for name, way in ways:
            turns[name].append(way(url, readings))
        ways.reverse()
    for name, made in turns.items():
        speed = median(turn.speed for turn in made)
        cpu = median(turn.cpu / turn.documents for turn in made)
        print(f"{name:>5} {speed:>8,.0f} documents/s, {cpu * 1e6:>4,.0f} µs CPU of the client a document")
    ratios = sorted(own.speed / plain.speed for plain, own in zip(turns["bare"], turns["rbp"], strict=True))
    print(f"ratio {median(ratios):.0%} (rounds: {', '.join(f'{ratio:.0%}' for ratio in ratios)})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elasticsearch", metavar="URL", help="a running server; otherwise one is started")
    given = parser.parse_args()
    if given.elasticsearch:
        show(given.elasticsearch)
        return
    with Server() as server:
        show(server.url)


if __name__ == "__main__":
    main()
