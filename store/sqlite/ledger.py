"""The ledger in the SQLite file: targets, runs and pages. What writes needs a transaction."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from analysis.errors import StoreError
from analysis.model import Target
from store.ledger import Page, PageRef, Run, RunMode, TargetState, Told
from store.sqlite.rows import (
    Row,
    chunks,
    day_out,
    json_in,
    marks,
    moment_in,
    moment_out,
    text_in,
    text_out,
)

OPEN, DONE, FAILED = 0, 1, 2  # `page.state`
INTERRUPTED = "interrupted"
_NO_PLACE = 0  # of a page that was visited before it was found
_BATCH = 1_000  # open pages held at once while streaming
_RUN = "id, sweep, mode, started, ended, finish, verdict, counts, drops, coverage, stated, watermark, replay"

# A page is one row, of the newest sweep that found it. What is done in a sweep stays done, whatever comes after.
_FOUND = """INSERT INTO page (key, target, sweep, state, place, url, depth, context) VALUES (?, ?, ?, 0, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET sweep = excluded.sweep, state = 0, place = excluded.place, depth = excluded.depth,
    run = NULL, fetched = NULL, tries = 0, failed = '', stated = NULL, about = '', drops = '{}', body_hash = ''
    WHERE excluded.sweep > page.sweep"""
_VISITED = """INSERT INTO page (key, target, sweep, state, place, url, depth, context, run, fetched, tries, failed,
    stated, about, drops, body_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET sweep = excluded.sweep, state = excluded.state, run = excluded.run,
    fetched = excluded.fetched, tries = excluded.tries, failed = excluded.failed, stated = excluded.stated,
    about = excluded.about, drops = excluded.drops, body_hash = excluded.body_hash
    WHERE excluded.sweep > page.sweep OR (excluded.sweep = page.sweep AND (page.state = 0
    OR (page.state = 2 AND excluded.state = 1) OR (page.state = excluded.state AND excluded.fetched > page.fetched)))"""


def target_id(connection: sqlite3.Connection, key: str) -> int | None:
    row = connection.execute("SELECT id FROM target WHERE key = ?", (bytes.fromhex(key),)).fetchone()
    return row[0] if row else None


def begin(connection: sqlite3.Connection, target: Target, run: Run) -> None:
    """Note the run; a run of the target that never ended was killed."""
    connection.execute(
        "INSERT OR IGNORE INTO target (key, source, client, parameters) VALUES (?, ?, ?, ?)",
        (bytes.fromhex(target.key), target.source, target.client, json.dumps(target.parameters)),
    )
    number = target_id(connection, target.key)
    connection.execute(
        "UPDATE run SET finish = ? WHERE target = ? AND finish = '' AND id != ?", (INTERRUPTED, number, run.id)
    )
    connection.execute("UPDATE target SET sweep = max(sweep, ?) WHERE id = ?", (run.sweep, number))
    _write_run(connection, run, number)


def _write_run(connection: sqlite3.Connection, run: Run, target: int | None) -> None:
    """A run that has ended is not opened again by a replay of its beginning."""
    values = (
        run.id, run.sweep, run.mode.value, moment_in(run.started), moment_in(run.ended) if run.ended else None,
        run.finish, run.verdict, json_in(run.counts), json_in(run.drops), json_in(run.coverage), run.stated,
        run.watermark, run.replay, target,
    )  # fmt: skip
    columns = _RUN.split(", ")[1:]
    connection.execute(
        f"INSERT INTO run ({_RUN}, target) VALUES ({marks(values)}) ON CONFLICT (id) DO UPDATE SET "
        f"{', '.join(f'{name} = excluded.{name}' for name in columns)} WHERE excluded.finish != ''",
        values,
    )


def find(connection: sqlite3.Connection, target: int, sweep: int, refs: Sequence[PageRef]) -> None:
    """Note found pages, behind those that were found before."""
    place = _next_place(connection, target, sweep)
    rows = [
        (bytes.fromhex(ref.key), target, sweep, place + n, text_in(ref.url), ref.depth, text_in(ref.context))
        for n, ref in enumerate(refs)
    ]
    connection.executemany(_FOUND, rows)


def _next_place(connection: sqlite3.Connection, target: int, sweep: int) -> int:
    query = "SELECT max(place) FROM page WHERE target = ? AND sweep = ? AND state = ?"
    places = (connection.execute(query, (target, sweep, state)).fetchone()[0] for state in (OPEN, DONE, FAILED))
    return max((place for place in places if place is not None), default=-1) + 1


def mark(connection: sqlite3.Connection, target: int, sweep: int, page: Page) -> None:
    """Note a page as read, or as failed."""
    ref = page.ref
    connection.execute(
        _VISITED,
        (
            bytes.fromhex(ref.key), target, sweep, FAILED if page.failed else DONE,
            _NO_PLACE, text_in(ref.url), ref.depth, text_in(ref.context), page.run,
            moment_in(page.fetched), page.tries, text_in(page.failed), page.stated, text_in(page.about),
            json_in(page.drops), page.body_hash,
        ),
    )  # fmt: skip


def sweep_of(connection: sqlite3.Connection, run: str) -> tuple[int, int]:
    """Row id of a run's target, and the run's sweep. Raises StoreError for a run that has not begun."""
    row = connection.execute("SELECT target, sweep FROM run WHERE id = ?", (run,)).fetchone()
    if row is None:
        raise StoreError(f"expected a run that has begun, got {run!r}; call begin first")
    return row[0], row[1]


def visited(connection: sqlite3.Connection, sweep: int, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks([bytes.fromhex(key) for key in keys]):
        query = f"SELECT key FROM page WHERE sweep = ? AND state != {OPEN} AND key IN ({marks(chunk)})"
        found.update(key.hex() for (key,) in connection.execute(query, (sweep, *chunk)))
    return found


def pending(connection: sqlite3.Connection, target: str) -> Iterator[list[PageRef]]:
    """Batch by batch: pages are marked done while they are listed."""
    row = connection.execute("SELECT id, sweep FROM target WHERE key = ?", (bytes.fromhex(target),)).fetchone()
    if row is None:
        return
    query = (
        f"SELECT place, id, url, depth, context FROM page WHERE target = ? AND sweep = ? AND state = {OPEN} "
        f"AND (place, id) > (?, ?) ORDER BY place, id LIMIT {_BATCH}"
    )
    place, number = -1, -1
    while batch := connection.execute(query, (*row, place, number)).fetchall():
        yield [PageRef(target, text_out(url), depth, text_out(context)) for _, _, url, depth, context in batch]
        place, number, *_ = batch[-1]


def told(connection: sqlite3.Connection, target: str) -> Told:
    mine = "FROM page JOIN target ON target.id = page.target AND target.sweep = page.sweep WHERE target.key = ?"
    key = (bytes.fromhex(target),)
    totals = connection.execute(f"SELECT about, max(stated) {mine} AND stated IS NOT NULL GROUP BY about", key)
    drops: Counter[str] = Counter()
    for (text,) in connection.execute(f"SELECT drops {mine} AND drops != '{{}}'", key):
        drops.update(json.loads(text))
    return Told({text_out(about): total for about, total in totals}, drops)


def restart(connection: sqlite3.Connection, target: str) -> None:
    number = target_id(connection, target)
    connection.execute("DELETE FROM page WHERE target = ?", (number,))
    connection.execute("UPDATE target SET watermark = '' WHERE id = ?", (number,))


def finish(connection: sqlite3.Connection, run: Run) -> Run:
    """Write the ended run; after a whole full sweep, mark the reviews that it did not see.

    A review counts as vanished while no target shows it. `counts["vanished"]` are those that this sweep missed first.
    """
    number, _ = sweep_of(connection, run.id)
    whole = run.mode is RunMode.FULL and run.finish == "finished" and run.verdict.startswith("whole")
    if whole:
        connection.execute(
            "UPDATE shown SET missed = ? WHERE target = ? AND sweep < ? AND missed = 0", (run.sweep, number, run.sweep)
        )
        connection.execute(
            "UPDATE review SET vanished = 1 WHERE id IN (SELECT review FROM shown WHERE target = ? AND missed = ?) "
            "AND NOT EXISTS (SELECT 1 FROM shown WHERE shown.review = review.id AND missed = 0)",
            (number, run.sweep),
        )
    query = "SELECT count(*) FROM shown WHERE target = ? AND missed = ?"
    (vanished,) = connection.execute(query, (number, run.sweep)).fetchone()
    ended = replace(run, counts={**run.counts, "vanished": vanished})
    _write_run(connection, ended, number)
    connection.execute(
        "UPDATE target SET watermark = CASE WHEN ? = '' THEN watermark ELSE ? END, "
        "last_full = CASE WHEN ? THEN max(coalesce(last_full, 0), ?) ELSE last_full END WHERE id = ?",
        (run.watermark, run.watermark, whole, moment_in(run.ended or run.started), number),
    )
    return ended


def targets(connection: sqlite3.Connection, key: str | None = None) -> list[TargetState]:
    where, values = ("WHERE key = ?", (bytes.fromhex(key),)) if key else ("", ())
    query = f"SELECT id, source, client, parameters, sweep, watermark, last_full FROM target {where}"
    made = [_state(connection, row) for row in connection.execute(query, values).fetchall()]
    return sorted(made, key=lambda state: (state.target.source, state.target.client, state.target.key))


def _state(connection: sqlite3.Connection, row: Row) -> TargetState:
    number, source, client, parameters, sweep, watermark, last_full = row
    pages: dict[int, int] = dict(
        connection.execute(
            "SELECT state, count(*) FROM page WHERE target = ? AND sweep = ? GROUP BY state", (number, sweep)
        ).fetchall()
    )
    captured, seen, first, last = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE shown.sweep = ?), min(nullif(first, 0)), max(nullif(first, 0)) "
        "FROM shown JOIN review ON review.id = shown.review WHERE target = ?",
        (sweep, number),
    ).fetchone()
    runs = connection.execute(
        f"SELECT {_RUN} FROM run WHERE target = ? ORDER BY started DESC, rowid DESC",
        (number,),
    ).fetchall()
    target = Target(source, client, tuple((name, value) for name, value in json.loads(parameters)))
    return TargetState(
        target=target,
        found=sum(pages.values()),
        done=pages.get(DONE, 0),
        failed=pages.get(FAILED, 0),
        captured=captured,
        first=day_out(first) if first else None,
        last=day_out(last) if last else None,
        watermark=watermark,
        last_full=moment_out(last_full) if last_full is not None else None,
        runs=tuple(_run(run, target.key) for run in runs),
        seen=seen,
    )


def _run(row: Row, target: str) -> Run:
    made: dict[str, Any] = dict(zip(_RUN.split(", "), row, strict=True))
    for name in ("counts", "drops", "coverage"):
        made[name] = json.loads(made[name])
    made["mode"] = RunMode(made["mode"])
    made["started"] = moment_out(made["started"])
    made["ended"] = moment_out(made["ended"]) if made["ended"] is not None else None
    return Run(target=target, **made)
