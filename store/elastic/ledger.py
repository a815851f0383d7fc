"""The ledger in Elasticsearch, the writing side: targets, runs and pages.

Each document is changed under the sequence number that was read; whoever was overtaken looks again.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from analysis.errors import StoreError
from analysis.model import Target
from store.elastic.bulk import Link
from store.elastic.documents import encode, moment_in
from store.elastic.keep import Keeper
from store.elastic.keys import KeyState, Plan, sweep_name
from store.elastic.mappings import Json, Kind
from store.elastic.operations import Operation, Outcome
from store.elastic.runs import run_in
from store.ledger import Page, PageRef, Run, RunMode

OPEN, DONE, FAILED = "open", "done", "failed"  # `state` of a page
INTERRUPTED = "interrupted"
NO_PLACE = -1  # of a page that was visited before it was found
_BATCH = 1_000
_places = itertools.count(time.time_ns())  # ascends within a process, and from one to the next

Change: TypeAlias = Callable[[Json | None], Json | None]


@dataclass(slots=True)
class PageNotes:
    """What a batch of pages tells of pages, in order: those that were visited, then those that they found."""

    visited: list[tuple[Page, int]] = field(default_factory=list)
    found: list[tuple[PageRef, int]] = field(default_factory=list)

    def keys(self) -> list[str]:
        return list(dict.fromkeys([page.ref.key for page, _ in self.visited] + [ref.key for ref, _ in self.found]))


async def begin(link: Link, target: Target, run: Run) -> None:
    """Note the run; a run of the target that never ended was killed. Needs a refresh of the runs."""
    fresh: Json = {"key": target.key, "source": target.source, "client": target.client, "watermark": "",
                   "parameters": {"list": [list(pair) for pair in target.parameters]}, "sweep": 0}  # fmt: skip
    await _amend(
        link, Kind.TARGETS, target.key, lambda old: {**(old or fresh), "sweep": max((old or fresh)["sweep"], run.sweep)}
    )
    query = {"bool": {"filter": [{"term": {"target": target.key}}, {"term": {"finish": ""}}]}}
    killed = [hit["_id"] async for hit in link.scan(Kind.RUNS, query, source=False) if hit["_id"] != run.id]
    body = encode({"doc": {"finish": INTERRUPTED}})
    marks = [Operation("update", Kind.RUNS, name, body) for name in killed]
    # a run that has ended is not opened again by a replay of its beginning
    new = Operation("create", Kind.RUNS, run.id, encode(run_in(run, next(_places))))
    _check(await link.bulk([*marks, new]))


async def sweep_of(link: Link, run: str) -> tuple[str, int]:
    """Target and sweep of a run. Raises StoreError for one that has not begun."""
    found = await link.find(Kind.RUNS, [run])
    if run not in found:
        raise StoreError(f"expected a run that has begun, got {run!r}; call begin first")
    return found[run]["_source"]["target"], found[run]["_source"]["sweep"]


async def visited(link: Link, run: Run, keys: Sequence[str]) -> set[str]:
    found = await link.find(Kind.PAGES, list(dict.fromkeys(keys)))
    pages = {key: hit["_source"] for key, hit in found.items()}
    return {key for key, page in pages.items() if page["sweep"] == run.sweep and page["state"] != OPEN}


async def note(link: Link, notes: PageNotes, closing: Sequence[Operation] = ()) -> None:
    """Found pages first, then the marks: a crash between the two visits a page once more, and loses none.

    `closing` goes with the marks.
    """
    left = notes.keys()
    if not left:
        await link.bulk(closing)
    while left:
        stored = await link.find(Kind.PAGES, left)
        found: list[Operation] = []
        marked: list[Operation] = []
        for key, page in _fold(notes, {key: hit["_source"] for key, hit in stored.items()}, set(left)).items():
            (found if page["state"] == OPEN else marked).append(_write(Kind.PAGES, key, page, stored.get(key)))
        left = []
        for operations in (found, [*closing, *marked]):
            outcomes = await link.bulk(operations)
            _check(outcomes)
            left += [done.id for done, outcome in zip(operations, outcomes, strict=True) if outcome.conflict]


async def finish(keeper: Keeper, run: Run) -> Run:
    """Write the ended run; after a whole full sweep, mark the reviews that it did not see.

    A review counts as vanished while no target shows it. `counts["vanished"]` are those that this sweep missed first.
    """
    link = keeper.link
    if run.target not in await link.find(Kind.TARGETS, [run.target]):
        raise StoreError(f"expected a target that has begun, got {run.target}; call begin first")
    whole = run.mode is RunMode.FULL and run.finish == "finished" and run.verdict.startswith("whole")
    if whole:
        await _mark_missed(keeper, run)
    await link.refresh(Kind.KEYS)
    missed = {"term": {"missed": sweep_name(run.target, run.sweep)}}
    answer = await link.search(Kind.KEYS, query=missed, size=0, track_total_hits=True)
    ended = replace(run, counts={**run.counts, "vanished": answer["hits"]["total"]["value"]})
    if run.finish:
        _check(await link.bulk([Operation("index", Kind.RUNS, run.id, encode(run_in(ended, next(_places))))]))
    await _amend(link, Kind.TARGETS, run.target, lambda old: _after(old, run, whole))
    return ended


async def restart(link: Link, target: str) -> None:
    await link.refresh(Kind.PAGES)
    batch: list[Operation] = []
    async for hit in link.scan(Kind.PAGES, {"term": {"target": target}}, source=False):
        batch.append(Operation("delete", Kind.PAGES, hit["_id"]))
        if len(batch) == _BATCH:
            await link.bulk(batch)
            batch = []
    await link.bulk(batch)
    await _amend(link, Kind.TARGETS, target, lambda old: {**old, "watermark": ""} if old else None)
    await link.refresh(Kind.PAGES, Kind.TARGETS)


async def _mark_missed(keeper: Keeper, run: Run) -> None:
    def decide(before: KeyState) -> Plan:
        one = before.shown.get(run.target)
        if one is None or one.missed or one.sweep >= run.sweep:
            return Plan(before)
        shown = {**before.shown, run.target: replace(one, missed=run.sweep)}
        vanished = all(one.missed for one in shown.values())
        return Plan(before, replace(before, shown=shown, vanished=vanished, by=keeper.by))

    await keeper.link.refresh(Kind.KEYS)
    older = {"gte": sweep_name(run.target, 0), "lt": sweep_name(run.target, run.sweep)}
    query: Json = {"bool": {"filter": [{"range": {"swept": older}}], "must_not": [_missing(run.target)]}}
    batch: list[str] = []
    async for hit in keeper.link.scan(Kind.KEYS, query, source=False):
        batch.append(hit["_id"])
        if len(batch) == _BATCH:
            await keeper.link.bulk([(await keeper.keep(batch, decide, [run.target])).closing])
            batch = []
    if batch:
        await keeper.link.bulk([(await keeper.keep(batch, decide, [run.target])).closing])


def _missing(target: str) -> Json:
    return {"range": {"missed": {"gte": sweep_name(target, 0), "lt": f"{target};"}}}  # ; comes after : and all digits


def _after(old: Json | None, run: Run, whole: bool) -> Json | None:
    if old is None:
        return None
    made = {**old, "watermark": run.watermark or old["watermark"]}
    if whole:
        ended = moment_in(run.ended or run.started)
        made["last_full"] = max(filter(None, (old.get("last_full"), ended)))
    return made


async def _amend(link: Link, kind: Kind, name: str, change: Change) -> None:
    """Change one document, or make it, whoever else is about to."""
    while True:
        stored = (await link.find(kind, [name])).get(name)
        wanted = change(stored["_source"] if stored else None)
        if wanted is None or (stored and wanted == stored["_source"]):
            return
        outcomes = await link.bulk([_write(kind, name, wanted, stored)])
        _check(outcomes)
        if not outcomes[0].conflict:
            return


def _write(kind: Kind, name: str, body: Json, stored: Json | None) -> Operation:
    if stored is None:
        return Operation("create", kind, name, encode(body))
    terms = {"if_seq_no": stored["_seq_no"], "if_primary_term": stored["_primary_term"]}
    return Operation("index", kind, name, encode(body), terms)


def _check(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.refused:
            raise StoreError(f"the server refused a document of the ledger: {outcome.kind}: {outcome.reason}")


def _fold(notes: PageNotes, stored: dict[str, Json], keys: set[str]) -> dict[str, Json]:
    """The pages among `keys` that change. What is done in a sweep stays done, in whatever order pages come."""
    now = dict(stored)
    for page, sweep in notes.visited:
        if page.ref.key in keys and _outranks(
            visit := _visit_in(page, sweep, now.get(page.ref.key)), now.get(page.ref.key)
        ):
            now[page.ref.key] = visit
    for ref, sweep in notes.found:
        if ref.key in keys and (ref.key not in now or now[ref.key]["sweep"] < sweep):
            now[ref.key] = {**_ref_in(ref, sweep), "state": OPEN, "place": next(_places)}
    return {key: page for key, page in now.items() if page is not stored.get(key)}


def _outranks(visit: Json, old: Json | None) -> bool:
    if old is None or visit["sweep"] != old["sweep"]:
        return old is None or bool(visit["sweep"] > old["sweep"])
    if visit["state"] == old["state"]:
        return bool(visit["fetched"] > old["fetched"])
    return bool(old["state"] == OPEN or visit["state"] == DONE)


def _ref_in(ref: PageRef, sweep: int) -> Json:
    return {"key": ref.key, "target": ref.target, "sweep": sweep, "url": ref.url, "depth": ref.depth,
            "context": ref.context}  # fmt: skip


def _visit_in(page: Page, sweep: int, old: Json | None) -> Json:
    ref = _ref_in(page.ref, sweep)
    if old is not None:  # how it was found stays
        ref |= {name: old[name] for name in ("url", "depth", "context")}
    return {
        **ref,
        "state": FAILED if page.failed else DONE,
        "place": old["place"] if old else NO_PLACE,
        "run": page.run,
        "fetched": moment_in(page.fetched),
        "tries": page.tries,
        "failed": page.failed,
        **({"stated": page.stated, "about": page.about} if page.stated is not None else {}),
        "drops": dict(page.drops),
        "body_hash": page.body_hash,
    }
