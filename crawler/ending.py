"""How a run of a target ended, and what it left open."""

from __future__ import annotations

from crawler.visit import Visit
from store.ledger import RunMode, TargetState


def finish_of(visit: Visit, crashed: str) -> str:
    """How the run ended: `finished` where nothing is left for a next run to go on with."""
    if crashed:
        return f"failed: {crashed}"
    if visit.halt:
        return visit.halt.reason
    lost = visit.losses.unsettled
    if lost:
        return f"failed: {len(lost)} page{'' if len(lost) == 1 else 's'} never came ({lost[0].failed})"
    return "limit" if visit.course.left_open else "finished"


def open_pages(visit: Visit, state: TargetState | None) -> int:
    """Pages that were found and not visited, where all of them were wanted."""
    if state is None or visit.plan.mode is not RunMode.FULL or visit.since is not None:
        return 0
    return max(state.found - state.done - state.failed, 0)
