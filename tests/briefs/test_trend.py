"""A trend by hand: its periods, its gaps, and the change over clients that are in both years."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.dates import Grain
from analysis.tally import Tally
from analysis.trend import change
from cli.gathering import gather_trend
from store.base import Store
from tests.briefs.quill import ACME, CROW, QUILL
from tests.briefs.world import TODAY


def test_a_trend_keeps_its_gaps_and_marks_the_period_that_runs(by_hand: Store) -> None:
    trend = gather_trend(by_hand, QUILL, date(2026, 7, 14), grain=Grain.QUARTER)
    assert [period.name for period in trend.periods] == [
        "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]  # fmt: skip
    assert [period.figure.mean.n for period in trend.periods] == [2, 0, 0, 0, 0, 0, 1]
    assert [period.so_far for period in trend.periods] == [False] * 6 + [True]
    assert trend.total.figure.mean.value == pytest.approx((-0.6 + 0.2 + 0.4) / 3)
    assert (trend.total.figure.clients, trend.stated) == (2, ("Bolt",))
    assert trend.periods[0].unscored == 1
    assert trend.change is None  # nothing whole to hold 2025 against


def test_a_trend_may_be_of_one_client_one_row_and_some_months(by_hand: Store) -> None:
    since, until = date(2025, 1, 1), date(2025, 1, 31)
    trend = gather_trend(by_hand, QUILL, TODAY, grain=Grain.MONTH, client=ACME, aspect="wait", since=since, until=until)
    assert [(p.name, p.figure.mean.n, p.figure.mean.value) for p in trend.periods] == [("2025-01", 1, -0.8)]
    assert trend.coverage.counted == 1
    assert gather_trend(by_hand, QUILL, TODAY, client=CROW).periods == ()


def test_a_change_is_over_the_clients_that_were_there_in_both_years() -> None:
    """Acme stays at 0.1 and 0.3; Bolt, at 0.9, is there in the first year only."""
    tallies = [
        Tally(("acme", "2024", "agent"), 2, 2, 0.4, 0.10, 0, 2),
        Tally(("acme", "2025", "agent"), 2, 2, 0.4, 0.10, 0, 2),
        Tally(("bolt", "2024", "agent"), 1, 1, 0.9, 0.81, 0, 1),
    ]
    found = change(tallies, ["2024", "2025"], 1)
    assert found is not None
    assert (found.clients, found.earlier, found.later) == (("acme",), ("2024", "2024"), ("2025", "2025"))
    assert found.difference.n == 4
    assert found.difference.value == pytest.approx(0.0)
    assert change(tallies[1:], ["2024", "2025"], 1) is None
    assert change(tallies, ["2025"], 1) is None
