"""How a run begins, and what its verdict says: pure functions of what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis.model import Target
from crawler.completeness import Outcome, verdict
from crawler.facts import Facts
from crawler.plan import FULL_SWEEP_EVERY, Plan, plan
from store.ledger import Run, RunMode, TargetState

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RUN = Run("r", "t", 3, RunMode.FULL, NOW - timedelta(days=2), finish="finished", verdict="whole")
TARGET, FIRST, LAST = Target.of("s", "c", {}), date(2025, 1, 1), date(2026, 1, 1)
STATE = TargetState(TARGET, 10, 10, 0, 200, FIRST, LAST, "2026-01-01", NOW - timedelta(days=2), (RUN,))


def test_a_first_run_is_full() -> None:
    assert plan(None, newest_first=True, full=False, now=NOW) == Plan(1, RunMode.FULL, resumed=False)


def test_newest_first_is_read_down_to_what_is_known_until_a_full_sweep_is_due() -> None:
    assert plan(STATE, newest_first=True, full=False, now=NOW) == Plan(
        4, RunMode.INCREMENTAL, False, "2026-01-01", "2025-12-31"
    )
    for state, full, newest in (
        (STATE, True, True),
        (STATE, False, False),
        (replace(STATE, last_full=NOW - FULL_SWEEP_EVERY), False, True),
        (replace(STATE, last_full=None), False, True),
        (replace(STATE, watermark=""), False, True),
    ):
        assert plan(state, newest_first=newest, full=full, now=NOW).mode is RunMode.FULL


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        ({}, True),
        ({"finish": "limit"}, False),
        ({"finish": "", "verdict": ""}, False),
        ({"verdict": "partial: what was known before was not reached"}, False),
        ({"watermark": ""}, False),  # --since
    ],
)
def test_the_watermarks_own_day_is_known_whole_where_the_last_run_was(told: dict[str, str], whole: bool) -> None:
    last = replace(RUN, watermark="2026-01-01")
    state = replace(STATE, runs=(replace(last, **told), last))  # type: ignore[arg-type]
    assert plan(state, newest_first=True, full=False, now=NOW).known_until == ("2026-01-01" if whole else "2025-12-31")
    late = plan(state, newest_first=True, full=False, now=NOW, lag=timedelta(days=90))
    assert late.known_until == ("2025-10-03" if whole else "2025-10-02")
    first = plan(replace(state, watermark="0001-01-02"), newest_first=True, full=False, now=NOW, lag=timedelta(days=90))
    assert first.known_until == "0001-01-01"


@pytest.mark.parametrize("finish", ["", "interrupted", "limit", "failed: the domain was given up"])
@pytest.mark.parametrize("mode", RunMode)
def test_a_run_that_did_not_finish_is_gone_on_with(finish: str, mode: RunMode) -> None:
    state = replace(STATE, runs=(replace(RUN, finish=finish, mode=mode),))
    assert plan(state, newest_first=True, full=False, now=NOW) == Plan(3, mode, True, "2026-01-01", "2025-12-31")
    assert not plan(state, newest_first=True, full=True, now=NOW).resumed
    assert not plan(replace(state, found=0), newest_first=True, full=False, now=NOW).resumed


@pytest.mark.parametrize("finish", ["finished", "interrupted"])
def test_a_narrowed_run_is_never_full_and_goes_on_with_its_kind_alone(finish: str) -> None:
    def planned(mode: RunMode, narrowed: bool, **told: object) -> Plan:
        state = replace(STATE, runs=(replace(RUN, finish=finish, mode=mode),), **told)  # type: ignore[arg-type]
        return plan(state, newest_first=True, full=False, now=NOW, narrowed=narrowed)

    goes_on = finish == "interrupted"
    assert plan(None, newest_first=True, full=False, now=NOW, narrowed=True).mode is RunMode.INCREMENTAL
    assert planned(RunMode.FULL, narrowed=True) == Plan(4, RunMode.INCREMENTAL, resumed=False)
    assert planned(RunMode.INCREMENTAL, narrowed=True) == Plan(4 - goes_on, RunMode.INCREMENTAL, resumed=goes_on)
    never_whole = planned(RunMode.INCREMENTAL, narrowed=False, last_full=None, watermark="")
    assert never_whole == Plan(4, RunMode.FULL, resumed=False)


def outcome(reviews: int = 100, finish: str = "finished", **told: object) -> Outcome:
    facts = Facts(pages=5, with_reviews=5, reviews=reviews)
    if "stated" in told:
        facts.totals.add("", told.pop("stated"))  # type: ignore[arg-type]
    for name in ("twins", "repeated"):
        setattr(facts, name, told.pop(name, getattr(facts, name)))
    facts.failed.update(told.pop("failed", {}))  # type: ignore[call-overload]
    facts.drops.update(told.pop("drops", {}))  # type: ignore[call-overload]
    return Outcome(finish, facts, captured=reviews, resumed=False, have=reviews, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (outcome(), "whole"),
        (outcome(stated=100), "whole"),
        (outcome(1204, stated=3410), "partial: 1,204 of 3,410"),
        (outcome(98, stated=100, left_out=2), "whole"),
        (outcome(98, stated=100, drops={"replacement characters": 9}), "partial: 98 of 100"),
        (outcome(98, stated=100, narrowed=True), "whole"),
        (outcome(0), "failed: no reviews found"),
        (outcome(0, failed={"timeout": 5}), "failed: no page could be read (timeout)"),
        (outcome(0, drops={"broken JSON-LD": 4}), "failed: no review could be read (broken JSON-LD)"),
        (outcome(0, finish="interrupted"), "partial: interrupted"),
        (outcome(finish="limit"), "partial: stopped at the limit asked for"),
        (outcome(finish="failed: robots.txt unavailable"), "failed: robots.txt unavailable"),
        (outcome(failed={"timeout": 1, "status 500": 2}), "partial: 3 of 5 pages failed (status 500 and 1 more)"),
        (outcome(failed={"login page": 1}), "suspect: 1 page behind a wall (login page)"),
        (outcome(repeated=4), "suspect: every page repeats page 1"),
        (outcome(repeated=3), "suspect: 3 of 5 pages repeat others"),
        (outcome(twins=7), "suspect: unstable ids: 7 reviews came back under another id"),
        (outcome(reached=False), "partial: what was known before was not reached"),
        (outcome(open_pages=2), "partial: 2 pages still to visit"),
        (outcome(0, before=(replace(RUN, counts={"reviews": 9}),)), "suspect: no reviews where there were 0"),
    ],
)
def test_the_verdict_says_what_is_missing(seen: Outcome, said: str) -> None:
    assert verdict(seen) == said
