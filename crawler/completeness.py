"""Whether a run got what there is: one verdict, from what it saw and from what earlier runs of the target saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crawler.facts import WALLS, Facts
from store.ledger import Run

WHOLE: Final = "whole"
_HAD: Final = 0.5  # a field that at least half of the reviews had, and that a twentieth has left, was lost
_LOST: Final = 0.05
_ENOUGH: Final = 20  # reviews on either side before shares are compared
_MANY_REPEATS: Final = 3  # pages that repeat others before that is more than an accident


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a verdict rests on.

    `captured` are the reviews of the target in the store, `have` those to be held against the stated total: in a
    full sweep what it showed, since what an older one showed may be gone. `left_out` are reviews that the source
    counts and that are left out on purpose. `open_pages` are those that the run left for the next one, `capped` why
    it stopped early of its own, `reached` whether an incremental run met what was known. `before` are the earlier
    runs, newest first."""

    finish: str
    facts: Facts
    captured: int
    resumed: bool
    have: int = 0
    left_out: int = 0
    open_pages: int = 0
    capped: str = ""
    reached: bool = True
    narrowed: bool = False
    before: Sequence[Run] = ()


def verdict(outcome: Outcome) -> str:
    """`whole`, `partial: 1,204 of 3,410`, `suspect: ...` or `failed: ...`; the gravest that holds.

    Zero reviews is never a success.
    """
    if outcome.finish.startswith("failed"):
        return outcome.finish
    for word, reasons in (("suspect", _suspect(outcome)), ("failed", _failed(outcome)), ("partial", _partial(outcome))):
        found = "; ".join(reasons)
        if found:
            return f"{word}: {found}"
    return WHOLE


def _failed(outcome: Outcome) -> Iterator[str]:
    facts = outcome.facts
    if facts.reviews or outcome.finish == "interrupted" or (outcome.resumed and outcome.captured):
        return
    if facts.pages and facts.failures == facts.pages:
        yield f"no page could be read ({_most(facts.failed)})"
    elif facts.drops:
        yield f"no review could be read ({_most(facts.drops)})"
    else:
        yield "no reviews found"


def _suspect(outcome: Outcome) -> Iterator[str]:
    facts = outcome.facts
    if facts.walls:
        yield f"{_pages(facts.walls)} behind a wall ({_most({k: n for k, n in facts.failed.items() if k in WALLS})})"
    if facts.repeated and facts.repeated == facts.with_reviews - 1:
        yield "every page repeats page 1"
    elif facts.repeated >= _MANY_REPEATS and facts.repeated * 2 > facts.with_reviews:
        yield f"{facts.repeated:,} of {facts.with_reviews:,} pages repeat others"
    if facts.twins:
        yield f"unstable ids: {facts.twins:,} reviews came back under another id"
    if outcome.finish != "finished" or outcome.narrowed:
        return
    if not facts.reviews and not outcome.resumed and any(run.counts.get("reviews") for run in outcome.before):
        yield f"no reviews where there were {outcome.captured:,}"
    yield from _lost_fields(facts, outcome.before)


def _lost_fields(facts: Facts, before: Sequence[Run]) -> Iterator[str]:
    """Fields that the source's reviews had in the last run that has enough of them, and have no more."""
    last = next((run for run in before if run.coverage and run.counts.get("reviews", 0) >= _ENOUGH), None)
    if last is None or facts.reviews < _ENOUGH:
        return
    now = facts.coverage()
    for name, share in last.coverage.items():
        if share >= _HAD and now.get(name, 0.0) <= _LOST:
            yield f"field {name!r} was in {share:.0%} of the reviews and is in {now.get(name, 0.0):.0%}"


def _partial(outcome: Outcome) -> Iterator[str]:
    facts = outcome.facts
    if outcome.finish != "finished":
        if outcome.finish != "limit":
            yield outcome.finish
        elif not outcome.capped:
            yield "stopped at the limit asked for"
    if outcome.capped:
        yield outcome.capped
    stated = facts.stated or 0
    if outcome.have + outcome.left_out < stated and not outcome.narrowed:
        yield f"{outcome.have:,} of {stated:,}"
    if facts.failures - facts.walls:
        yield f"{facts.failures:,} of {_pages(facts.pages)} failed ({_most(facts.failed)})"
    if outcome.open_pages:
        yield f"{_pages(outcome.open_pages)} still to visit"
    if not outcome.reached:
        yield "what was known before was not reached"


def _most(reasons: Mapping[str, int]) -> str:
    """The commonest reason, and how many more there are."""
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    more = f" and {len(ordered) - 1} more" if len(ordered) > 1 else ""
    return f"{ordered[0][0]}{more}" if ordered else "no reason told"


def _pages(count: int) -> str:
    return f"{count:,} page{'' if count == 1 else 's'}"
