"""Numbers as people read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import words
from analysis.errors import UsageError
from analysis.model import ASPECTS, CHANNELS
from analysis.rows import ROWS, label, row_named
from analysis.statistics import SINGLE, Estimate


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.314, "+0.31"), (-0.2, "−0.20"), (0.001, "0.00"), (-0.004, "0.00"), (None, "–"), (-1.0, "−1.00")],
)
def test_signed(value: float | None, text: str) -> None:
    assert words.signed(value) == text


@given(st.floats(-1, 1))
def test_a_sign_is_never_wrong(value: float) -> None:
    text = words.signed(value)
    assert float(text.replace("−", "-")) == pytest.approx(value, abs=0.005001)
    assert not text.startswith(("+0.00", "−0.00"))


def test_an_estimate_is_told_with_its_interval_or_why_it_has_none() -> None:
    assert words.told(Estimate(9, -0.31, -0.4, -0.22)) == "−0.31 (95\u00a0% interval −0.40 to −0.22)"
    assert words.told(Estimate(1, 0.5, note=SINGLE)) == "+0.50 (one review: no interval)"
    assert words.told_share(Estimate(9, 0.58, 0.53, 0.63)) == "58\u00a0% (95\u00a0% interval 53 to 63\u00a0%)"
    assert words.stars_interval(Estimate(9, 0.5, 0.25, 0.75)) == "2.0 to 4.0"
    assert words.stars_about(Estimate(9, 0.9, 0.7, 1.0)) == "4.6 ±0.8"
    assert words.stars_about(Estimate(1, 0.5, note=SINGLE)) == "3.0"
    assert words.stars_about(Estimate(0, None)) == "–"


def test_lists_counts_and_days() -> None:
    assert [words.listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert (words.count(1, "review"), words.count(1204, "review")) == ("1 review", "1,204 reviews")
    assert words.day(date(2026, 7, 4)) == "4 July 2026"


def test_every_row_has_a_label_and_is_found_by_its_name() -> None:
    assert len(ROWS) == len(ASPECTS) + len(CHANNELS)
    for name in (*ASPECTS, *CHANNELS, "overall"):
        assert label(row_named(name)) != row_named(name)
        assert row_named(name.upper().replace("_", "-")) == row_named(name)
    assert row_named("channel:phone") == row_named("phone") == "channel:phone"
    with pytest.raises(UsageError, match="did you mean 'resolution'"):
        row_named("resolutoin")
