"""How a run of a target begins: afresh, where the last one stopped, or at the newest reviews only. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from crawler.completeness import WHOLE
from store.ledger import Run, RunMode, TargetState

FULL_SWEEP_EVERY: Final = timedelta(days=30)  # edits and vanished reviews far down are noticed this often
KNOWN_ENOUGH: Final = 20  # known and unchanged reviews in a row, all behind the watermark: a page of most sources


@dataclass(frozen=True, slots=True)
class Plan:
    """`resumed`: the newest sweep goes on with the pages that it left open. `watermark` is the ISO day of the newest
    review when the target was last read down to what was known, `known_until` the one up to which nothing new can be
    among what is known; both are empty where it never was."""

    sweep: int
    mode: RunMode
    resumed: bool
    watermark: str = ""
    known_until: str = ""


def plan(
    state: TargetState | None,
    *,
    newest_first: bool,
    full: bool,
    now: datetime,
    narrowed: bool = False,
    lag: timedelta = timedelta(0),
) -> Plan:
    """What to do for a target, given what the ledger knows of it. `now` is UTC, `lag` the source's `publication_lag`.

    A `narrowed` run (--since) leaves older reviews out of the pages that it marks as done. So it is never a full one,
    which tells what has vanished, and neither goes on with the other.
    """
    last = state.last_run if state else None
    if state is None or last is None:
        return Plan(1, RunMode.INCREMENTAL if narrowed else RunMode.FULL, resumed=False)
    watermark = "" if narrowed else state.watermark
    known = _known_until(watermark, last, lag)
    due = state.last_full is None or now - state.last_full >= FULL_SWEEP_EVERY
    soon = newest_first and bool(watermark) and not due and not full
    goes_on = not narrowed if last.mode is RunMode.FULL else narrowed or soon
    if last.finish != "finished" and not full and state.found and goes_on:
        return Plan(last.sweep, last.mode, resumed=True, watermark=watermark, known_until=known)
    mode = RunMode.INCREMENTAL if narrowed or soon else RunMode.FULL
    return Plan(last.sweep + 1, mode, resumed=False, watermark=watermark, known_until=known)


def _known_until(watermark: str, last: Run, lag: timedelta) -> str:
    """A run that was not whole, or one by --since, may have kept some reviews of the watermark's very day and not
    reached others: then what is known of that day tells nothing of what lies behind it."""
    if not watermark:
        return ""
    whole = last.finish == "finished" and last.verdict == WHOLE and last.watermark
    back = lag + timedelta(days=0 if whole else 1)
    day = date.fromisoformat(watermark)
    return (day - min(back, day - date.min)).isoformat()
