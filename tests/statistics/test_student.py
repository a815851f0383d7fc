"""Student's t: published tables, closed forms, and the two ways of computing it held against each other."""

from __future__ import annotations

from math import acos, cos, pi, sqrt, tan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import student
from analysis.student import t_cdf, t_quantile

# NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: upper critical values, three decimals
TABLE = {
    1: (6.314, 12.706, 63.657),
    2: (2.920, 4.303, 9.925),
    3: (2.353, 3.182, 5.841),
    4: (2.132, 2.776, 4.604),
    5: (2.015, 2.571, 4.032),
    9: (1.833, 2.262, 3.250),
    10: (1.812, 2.228, 3.169),
    20: (1.725, 2.086, 2.845),
    29: (1.699, 2.045, 2.756),
    30: (1.697, 2.042, 2.750),
    60: (1.671, 2.000, 2.660),
    100: (1.660, 1.984, 2.626),
}


@pytest.mark.parametrize("df", TABLE)
def test_quantiles_are_those_of_the_published_table(df: int) -> None:
    assert tuple(round(t_quantile(p, df), 3) for p in (0.95, 0.975, 0.995)) == TABLE[df]


@pytest.mark.parametrize("p", [0.6, 0.9, 0.975, 0.9995])
def test_closed_forms_for_one_two_and_four_degrees(p: float) -> None:
    """Exact for 1, 2 and 4 degrees of freedom (Shaw, 2006)."""
    alpha = sqrt(4 * p * (1 - p))
    assert t_quantile(p, 1) == pytest.approx(tan(pi * (p - 0.5)), rel=1e-9)
    assert t_quantile(p, 2) == pytest.approx(2 * (p - 0.5) * sqrt(2) / alpha, rel=1e-9)
    assert t_quantile(p, 4) == pytest.approx(2 * sqrt(cos(acos(alpha) / 3) / alpha - 1), rel=1e-9)


@pytest.mark.parametrize("df", [500.0, 1000.0, 4000.0])
def test_expansion_and_bisection_agree_where_one_hands_over_to_the_other(df: float) -> None:
    assert student._expansion(0.975, df) == pytest.approx(student._bisect(0.975, df), rel=1e-11)


@given(st.floats(0.501, 0.9999), st.floats(5.0, 999.0))
def test_newton_and_bisection_agree(p: float, df: float) -> None:
    assert student._newton(p, df) == pytest.approx(student._bisect(p, df), rel=1e-10)


def test_many_degrees_are_the_normal_quantile() -> None:
    assert t_quantile(0.975, 1e12) == pytest.approx(1.959963984540054, rel=1e-11)


@given(st.floats(0.501, 0.9999), st.floats(0.5, 990.0))
def test_the_quantile_inverts_the_distribution(p: float, df: float) -> None:
    assert t_cdf(t_quantile(p, df), df) == pytest.approx(p, abs=1e-10)
    assert t_quantile(1 - p, df) == pytest.approx(-t_quantile(p, df), rel=1e-8)


@given(st.floats(0.6, 0.999), st.floats(1.0, 5000.0), st.floats(1.01, 5.0))
def test_more_degrees_never_widen(p: float, df: float, factor: float) -> None:
    assert t_quantile(p, df * factor) <= t_quantile(p, df) * (1 + 1e-10)


@pytest.mark.parametrize(("p", "df"), [(0.0, 5), (1.0, 5), (0.9, 0), (0.9, -1), (float("nan"), 5)])
def test_what_has_no_quantile_is_an_error(p: float, df: float) -> None:
    with pytest.raises(ValueError, match="expected 0 < p < 1"):
        t_quantile(p, df)
