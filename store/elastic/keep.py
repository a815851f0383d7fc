"""Writing readings: claim the key, write the parts, write the review, each step only when the one before is safe.

A review document is written last, with the edition of its key: so it is there, in that edition, only when
everything that hangs on it is. What a crash left half-way is named by an intent, and mended from the review document.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from analysis.model import Reading
from store.elastic.bulk import Link
from store.elastic.dead import DeadLetters
from store.elastic.documents import encode, moment_in, reading_out, review_in
from store.elastic.keys import KeyState, Plan, Version, claim, edition_terms, key_out, next_edition, part_operations
from store.elastic.mappings import Json, Kind, Profile
from store.elastic.operations import Operation, Outcome
from store.elastic.parts import Part, parts_of

Decide = Callable[[KeyState], Plan]
_PAGE = 1_000  # parts a request while mending


@dataclass(frozen=True, slots=True)
class Kept:
    """What was planned and written. `refused` are the keys of which the server refused a document: dead letters."""

    plans: dict[str, Plan]
    refused: set[str]
    closing: Operation


@dataclass(slots=True)
class Keeper:
    """One writer's way of keeping. `by` tells its own claims from others'."""

    link: Link
    profile: Profile
    dead: DeadLetters
    by: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    async def keep(self, keys: Sequence[str], decide: Decide, targets: Collection[str] = ("",)) -> Kept:
        """Carry out what `decide` plans for each key.

        `targets` are those that the keys belong to: the next run of any of them mends what a crash leaves half-way, as
        a key that is claimed looks known though its review may not be there. Write `closing` of what is returned when
        everything that belongs to it is safe.
        """
        intent = uuid.uuid4().hex
        intended = asyncio.create_task(self._intend(intent, keys, targets))
        try:
            states = await self.look_up(keys)
        finally:
            await intended  # also behind an error, so that nothing goes on asking when the link is closed
        plans, refused = await self._claim(states, decide)
        written = [plan for plan in plans.values() if plan.after is not None]
        refused |= await self._write(written, _parts, refused)
        refused |= await self._write(written, self._whole, refused)
        taken_back = [key for key in refused if plans[key].after is not None]
        if taken_back:
            await self.mend(taken_back)
        return Kept(plans, refused, Operation("delete", Kind.INTENTS, intent))

    async def look_up(self, keys: Sequence[str]) -> dict[str, KeyState]:
        """Every key, as it is this moment; one that nobody has claimed has no place."""
        found = await self.link.find(Kind.KEYS, keys)
        return {key: key_out(found[key]) if key in found else KeyState(key) for key in keys}

    async def mend_intents(self, target: str) -> None:
        """Make whole what a killed run, or rescore, was just writing. Needs a refresh of the intents."""
        query = {"term": {"target": target}}
        while hits := (await self.link.search(Kind.INTENTS, query=query, size=_PAGE))["hits"]["hits"]:
            for hit in hits:
                await self.mend(hit["_source"]["keys"])
                await self.link.bulk([Operation("delete", Kind.INTENTS, hit["_id"])])
            await self.link.refresh(Kind.INTENTS)

    async def mend(self, keys: Sequence[str]) -> None:
        """Bring each key back to the reading that its review document holds, or to nothing."""
        floor = next_edition(KeyState(""))
        await self.link.refresh(Kind.MENTIONS, Kind.OPINIONS)
        states = await self.look_up(keys)
        reviews = await self.link.find(Kind.REVIEWS, keys)
        wanted: set[tuple[Kind, str]] = set()
        operations: list[Operation] = []
        for key, state in states.items():
            after, more = _mended(state, reviews.get(key), floor)
            operations += more
            wanted |= after.parts() if after else set()
        async for kind, name in self._stored_parts(keys):
            if (kind, name) not in wanted:
                operations.append(Operation("delete", kind, name, terms=edition_terms(floor)))
        await self.link.bulk(operations)

    async def _stored_parts(self, keys: Sequence[str]) -> AsyncIterator[tuple[Kind, str]]:
        for kind in (Kind.MENTIONS, Kind.OPINIONS):
            async for hit in self.link.scan(kind, {"terms": {"review": list(keys)}}, source=False):
                yield kind, hit["_id"]

    async def _intend(self, name: str, keys: Sequence[str], targets: Collection[str]) -> None:
        body = encode({"target": sorted(targets), "keys": list(keys), "at": moment_in(datetime.now(UTC))})
        await self.link.bulk([Operation("index", Kind.INTENTS, name, body)])

    async def _claim(self, states: dict[str, KeyState], decide: Decide) -> tuple[dict[str, Plan], set[str]]:
        """Plan and claim until nobody is in the way. Returns the plans, and the keys that were refused."""
        plans: dict[str, Plan] = {}
        refused: set[str] = set()
        left = list(states)
        while left:
            mine = [key for key in left if key in plans and self._is_mine(states[key], plans[key])]
            plans |= {key: decide(states[key]) for key in left if key not in mine}
            claims = [after for key in left if key not in mine and (after := plans[key].after)]
            outcomes = await self.link.bulk([claim(after) for after in claims])
            left = []
            for after, outcome in zip(claims, outcomes, strict=True):
                if outcome.conflict:
                    left.append(after.key)
                elif outcome.refused:
                    self.dead.bury(claim(after), outcome, plans[after.key].reading)
                    plans[after.key] = replace(plans[after.key], after=None)
                    refused.add(after.key)
            if left:
                states = await self.look_up(left)
        return plans, refused

    def _is_mine(self, state: KeyState, plan: Plan) -> bool:
        """The conflict was with our own claim, whose answer was lost on the way."""
        return plan.after is not None and state.by == self.by and state.same(plan.after)

    async def _write(self, plans: Iterable[Plan], make: Callable[[Plan], list[Operation]], skip: set[str]) -> set[str]:
        """One bulk for all plans. Returns the keys of which the server refused a document."""
        made = [(plan, operation) for plan in plans if plan.before.key not in skip for operation in make(plan)]
        outcomes = await self.link.bulk([operation for _, operation in made])
        return {
            self._buried(plan, operation, outcome)
            for (plan, operation), outcome in zip(made, outcomes, strict=True)
            if outcome.refused
        }

    def _buried(self, plan: Plan, operation: Operation, outcome: Outcome) -> str:
        self.dead.bury(operation, outcome, plan.reading)
        return plan.before.key

    def _whole(self, plan: Plan) -> list[Operation]:
        """The review document itself, or only its mark where nothing else has changed."""
        after, key = plan.after, plan.before.key
        assert after is not None
        if plan.erase:
            return [Operation("delete", Kind.REVIEWS, key, terms=edition_terms(after.edition))]
        if plan.reading is not None:
            body = encode(review_in(plan.reading, self.profile, vanished=after.vanished))
            return [Operation("index", Kind.REVIEWS, key, body, edition_terms(after.edition))]
        if after.vanished != plan.before.vanished:
            return [Operation("update", Kind.REVIEWS, key, encode({"doc": {"vanished": int(after.vanished)}}))]
        return []


def _parts(plan: Plan) -> list[Operation]:
    """What is read from a review, and the deletion of what is no longer read from it."""
    after = plan.after
    if after is None or (plan.reading is None and not plan.erase):
        return []
    before = plan.before
    stale = before.parts() - (set() if plan.erase else after.parts()) if before.mentions or before.opinions else set()
    gone = [Operation("delete", kind, name, terms=edition_terms(after.edition)) for kind, name in sorted(stale)]
    return gone + part_operations(plan.parts, after.edition)


def _mended(state: KeyState, review: Json | None, floor: int) -> tuple[KeyState | None, list[Operation]]:
    """The state that a key comes to, None for nothing, and what that takes beside the deletion of stray parts."""
    if state.place is None or state.forgotten:
        return None, [Operation("delete", Kind.REVIEWS, state.key, terms=edition_terms(floor))] if review else []
    number, term = state.place
    if review is None:
        terms = {"if_seq_no": number, "if_primary_term": term}
        return None, [Operation("delete", Kind.KEYS, state.key, terms=terms)]
    if review["_version"] >= state.edition:
        return state, []
    reading = reading_out(review["_source"])
    parts = parts_of(reading)
    after = replace(_back(state, reading, parts), edition=max(next_edition(state), floor + 1))
    whole = Operation("index", Kind.REVIEWS, state.key, encode(review["_source"]), edition_terms(after.edition))
    return after, [claim(after), *part_operations(parts, after.edition), whole]


def _back(state: KeyState, reading: Reading, parts: Sequence[Part]) -> KeyState:
    """The older reading, as if seen at the beginning of time: the next sight of the review is newer."""
    version = Version(0, reading.review.content_hash, reading.scorer, reading.review.client)
    return replace(state, version=version).holding(reading, parts)
