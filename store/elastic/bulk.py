"""Writing many documents: `async_streaming_bulk` with the patience, the back-off and the answers that a crawl needs.

The client's own helper gives up on a broken connection, takes a blocked index for a busy one, and tells of a
refused document without its body. Here every operation gets its answer, whatever happened on the way.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, AsyncElasticsearch, UnsupportedProductError

from store.elastic.address import Address
from store.elastic.client import BLOCKED, async_client, error_reason, error_type, read_only, translate
from store.elastic.documents import encode
from store.elastic.effort import Effort
from store.elastic.mappings import Json, Kind, alias
from store.elastic.operations import Operation, Outcome

CHUNK_OPERATIONS = 1_000  # a request; more gains nothing
CHUNK_BYTES = 4_000_000  # far below the server's 100 MB, so that two in flight stay small on both sides
IN_FLIGHT = 2  # one is sent while the other is worked on
_SHARD_WAIT = "5s"  # how long the server itself waits for a shard that is starting; the patience is ours
_READ_OF_BULK = ["items.*.status", "items.*.error"]  # the rest of the answer is longer than both
_WHOLE: Json = {"allow_partial_search_results": False}  # a shard that is not there is an error, never fewer hits
KEEP_ALIVE = "5m"  # of a point in time, from page to page

Answer = TypeVar("Answer")


class Link:
    """One asynchronous connection, for one event loop. Close it."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.client: AsyncElasticsearch = async_client(address)

    async def close(self) -> None:
        await self.client.close()

    def index(self, kind: Kind) -> str:
        return alias(self.address.prefix, kind)

    async def bulk(self, operations: Sequence[Operation]) -> list[Outcome]:
        """An outcome for each operation, in order. Raises StoreReadOnly at once where the index is blocked,
        StoreUnreachable when the patience is at an end."""
        outcomes: list[Outcome] = []
        chunks = list(_chunks(operations))
        for n in range(0, len(chunks), IN_FLIGHT):
            made = await asyncio.gather(*map(self._chunk, chunks[n : n + IN_FLIGHT]), return_exceptions=True)
            for part in made:  # gathered to the end, so that none is left running behind an error
                if isinstance(part, BaseException):
                    raise part
                outcomes += part
        return outcomes

    async def ask(self, request: Callable[[], Awaitable[Answer]]) -> Answer:
        """Try until it is answered or the patience is at an end. A request must bear being sent twice."""
        effort = Effort(self.address)
        while True:
            try:
                answer = await request()
            except (ApiError, TransportError, UnsupportedProductError) as error:
                if not _passing(error):
                    raise translate(error, self.address) from None
                await effort.pause(str(translate(error, self.address)))
            else:
                effort.over()
                return answer

    async def find(self, kind: Kind, ids: Sequence[str]) -> dict[str, Json]:
        """The documents with these ids as they are this moment: id -> hit, with `_source` and `_seq_no`."""
        found: dict[str, Json] = {}
        for n in range(0, len(ids), CHUNK_OPERATIONS):
            some = list(ids[n : n + CHUNK_OPERATIONS])
            for document in await self.ask(partial(self._mget, kind, some)):
                if document.get("found"):
                    found[document["_id"]] = document
        return found

    async def refresh(self, *kinds: Kind) -> None:
        """Make what was written findable."""
        index = ",".join(self.index(kind) for kind in kinds)
        await self.ask(lambda: self.client.indices.refresh(index=index))

    async def search(self, kind: Kind, **body: Any) -> Json:
        answer = await self.ask(lambda: self.client.search(index=self.index(kind), **body, **_WHOLE))
        return dict(answer.body)

    async def scan(self, kind: Kind, query: Json, *, source: Any = True) -> AsyncIterator[Json]:
        """Every document that fits, as of now, in no particular order; streamed, no matter how many."""
        what: Json = {"query": query, "size": CHUNK_OPERATIONS, "source": source}
        hits = (await self.search(kind, **what))["hits"]["hits"]
        if len(hits) < CHUNK_OPERATIONS:  # most are short, and need no point in time
            for hit in hits:
                yield hit
            return
        pit = await self.ask(lambda: self.client.open_point_in_time(index=self.index(kind), keep_alive=KEEP_ALIVE))
        place: Json = {"pit": {"id": pit.body["id"], "keep_alive": KEEP_ALIVE}, "sort": ["_shard_doc"]}
        try:
            while True:
                hits = (await self.ask(partial(self.client.search, **what, **place, **_WHOLE))).body["hits"]["hits"]
                for hit in hits:
                    yield hit
                if len(hits) < CHUNK_OPERATIONS:
                    return
                place["search_after"] = hits[-1]["sort"]
        finally:
            with suppress(ApiError, TransportError):  # the server lets go of it by itself, too
                await self.client.close_point_in_time(id=pit.body["id"])

    async def _mget(self, kind: Kind, ids: list[str]) -> list[Json]:
        answer = await self.client.mget(index=self.index(kind), ids=ids)
        documents: list[Json] = answer.body["docs"]
        for document in documents:
            if "error" in document:  # its shard is not up yet
                raise NoConnection(f"{error_type(document)}: {error_reason(document)}")
        return documents

    async def _chunk(self, operations: list[Operation]) -> list[Outcome]:
        outcomes: list[Outcome | None] = [None] * len(operations)
        left = list(range(len(operations)))
        effort = Effort(self.address)
        while True:
            answers = await self.ask(partial(self._send, [operations[n] for n in left]))
            for n, outcome in zip(left, answers, strict=True):
                outcomes[n] = outcome
                if outcome.kind == BLOCKED:
                    raise read_only(self.address, outcome.reason)
            left = [n for n in left if (last := outcomes[n]) is not None and last.again]
            if not left:
                effort.over()
                return [outcome for outcome in outcomes if outcome is not None]
            last = outcomes[left[0]]
            await effort.pause(f"{self.address.url}: {last.status} {last.kind}" if last else "")

    async def _send(self, operations: list[Operation]) -> list[Outcome]:
        lines: list[Any] = [b"".join(_lines(operation, self.index(operation.kind)) for operation in operations)]
        answer = await self.client.bulk(
            operations=lines, require_alias=True, timeout=_SHARD_WAIT, filter_path=_READ_OF_BULK
        )
        items = (next(iter(item.values())) for item in answer.body["items"])
        return [
            Outcome(item["status"], error_type(item), error_reason(item) if "error" in item else "") for item in items
        ]


def _passing(error: Exception) -> bool:
    if isinstance(error, ApiError):
        return Outcome(error.meta.status, error_type(error.body)).again
    return isinstance(error, NoConnection | ConnectionTimeout) and not type(error).__name__.startswith("Tls")


def _chunks(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    chunk: list[Operation] = []
    size = 0
    for operation in operations:
        if chunk and (len(chunk) >= CHUNK_OPERATIONS or size + operation.size > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(operation)
        size += operation.size
    if chunk:
        yield chunk


def _lines(operation: Operation, index: str) -> bytes:
    head = {operation.action: {"_index": index, "_id": operation.id, **operation.terms}}
    line = encode(head) + b"\n"
    return line + operation.body + b"\n" if operation.action != "delete" else line
