"""Names of periods, the grain that fits, and scopes cut to days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import Grain, PartialDate, period
from analysis.model import Scope
from analysis.periods import fit_grain, narrowed, spanned

days = st.dates(date(1999, 1, 1), date(2030, 12, 31))


@given(days, st.integers(0, 1500), st.sampled_from(Grain))
def test_periods_are_whole_and_in_order(first: date, length: int, grain: Grain) -> None:
    """Every day from first to last lies in one of the names, which are those of `analysis.dates.period`."""
    last = first + timedelta(days=length)
    wanted = dict.fromkeys(period(PartialDate(first + timedelta(days=n)), grain) for n in range(length + 1))
    names = list(spanned(str(period(PartialDate(first), grain)), str(period(PartialDate(last), grain))))
    assert names == list(wanted)
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("first", "last", "grain"),
    [
        ("", "", Grain.QUARTER),
        ("2025-01-01", "2025-08-01", Grain.MONTH),
        ("2025-01-01", "2025-09-30", Grain.MONTH),
        ("2025-01-01", "2025-10-01", Grain.QUARTER),
        ("2021-01-01", "2025-06-30", Grain.QUARTER),
        ("2021-01-01", "2025-07-01", Grain.YEAR),
        ("2024-01-01", "2026-06-30", Grain.QUARTER),
        ("2010-01-01", "2026-06-30", Grain.YEAR),
    ],
)
def test_a_chart_has_periods_enough_and_not_too_many(first: str, last: str, grain: Grain) -> None:
    assert fit_grain(first, last) is grain


def test_scopes_are_cut_and_what_is_left_of_none_is_dropped() -> None:
    scopes = [Scope("a", date(2024, 1, 1)), Scope("b", date(2022, 1, 1), date(2022, 12, 31)), Scope("c")]
    assert narrowed(scopes, date(2023, 5, 1), date(2025, 5, 31)) == (
        Scope("a", date(2024, 1, 1), date(2025, 5, 31)),
        Scope("c", date(2023, 5, 1), date(2025, 5, 31)),
    )
    assert narrowed(scopes, None, None) == tuple(scopes)
    day = date(2022, 12, 31)
    assert narrowed(scopes[1:2], day, day) == (Scope("b", day, day),)
