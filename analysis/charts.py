"""Where the marks of a chart stand, in units of an SVG's viewBox. Templates draw them; nothing here is markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.statistics import POLARITY_RANGE, Estimate
from analysis.trend import Period, Trend
from analysis.words import told

TOP, BOTTOM, LEFT, RIGHT = 12.0, 46.0, 34.0, 10.0  # room for half a dot, two lines of labels, the scale, half a label
SCALE_MARKS = (1.0, 0.5, 0.0, -0.5, -1.0)
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval on -1..1 as a horizontal bar; `low` equals `high` where there is none."""

    width: float
    zero: float
    low: float
    high: float
    at: float
    known: bool


def bar(estimate: Estimate, width: float, margin: float = 6.0) -> Bar | None:
    """None without a value."""
    if estimate.value is None:
        return None

    def place(value: float) -> float:
        return round(margin + (value - POLARITY_RANGE[0]) / 2 * (width - 2 * margin), 2)

    at, known = place(estimate.value), estimate.low is not None and estimate.high is not None
    low = place(estimate.low) if estimate.low is not None else at
    high = place(estimate.high) if estimate.high is not None else at
    return Bar(width, place(0.0), low, high, at, known)


@dataclass(frozen=True, slots=True)
class Dot:
    """A period's mean. `low` and `high` are None where there is no interval."""

    x: float
    y: float
    low: float | None
    high: float | None
    title: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Bands and lines are lists of points for SVG; they break where a period has no review.

    `counts` are the n of each period, `years` the labels below them.
    """

    width: float
    height: float
    left: float
    right: float
    bottom: float
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    scale: tuple[Mark, ...]
    counts: tuple[Mark, ...]
    names: tuple[Mark, ...]
    years: tuple[Mark, ...]


def trend_chart(trend: Trend, width: float, height: float) -> TrendChart | None:
    """The chart of a trend, on the whole scale of -1..1 so that charts can be compared; None without a period."""
    periods = trend.periods
    if not periods:
        return None
    step = (width - LEFT - RIGHT) / len(periods)
    xs = [round(LEFT + step * (place + 0.5), 2) for place in range(len(periods))]

    def y(value: float) -> float:
        return round(TOP + (1 - value) / 2 * (height - TOP - BOTTOM), 2)

    runs = _runs(periods, [_dot(x, period, y) for x, period in zip(xs, periods, strict=True)])
    return TrendChart(
        width=width,
        height=height,
        left=LEFT,
        right=width - RIGHT,
        bottom=height - BOTTOM,
        bands=tuple(band for run in runs for band in _bands(run)),
        lines=tuple(_points([(dot.x, dot.y) for dot in run]) for run in runs if len(run) > 1),
        dots=tuple(dot for run in runs for dot in run),
        scale=tuple(Mark(y(value), f"{value:+.1f}".replace("-", "−") if value else "0") for value in SCALE_MARKS),
        counts=tuple(Mark(x, _short(period.figure.mean.n)) for x, period in zip(xs, periods, strict=True)),
        names=tuple(Mark(x, period.name.partition("-")[2]) for x, period in zip(xs, periods, strict=True)),
        years=tuple(_years(xs, periods)),
    )


def _runs(periods: Sequence[Period], dots: Sequence[Dot]) -> list[list[Dot]]:
    """The dots of neighbouring periods that have a review."""
    groups = groupby(zip(periods, dots, strict=True), lambda pair: pair[0].figure.mean.n > 0)
    return [[dot for _, dot in group] for known, group in groups if known]


def _dot(x: float, period: Period, y: Callable[[float], float]) -> Dot:
    mean = period.figure.mean
    words = f"{period.name}: {told(mean)}, n = {mean.n:,}"
    low, high = (None if edge is None else y(edge) for edge in (mean.low, mean.high))
    return Dot(x, y(mean.value or 0.0), low, high, f"{words} (so far)" if period.so_far else words)


def _bands(run: Sequence[Dot]) -> list[str]:
    """The interval bands of one run of periods, broken where a period has no interval."""
    found = []
    for known, group in groupby(run, lambda dot: dot.low is not None):
        dots = list(group)
        if known and len(dots) > 1:
            upper = [(dot.x, dot.high or 0.0) for dot in dots]
            lower = [(dot.x, dot.low or 0.0) for dot in reversed(dots)]
            found.append(_points(upper + lower))
    return found


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _short(n: int) -> str:
    """At most four characters, so that eighteen stand side by side on a telephone."""
    if n < _THOUSAND:
        return str(n)
    return f"{n / _THOUSAND:.1f}k" if n < 10 * _THOUSAND else f"{n // _THOUSAND}k"


def _years(xs: Sequence[float], periods: Sequence[Period]) -> list[Mark]:
    """Each year once, at its first period."""
    first: dict[str, float] = {}
    for x, period in zip(xs, periods, strict=True):
        first.setdefault(period.name[:4], x)
    return [Mark(x, year) for year, x in first.items()]
