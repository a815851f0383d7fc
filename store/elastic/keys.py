"""The small document a review key: which edition is stored, which targets show it, or that it is forgotten.

Whoever writes a review first claims its key under the sequence number that was read, with an edition greater than
the one before. All documents that hang on it are written with that edition as their version, so that of two
writers the later claim wins everywhere, in whatever order their requests arrive.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.keys import digest
from analysis.model import Reading
from store.elastic.documents import encode
from store.elastic.mappings import Json, Kind
from store.elastic.operations import Operation
from store.elastic.parts import Part, parts_of
from store.ledger import ReviewState

_SWEEP_DIGITS = 10


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """What a stored review is a version of; the greatest stays. `seen` is in microseconds since 1970."""

    seen: int
    content: str
    scorer: str
    client: str

    def differs(self, other: Version) -> bool:
        return (self.content, self.scorer, self.client) != (other.content, other.scorer, other.client)


@dataclass(frozen=True, slots=True)
class Shown:
    """When and in which sweep a target last showed a review. `missed` is the sweep that first missed it, or 0."""

    sweep: int
    first_seen: int
    last_seen: int
    missed: int = 0

    def again(self, sweep: int, seen: int) -> Shown:
        missed = 0 if sweep >= self.missed else self.missed
        return Shown(max(self.sweep, sweep), min(self.first_seen, seen), max(self.last_seen, seen), missed)


@dataclass(frozen=True, slots=True)
class KeyState:
    """`mentions` are the numbers and `opinions` the ids of what is stored. `place` is where it was read:
    sequence number and primary term, None where there is no such document yet."""

    key: str
    edition: int = 0
    by: str = ""
    version: Version | None = None
    forgotten: bool = False
    vanished: bool = False
    mentions: tuple[int, ...] = ()
    opinions: tuple[str, ...] = ()
    shown: Mapping[str, Shown] = field(default_factory=dict)
    first: str | None = None
    place: tuple[int, int] | None = None

    def holding(self, reading: Reading, parts: Sequence[Part]) -> KeyState:
        """With the names of all that is made of a reading."""
        first = reading.review.published
        return replace(
            self,
            mentions=tuple(mention.number for mention in reading.mentions),
            opinions=tuple(part.id.removeprefix(self.key) for part in parts if part.kind is Kind.OPINIONS),
            first=first.first.isoformat() if first else None,
        )

    def same(self, other: KeyState) -> bool:
        """But for where it was read."""
        return replace(self, place=None) == replace(other, place=None)

    def parts(self) -> set[tuple[Kind, str]]:
        """Kind and id of each mention and opinion that is stored."""
        mentions = {(Kind.MENTIONS, mention_id(self.key, number)) for number in self.mentions}
        return mentions | {(Kind.OPINIONS, self.key + name) for name in self.opinions}


@dataclass(frozen=True, slots=True)
class Plan:
    """What one key needs: the state to claim (None: nothing at all), and the reading to write, if any, with its parts.

    `answers` are the states to tell, by number of the page. `erase` deletes all that hangs on the key.
    """

    before: KeyState
    after: KeyState | None = None
    reading: Reading | None = None
    answers: Mapping[int, ReviewState] = field(default_factory=dict)
    erase: bool = False
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A review on a page. `page` numbers the page in its batch."""

    page: int
    target: str
    sweep: int
    seen: int
    reading: Reading


def mention_id(review: str, number: int) -> str:
    return digest("mention", review, str(number))


def sweep_name(target: str, sweep: int) -> str:
    """Of equal length, so that sweeps of a target sort like their numbers."""
    return f"{target}:{sweep:0{_SWEEP_DIGITS}d}"


def next_edition(before: KeyState) -> int:
    """Greater than the one before, and than any that was ever deleted: microseconds since 1970."""
    return max(before.edition + 1, time.time_ns() // 1_000)


def decide(before: KeyState, sightings: list[Sighting], by: str) -> Plan:
    """Fold what was seen of one review, in order, into what is stored: of two versions, the later one stays."""
    if before.forgotten:
        return Plan(before, answers={sighting.page: "forgotten" for sighting in sightings})
    version, reading = before.version, None
    shown, answers = dict(before.shown), dict[int, ReviewState]()
    for seen in sightings:
        review = seen.reading.review
        this = Version(seen.seen, review.content_hash, seen.reading.scorer, review.client)
        answers[seen.page] = "known"
        if version is None:
            answers[seen.page], version, reading = "new", this, seen.reading
        elif this > version:
            if this.differs(version):
                answers[seen.page] = "changed" if this.content != version.content else "known"
                reading = seen.reading
            version = this
        shown[seen.target] = _show(shown.get(seen.target), seen)
    after = replace(before, version=version, shown=shown, by=by)
    if before.vanished and any(one.missed == 0 for one in shown.values()):
        after = replace(after, vanished=False)
    parts = parts_of(reading) if reading is not None else []
    if reading is not None:  # only then: a review document has the edition that its key had when it was written
        after = replace(after.holding(reading, parts), edition=next_edition(before))
    if after == replace(before, by=by):
        return Plan(before, answers=answers)
    return Plan(before, after, reading, answers, parts=parts)


def _show(before: Shown | None, seen: Sighting) -> Shown:
    return before.again(seen.sweep, seen.seen) if before else Shown(seen.sweep, seen.seen, seen.seen)


def claim(after: KeyState) -> Operation:
    """Write a key, if nobody else has since it was read."""
    body = encode(_key_in(after))
    if after.place is None:
        return Operation("create", Kind.KEYS, after.key, body)
    number, term = after.place
    return Operation("index", Kind.KEYS, after.key, body, {"if_seq_no": number, "if_primary_term": term})


def _key_in(state: KeyState) -> Json:
    if state.forgotten:  # nothing but the hash stays
        return {"key": state.key, "edition": state.edition, "by": state.by, "forgotten": True}
    version = state.version
    assert version is not None
    made: Json = {
        "key": state.key,
        "edition": state.edition,
        "by": state.by,
        "seen": version.seen,
        "content": version.content,
        "scorer": version.scorer,
        "client": version.client,
        "vanished": state.vanished,
        "parts": {"mentions": state.mentions, "opinions": state.opinions},
        "shown": {name: [one.sweep, one.first_seen, one.last_seen, one.missed] for name, one in state.shown.items()},
        "targets": list(state.shown),
        "swept": [sweep_name(target, one.sweep) for target, one in state.shown.items()],
        "missed": [sweep_name(target, one.missed) for target, one in state.shown.items() if one.missed],
    }
    if state.first:
        made["first"] = state.first
    return made


def key_out(hit: Json) -> KeyState:
    """From a hit with its sequence number."""
    source: Mapping[str, Any] = hit["_source"]
    place = (hit["_seq_no"], hit["_primary_term"])
    state = KeyState(source["key"], source["edition"], source["by"], place=place)
    if source.get("forgotten"):
        return replace(state, forgotten=True)
    return replace(
        state,
        version=Version(source["seen"], source["content"], source["scorer"], source["client"]),
        vanished=source["vanished"],
        mentions=tuple(source["parts"]["mentions"]),
        opinions=tuple(source["parts"]["opinions"]),
        shown={name: Shown(*numbers) for name, numbers in source["shown"].items()},
        first=source.get("first"),
    )


def part_operations(parts: Iterable[Part], edition: int) -> list[Operation]:
    """The parts of a reading as documents of one edition."""
    return [Operation("index", part.kind, part.id, part.body, edition_terms(edition)) for part in parts]


def edition_terms(edition: int) -> Json:
    return {"version": edition, "version_type": "external"}
