"""Indexing by our Writer against a bare `async_streaming_bulk` of the same documents. `python -m benchmarks.bulk`.

Both take the same readings, turn by turn in an order that changes, so that what else the machine does falls on
both; the median of the turns' ratios counts. The bare helper writes reviews, mentions and opinions into mappings like
ours, and knows nothing else: no key, no ledger, no edit, no refused document. Beside it stands the CPU time of the
client and, of a server that was started here, of the server: those do not know what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from elasticsearch import AsyncElasticsearch
from elasticsearch.helpers import async_streaming_bulk

import store
from analysis.model import Reading
from benchmarks import crowd
from store.base import Store
from store.elastic.documents import review_in
from store.elastic.mappings import Profile
from store.elastic.parts import mentions_in, opinions_in
from store.ledger import Page
from tests.elasticsearch.server import Server

ROUNDS = 15
REVIEWS = 2_000  # a turn: 19,000 documents, some seconds
IN_FLIGHT = 50  # pages on their way to the store at once: as many as a crawl hands over in one batch
_CHUNK = 1_000  # documents a request of the bare helper, as of ours


@dataclass(frozen=True, slots=True)
class Turn:
    """`documents` are reviews, mentions and opinions; `client` and `server` are CPU seconds."""

    documents: int
    seconds: float
    client: float
    server: float

    @property
    def speed(self) -> float:
        return self.documents / self.seconds


@dataclass(frozen=True, slots=True)
class Place:
    """A server, with its process where it was started here."""

    url: str
    pid: int | None = None

    def cpu(self) -> float:
        """Seconds since it started; 0 where it is not ours to look at."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return 0.0
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def timed(self, work: Callable[[], None], documents: int) -> Turn:
        began, client, server = time.perf_counter(), time.process_time(), self.cpu()
        work()
        seconds = time.perf_counter() - began
        return Turn(documents, seconds, time.process_time() - client, self.cpu() - server)


def bare(place: Place, readings: Sequence[Reading]) -> Turn:
    prefix = _fresh(place.url, "bare")

    async def work() -> None:
        async with AsyncElasticsearch(place.url, request_timeout=60) as client:
            documents = _documents(prefix, readings)
            assert all([done async for done, _ in async_streaming_bulk(client, documents, chunk_size=_CHUNK)])
            await client.indices.refresh(index=f"{prefix}-*")  # as our Writer does at its end

    return place.timed(lambda: asyncio.run(work()), count(readings))


async def _documents(prefix: str, readings: Sequence[Reading]) -> AsyncIterator[dict[str, Any]]:
    for reading in readings:
        yield {"_index": f"{prefix}-reviews", "_id": reading.review.key, **review_in(reading, Profile.BASIC)}
        for kind, parts in (("mentions", mentions_in(reading)), ("opinions", opinions_in(reading))):
            for name, body in parts:
                yield {"_index": f"{prefix}-{kind}", "_id": name, **body}


def ours(place: Place, readings: Sequence[Reading]) -> Turn:
    """Through our Writer, which writes keys and the ledger as well; those do not count."""
    starts = range(0, len(readings), crowd.REVIEWS_A_PAGE)
    pages = [crowd.page(number, readings[n : n + crowd.REVIEWS_A_PAGE]) for number, n in enumerate(starts)]
    with store.open(place.url, {"prefix": _fresh(place.url, "ours")}) as opened:
        return place.timed(lambda: asyncio.run(write(opened, pages)), count(readings))


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


def show(place: Place) -> None:
    """Print the ratio of each round, and what a document takes on either side."""
    readings = list(crowd.readings(REVIEWS * crowd.MENTIONS_A_REVIEW))
    turns: dict[str, list[Turn]] = {"bare": [], "rbp": []}
    ways = [("bare", bare), ("rbp", ours)]
    for _ in range(ROUNDS):
        for name, way in ways:
            turns[name].append(way(place, readings))
        ways.reverse()
    for name, made in turns.items():
        speed = median(turn.speed for turn in made)
        client, server = (median(cost) * 1e6 for cost in zip(*map(_costs, made), strict=True))
        print(f"{name:>5} {speed:>7,.0f} documents/s; CPU a document: client {client:.0f} µs, server {server:.0f} µs")
    ratios = sorted(own.speed / plain.speed for plain, own in zip(turns["bare"], turns["rbp"], strict=True))
    print(f"ratio {median(ratios):.0%} (rounds: {', '.join(f'{ratio:.0%}' for ratio in ratios)})", flush=True)


def _costs(turn: Turn) -> tuple[float, float]:
    return turn.client / turn.documents, turn.server / turn.documents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elasticsearch", metavar="URL", help="a running server; otherwise one is started")
    given = parser.parse_args()
    if given.elasticsearch:
        show(Place(given.elasticsearch))
        return
    with Server() as server:
        show(Place(server.url, server.pid))


if __name__ == "__main__":
    main()
