"""How a run of a target ended, what it left open, and its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from crawler.completeness import Outcome
from crawler.intake import EMPTY
from crawler.visit import Visit
from store.ledger import Run, RunMode, TargetState, Told


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


def outcome_of(visit: Visit, finish: str, before: TargetState | None, after: TargetState | None, told: Told) -> Outcome:
    """What the verdict rests on: the run, the target as the ledger knew it before and knows it now, and what the
    sweep's pages told."""
    left_out = sum(told.drops.get(reason, 0) for reason in (EMPTY, *visit.left_out))
    full = visit.plan.mode is RunMode.FULL
    captured = after.captured if after else 0
    return Outcome(
        finish=finish,
        facts=visit.facts,
        captured=captured,
        resumed=visit.plan.resumed,
        have=after.seen if after and full else captured,
        left_out=left_out + visit.facts.states["forgotten"],
        open_pages=_open_pages(visit, after),
        capped=visit.course.capped,
        reached=full or visit.course.reached or visit.since is not None,
        narrowed=visit.since is not None,
        before=before.runs if before else (),
    )


def ended_run(run: Run, outcome: Outcome, judged: str, watermark: str = "") -> Run:
    """The run's record, as of now."""
    facts = outcome.facts
    return replace(
        run,
        ended=datetime.now(UTC),
        finish=outcome.finish,
        verdict=judged,
        counts=facts.counts(),
        drops=dict(facts.drops + facts.failed),
        coverage=facts.coverage(),
        stated=facts.stated,
        watermark=watermark,
    )


def watermark_of(visit: Visit, outcome: Outcome, after: TargetState | None) -> str:
    """The day down from which all is read now; the old one where the run did not get down to that.

    What a sweep's earlier runs brought lies in front of what this one did, and is told by the ledger alone.
    """
    old = visit.plan.watermark
    if outcome.finish != "finished" or not visit.course.reached or outcome.narrowed or outcome.capped:
        return old
    earlier = after.last.isoformat() if visit.plan.resumed and after and after.last else ""
    return max(visit.facts.newest, old, earlier)


def _open_pages(visit: Visit, state: TargetState | None) -> int:
    """Pages that were found and not visited, where all of them were wanted."""
    if state is None or visit.plan.mode is not RunMode.FULL or visit.since is not None:
        return 0
    return max(state.found - state.done - state.failed, 0)
