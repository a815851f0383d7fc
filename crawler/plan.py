"""How a run of a target begins: afresh, where the last one stopped, or at the newest reviews only. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from crawler.completeness import WHOLE
from store.ledger import RunMode, TargetState

FULL_SWEEP_EVERY: Final = timedelta(days=30)  # edits and vanished reviews far down are noticed this often
KNOWN_ENOUGH: Final = 20  # known and unchanged reviews in a row, all behind the watermark: a page of most sources


@dataclass(frozen=True, slots=True)
class Plan:
    """`resumed`: the newest sweep goes on with the pages that it left open. `watermark` is the ISO day of
    the newest review when the target was last read down to what was known, empty where it never was. `gapless`: no
    run has come since that may have kept some reviews of that very day and not reached others."""

    sweep: int
    mode: RunMode
    resumed: bool
    watermark: str = ""
    gapless: bool = False


def plan(state: TargetState | None, *, newest_first: bool, full: bool, now: datetime, narrowed: bool = False) -> Plan:
    """What to do for a target, given what the ledger knows of it. `now` is UTC.

    A `narrowed` run (--since) leaves older reviews out of the pages that it marks as done. So it is never a full one,
    which tells what has vanished, and neither goes on with the other.
    """
    last = state.last_run if state else None
    if state is None or last is None:
        return Plan(1, RunMode.INCREMENTAL if narrowed else RunMode.FULL, resumed=False)
    watermark = "" if narrowed else state.watermark
    gapless = bool(watermark and last.watermark) and last.finish == "finished" and last.verdict == WHOLE
    due = state.last_full is None or now - state.last_full >= FULL_SWEEP_EVERY
    soon = newest_first and bool(watermark) and not due and not full
    goes_on = not narrowed if last.mode is RunMode.FULL else narrowed or soon
    if last.finish != "finished" and not full and state.found and goes_on:
        return Plan(last.sweep, last.mode, resumed=True, watermark=watermark, gapless=gapless)
    mode = RunMode.INCREMENTAL if narrowed or soon else RunMode.FULL
    return Plan(last.sweep + 1, mode, resumed=False, watermark=watermark, gapless=gapless)
