"""The figures, by worked examples."""

from __future__ import annotations

import pytest

from benchmarks.figures import binary, macro, micro, polarity


def test_binary() -> None:
    found = binary([True, True, True, False], [True, False, False, True])
    assert (found.n, found.precision) == (4, 0.5)
    assert found.recall == pytest.approx(1 / 3)
    assert found.f1 == pytest.approx(0.4)


def test_nothing_told_is_zero_and_no_error() -> None:
    assert binary([True], [False]).f1 == 0
    assert binary([], []).f1 == 0


def test_macro_is_the_mean_of_both_classes() -> None:
    assert macro([True, True, False, False], [True, True, True, False]).f1 == pytest.approx((0.8 + 2 / 3) / 2)


def test_micro_counts_labels() -> None:
    assert micro([["wait", "attitude"], []], [["wait"], ["privacy"]]).f1 == pytest.approx(0.5)


def test_polarity_is_calibrated_where_0_8_is_right_nine_times_in_ten() -> None:
    found = polarity([True] * 9 + [False], [0.8] * 10)
    assert found.ece == pytest.approx(0)
    assert found.covered == pytest.approx(1.0)
    assert polarity([True, False], [1.0, 1.0]).ece == pytest.approx(0.5)
