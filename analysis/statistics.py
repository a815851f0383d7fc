"""Means and shares with their intervals, computed from tallies and from nothing else.

n is a number of reviews throughout: mentions of one review were averaged before they were counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from math import fsum, sqrt

from analysis.student import t_quantile
from analysis.tally import Tally

LEVEL = 0.95  # of every interval in this project
Z = 1.959963984540054  # normal quantile of (1 + LEVEL) / 2, for Wilson's interval
AT_THE_ENDS = 2  # values added to a spread, one at either end of the scale: see `spread`
POLARITY_RANGE = (-1.0, 1.0)
RATING_RANGE = (0.0, 1.0)
WIDEST = 1.0  # variance that no polarity exceeds: half of them at either end (Popoviciu, 1935)

NOTHING = "no review"
SINGLE = "one review: no interval"
SINGLES = "one review a client: no interval"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean or a share with its n and its 95 % interval.

    `value` is None where n is 0. `low` and `high` are None where no interval can be told; `note` then says why.
    """

    n: int
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a group of reviews says about one thing.

    `mean` is the mean polarity, `negative` and `positive` the shares of reviews beyond the cut of 0.05,
    `vader` the mean of stock VADER over the same passages, None where n is 0.
    """

    mean: Estimate
    negative: Estimate
    positive: Estimate
    mentions: int
    vader: float | None
    clients: int


EMPTY = Tally((), 0, 0, 0.0, 0.0, 0, 0, 0.0)
NO_FIGURE = Figure(Estimate(0, None, note=NOTHING), Estimate(0, None, note=NOTHING), Estimate(0, None, note=NOTHING),
                   0, None, 0)  # fmt: skip


def merge(tallies: Iterable[Tally], key: tuple[str, ...] = ()) -> Tally:
    """The tally of the union of disjoint groups: all its fields are sums."""
    return reduce(_add, tallies, Tally(key, *_sums(EMPTY)))


def _sums(tally: Tally) -> tuple[int, int, float, float, int, int, float]:
    return (tally.reviews, tally.mentions, tally.sum, tally.squares, tally.negative, tally.positive, tally.vader_sum)


def _add(left: Tally, right: Tally) -> Tally:
    return Tally(
        left.key,
        left.reviews + right.reviews,
        left.mentions + right.mentions,
        left.sum + right.sum,
        left.squares + right.squares,
        left.negative + right.negative,
        left.positive + right.positive,
        left.vader_sum + right.vader_sum,
    )


def mean(n: int, total: float, squares: float, bounds: tuple[float, float] = POLARITY_RANGE) -> Estimate:
    """Mean of n values from their sum and sum of squares, with an interval by Student's t (1908).

    mean +- t(n + 1) * s / sqrt(n), cut off at the bounds of the scale; s is that of `spread`. One value gives no
    interval: it would be the whole scale.
    """
    if n == 0:
        return Estimate(0, None, note=NOTHING)
    value = _within(total / n, bounds)
    if n == 1:
        return Estimate(1, value, note=SINGLE)
    return _estimate(n, value, spread(n, total, squares, bounds) / n, n - 1 + AT_THE_ENDS, bounds)


def spread(n: int, total: float, squares: float, bounds: tuple[float, float] = POLARITY_RANGE) -> float:
    """Sample variance of n values and of one more at either end of the scale, from their sum and sum of squares.

    Opinions heap up at both ends. A few that are all at one of them have next to no spread, and Student's own formula
    calls them certain: of its intervals of ten reviews on attitude, half held the truth. One success and one failure
    a group mend it for shares (Agresti and Caffo, 2000), and here as well (`python -m benchmarks.intervals`).
    """
    low, high = bounds
    return _variance(n + AT_THE_ENDS, total + low + high, squares + low * low + high * high)


def _variance(n: int, total: float, squares: float) -> float:
    """Sample variance (divisor n - 1); never below 0. n must be 2 or more."""
    return max(0.0, (squares - total * total / n) / (n - 1))


def _estimate(n: int, value: float, error: float, df: float, bounds: tuple[float, float]) -> Estimate:
    """`error` is the squared standard error."""
    reach = t_quantile((1 + LEVEL) / 2, df) * sqrt(error)
    return Estimate(n, value, max(bounds[0], value - reach), min(bounds[1], value + reach))


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def share(count: int, n: int) -> Estimate:
    """count of n as a share in 0..1, with Wilson's score interval (Wilson, 1927). It holds for n = 1 too."""
    if n == 0:
        return Estimate(0, None, note=NOTHING)
    part = count / n
    middle = (part + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z / (1 + Z * Z / n) * sqrt(part * (1 - part) / n + Z * Z / (4 * n * n))
    return Estimate(n, part, min(part, max(0.0, middle - reach)), max(part, min(1.0, middle + reach)))


def figure(tallies: Sequence[Tally], clients: int = 1) -> Figure:
    """The figure of one client, or of all reviews alike: every review weighs the same."""
    total = merge(tallies)
    if not total.reviews:
        return NO_FIGURE
    return Figure(
        mean(total.reviews, total.sum, total.squares),
        share(total.negative, total.reviews),
        share(total.positive, total.reviews),
        total.mentions,
        total.vader_sum / total.reviews,
        clients,
    )


def weigh(by_client: Sequence[Tally]) -> Figure:
    """The figure of a vendor: its mean (and VADER's) is the mean over its clients, each with equal weight.

    The interval is that of these clients, not of clients to come: it is made from the standard errors of
    their means (see `_combined`). The shares are of all reviews alike, since Wilson's interval
    is about counts.
    """
    known = [tally for tally in by_client if tally.reviews]
    if not known:
        return NO_FIGURE
    plain = figure(known, len(known))
    vader = fsum(tally.vader_sum / tally.reviews for tally in known) / len(known)
    return Figure(mean_over_clients(known), plain.negative, plain.positive, plain.mentions, vader, len(known))


def mean_over_clients(tallies: Sequence[Tally]) -> Estimate:
    """Mean of the clients' means, with an interval from their standard errors (see `_combined`)."""
    if len(tallies) == 1:
        return mean(tallies[0].reviews, tallies[0].sum, tallies[0].squares)
    return _combined(tallies, [1 / len(tallies)] * len(tallies), POLARITY_RANGE)


def difference(later: Sequence[Tally], earlier: Sequence[Tally]) -> Estimate:
    """Mean over clients of each one's later mean minus its earlier mean, on -2..2; n counts both sides.

    The same clients stand on both sides in the same order, each with a review, so that a client that came or
    went moves nothing. Of one client this is Welch's comparison (1947).
    """
    weight = 1 / len(later)
    weights = [weight] * len(later) + [-weight] * len(earlier)
    return _combined([*later, *earlier], weights, (-2.0, 2.0))


def _combined(tallies: Sequence[Tally], weights: Sequence[float], bounds: tuple[float, float]) -> Estimate:
    """sum(w_i m_i) over group means m_i, with an interval by Student's t.

    The squared error is sum(w_i^2 s_i^2 / n_i), with s_i as in `spread`, its degrees of freedom are Satterthwaite's
    (1946). One review tells nothing of its group's spread, and other groups' may be another: it is taken to be the
    widest there is. Where every group has one, there is no interval.
    """
    n = sum(tally.reviews for tally in tallies)
    value = _within(fsum(w * t.sum / t.reviews for t, w in zip(tallies, weights, strict=True)), bounds)
    pairs = list(zip(tallies, weights, strict=True))
    told = [(t, w * w * spread(t.reviews, t.sum, t.squares) / t.reviews) for t, w in pairs if t.reviews > 1]
    if not told:
        return Estimate(n, value, note=SINGLES)
    error = fsum([*(part for _, part in told), *(w * w * WIDEST for t, w in pairs if t.reviews == 1)])
    freedom = error**2 / fsum(part * part / (t.reviews - 1 + AT_THE_ENDS) for t, part in told)
    return _estimate(n, value, error, freedom, bounds)
