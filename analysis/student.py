"""Quantiles of Student's t, by the standard library alone, to 1e-9 of their size.

Held by tests against published tables (Fisher and Yates; NIST/SEMATECH e-Handbook, 1.3.6.7.2) and closed forms.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, inf, lgamma, log, pi, sqrt

_SMALL = 5.0  # below, the expansion is no start for Newton's method
_LARGE = 1000.0  # from here on four terms of the expansion are exact to 1e-13, and the fraction would be slow
_ENOUGH = 1e-15  # relative change at which the continued fraction stands
_STILL = 1e-12  # a relative step below this is the distribution's own rounding
_TINY = 1e-300  # stands in for a zero denominator (Lentz)
_MOST_STEPS = 10_000  # never reached below _LARGE: steps grow with sqrt(df)
_HALVINGS = 200  # both searches end much earlier, when nothing moves any more


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """The t with P(T <= t) = p for `df` > 0 degrees of freedom, a fraction allowed; 0 < p < 1.

    Raises ValueError outside of these.
    """
    if not 0.0 < p < 1.0 or not df > 0.0:
        raise ValueError(f"expected 0 < p < 1 and df > 0, got p={p}, df={df}")
    if p < 0.5:
        return -t_quantile(1.0 - p, df)
    if p == 0.5:
        return 0.0
    if df >= _LARGE:
        return _expansion(p, df)
    return _newton(p, df) if df >= _SMALL else _bisect(p, df)


def _expansion(p: float, df: float) -> float:
    """Abramowitz and Stegun (1964), 26.7.5: the normal quantile and four terms in 1/df."""
    from statistics import NormalDist

    z = NormalDist().inv_cdf(p)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum(term / df**power for power, term in enumerate(terms))


def _newton(p: float, df: float) -> float:
    """Newton's method on the distribution, from the expansion: three or four steps."""
    t = _expansion(p, df)
    scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(pi * df)
    for _ in range(_HALVINGS):
        step = (t_cdf(t, df) - p) / (scale * (1 + t * t / df) ** (-(df + 1) / 2))
        t -= step
        if abs(step) <= _STILL * t:
            break
    return t


def _bisect(p: float, df: float) -> float:
    low, high = 0.0, 1.0
    while t_cdf(high, df) < p:
        low, high = high, high * 2
        if high == inf:
            raise ValueError(f"expected a quantile below 1e308, got p={p}, df={df}")
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_cdf(middle, df) < p else (low, middle)
    return high


def t_cdf(t: float, df: float) -> float:
    """P(T <= t) for t >= 0: 1 - I(df / (df + t^2); df/2, 1/2) / 2 (Abramowitz and Stegun, 26.7.1)."""
    return 1.0 - _beta(df / (df + t * t), t * t / (df + t * t), df / 2, 0.5) / 2


def _beta(x: float, rest: float, a: float, b: float) -> float:
    """Regularised incomplete beta I(x; a, b); `rest` is 1 - x, told apart so that nothing cancels."""
    if x <= 0.0 or rest <= 0.0:
        return 0.0 if x <= 0.0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(rest))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(rest, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Continued fraction of the incomplete beta (NIST DLMF 8.17.22), by Lentz's method (1976)."""
    c, d = 1.0, 1.0 / _nonzero(1.0 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _nonzero(1.0 + term * d)
            c = _nonzero(1.0 + term / c)
            value *= d * c
        if abs(d * c - 1.0) < _ENOUGH:
            break
    return value


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
