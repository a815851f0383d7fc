"""Where the marks of a chart stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.brief import Brief
from analysis.charts import bar, trend_chart
from analysis.statistics import NO_FIGURE, SINGLE, Estimate, share

unit = st.floats(-1, 1)


def test_a_bar_runs_from_low_to_high_around_its_mean() -> None:
    found = bar(Estimate(9, 0.0, -0.5, 1.0), 112, margin=6)
    assert found is not None
    assert (found.low, found.zero, found.at, found.high, found.known) == (31.0, 56.0, 56.0, 106.0, True)


def test_a_bar_without_an_interval_is_a_place_and_without_a_value_nothing() -> None:
    single = bar(Estimate(1, 0.5, note=SINGLE), 112)
    assert single is not None
    assert single.low == single.at == single.high
    assert not single.known
    assert bar(Estimate(0, None), 112) is None


@given(st.lists(unit, min_size=3, max_size=3), st.floats(60, 400))
def test_a_bar_stays_inside(values: list[float], width: float) -> None:
    low, value, high = sorted(values)
    found = bar(Estimate(5, value, low, high), width)
    assert found is not None
    assert 0 <= found.low <= found.at <= found.high <= width


def test_lines_and_bands_break_where_a_period_is_empty(harbour: Brief) -> None:
    periods = list(harbour.trend.periods)
    periods[3] = replace(periods[3], figure=NO_FIGURE)
    single = replace(periods[6].figure, mean=Estimate(1, 0.5, note=SINGLE), negative=share(0, 1))
    periods[6] = replace(periods[6], figure=single)
    chart = trend_chart(replace(harbour.trend, periods=tuple(periods)), 860, 290)
    assert chart is not None
    assert len(chart.dots) == len(periods) - 1
    assert [len(line.split()) for line in chart.lines] == [3, len(periods) - 4]
    assert len(chart.bands) == 3
    assert [dot.low is None for dot in chart.dots].count(True) == 1
    assert [mark.label for mark in chart.years] == ["2024", "2025", "2026"]
    assert chart.counts[3].label == "0"
    assert all(chart.left <= dot.x <= chart.right and 0 < dot.y < chart.bottom for dot in chart.dots)


def test_every_dot_tells_its_numbers(harbour: Brief) -> None:
    chart = trend_chart(harbour.trend, 356, 250)
    assert chart is not None
    for dot, period in zip(chart.dots, harbour.trend.periods, strict=True):
        assert dot.title.startswith(f"{period.name}: ")
        assert f"n = {period.figure.mean.n:,}" in dot.title
        assert "95\u00a0% interval" in dot.title


def test_no_periods_no_chart(empty: Brief) -> None:
    assert trend_chart(empty.trend, 860, 290) is None


@pytest.mark.parametrize(("n", "label"), [(999, "999"), (1_000, "1.0k"), (9_940, "9.9k"), (12_345, "12k")])
def test_counts_are_short(harbour: Brief, n: int, label: str) -> None:
    period = harbour.trend.periods[0]
    large = replace(period, figure=replace(period.figure, mean=Estimate(n, 0.1, 0.0, 0.2)))
    chart = trend_chart(replace(harbour.trend, periods=(large,)), 356, 250)
    assert chart is not None
    assert chart.counts[0].label == label
