"""What a store itself writes: rescored readings, forgotten keys, models. Asynchronous inside, like a crawl's writer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from analysis.errors import StoreError
from analysis.keys import digest
from analysis.model import Reading
from store.base import Selection, StoredModel
from store.elastic.address import Address
from store.elastic.bulk import Link
from store.elastic.dead import DeadLetters
from store.elastic.documents import encode
from store.elastic.keep import Keeper
from store.elastic.keys import KeyState, Plan, next_edition
from store.elastic.mappings import Json, Kind, Profile
from store.elastic.operations import Operation
from store.elastic.parts import parts_of
from store.elastic.scope import all_of

Answer = TypeVar("Answer")
Work: TypeAlias = Callable[[Keeper], Coroutine[Any, Any, Answer]]
_BATCH = 500  # readings, or keys, in memory and in one intent


def run_now(address: Address, profile: Profile, work: Work[Answer]) -> Answer:
    """Do asynchronous work from synchronous code, also where the caller stands in a running loop."""

    async def whole() -> Answer:
        link = Link(address)
        try:
            return await work(Keeper(link, profile, DeadLetters(address.dead_letters)))
        finally:
            await link.close()

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="rbp-elasticsearch") as thread:
        return thread.submit(asyncio.run, whole()).result()


async def rewrite(keeper: Keeper, readings: Iterable[Reading]) -> int:
    """Replace the readings of known reviews whose content is still the same. Returns how many."""
    await keeper.link.refresh(Kind.INTENTS)
    await keeper.mend_intents("")
    rest, count = iter(readings), 0
    while batch := list(islice(rest, _BATCH)):
        count += await _rewrite(keeper, {reading.review.key: reading for reading in batch})
    return count


async def _rewrite(keeper: Keeper, new: Mapping[str, Reading]) -> int:
    kept = await keeper.keep(list(new), lambda before: _replaced(before, new[before.key], keeper.by))
    await keeper.link.bulk([kept.closing])
    return sum(plan.reading is not None for key, plan in kept.plans.items() if key not in kept.refused)


def _replaced(before: KeyState, reading: Reading, by: str) -> Plan:
    version = before.version
    if version is None or version.content != reading.review.content_hash:
        return Plan(before)
    version = replace(version, scorer=reading.scorer, client=reading.review.client)
    parts = parts_of(reading)
    after = replace(before.holding(reading, parts), version=version, by=by, edition=next_edition(before))
    return Plan(before, after, reading, parts=parts)


def selecting(selection: Selection) -> Json:
    """A partial date lies before a day only as a whole; an undated review lies before none.

    Raises ValueError on an empty selection.
    """
    parts: list[Json] = []
    for field in ("url", "ref", "client", "source"):
        if (value := getattr(selection, field)) is not None:
            parts.append({"term": {field: value}})
    if selection.before is not None:
        parts.append({"range": {"last": {"lt": selection.before.isoformat()}}})
    if not parts:
        raise ValueError("expected a url, a ref, a client, a source or a day to select by, got none of them")
    return all_of(*parts)


async def forget(keeper: Keeper, query: Json) -> int:
    """Delete what is selected with all that hangs on it; the hashes of the keys stay. Returns how many."""
    await keeper.link.refresh(Kind.INTENTS, Kind.REVIEWS)
    await keeper.mend_intents("")
    count, batch = 0, list[str]()
    async for hit in keeper.link.scan(Kind.REVIEWS, query, source=False):
        batch.append(hit["_id"])
        if len(batch) == _BATCH:
            count += await _forget(keeper, batch)
            batch = []
    count += await _forget(keeper, batch)
    if count:  # deleted documents lie in the segments until they are merged away
        index = [keeper.link.index(kind) for kind in (Kind.REVIEWS, Kind.MENTIONS, Kind.OPINIONS, Kind.KEYS)]
        await keeper.link.refresh(Kind.REVIEWS, Kind.MENTIONS, Kind.OPINIONS, Kind.KEYS)
        await keeper.link.ask(lambda: keeper.link.client.indices.forcemerge(index=index, only_expunge_deletes=True))
    return count


async def _forget(keeper: Keeper, keys: Sequence[str]) -> int:
    def decide(before: KeyState) -> Plan:
        if before.forgotten:
            return Plan(before)
        after = KeyState(before.key, next_edition(before), keeper.by, forgotten=True, place=before.place)
        return Plan(before, after, erase=True)

    if not keys:
        return 0
    kept = await keeper.keep(keys, decide)
    await keeper.link.bulk([kept.closing])
    return sum(plan.after is not None for plan in kept.plans.values())


async def save_model(keeper: Keeper, model: StoredModel) -> None:
    body = encode({"name": model.name, "version": model.version, "payload": model.payload})
    name = digest("model", model.name, str(model.version))
    (outcome,) = await keeper.link.bulk([Operation("index", Kind.MODELS, name, body)])
    if not outcome.done:
        raise StoreError(f"the server refused the model {model.name!r}: {outcome.kind}: {outcome.reason}")
