"""A trend as a table for people, with the sentences that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from analysis.claims import changed
from analysis.comparison import Comparison
from analysis.evidence import served
from analysis.gaps import left_out, review_gaps, version_gaps
from analysis.scorecard import WHY_PROVISIONAL, Apart
from analysis.statistics import POLARITY_RANGE
from analysis.trend import Period, Trend
from analysis.words import stars_about
from cli.render import Column, heading, say, show, sparkline
from cli.render.numbers import NONE, count, interval, percent, percent_interval, plural, signed
from cli.render.width import roomy

APART = (
    "Whose doing: agent, the vendor’s people; unclear, not told; mixed, several in one review; policy, opening hours: "
    "the one policy that counts."
)
LEAST_SPAN = 0.5  # of the polarity's scale of 2: about the width of an interval of some fifteen reviews
Cell = Callable[[Period], str]
_COUNTED = {"policy": "policy on availability"}
_SAID_ELSEWHERE = {"unscored", "other_language"}  # by the sentence of what was left out


def stars(period: Period) -> str:
    """`3.4 ±0.3 (57)`: mean on one to five stars with half of its interval, and how many gave any."""
    return NONE if period.stars.value is None else f"{stars_about(period.stars)} ({count(period.stars.n)})"


# Each with whether it is there in a narrow terminal, too. No share and no mean ever stands without its n and interval.
_CELLS: tuple[tuple[str, Cell, bool], ...] = (
    ("n", lambda p: count(p.figure.mean.n), True),
    ("mentions", lambda p: count(p.figure.mentions), False),
    ("mean", lambda p: signed(p.figure.mean.value), True),
    ("95 %", lambda p: interval(p.figure.mean.low, p.figure.mean.high), True),
    ("negative", lambda p: percent(p.figure.negative.value), True),
    ("95 %", lambda p: percent_interval(p.figure.negative.low, p.figure.negative.high), True),
    ("unclear", lambda p: count(p.part("unclear").n), False),
    ("unscored", lambda p: count(p.unscored), False),
    ("stars (n)", stars, True),
    ("clients", lambda p: count(p.figure.clients), False),
)
_ROOMY = (
    "unclear: of n, whose doing is not told.",
    "clients: whose customers wrote the n; a mean may move because a client came or went.",
)
_EXPLAINED = (
    "Mean: of what reviews say about support, from −1 (all complain) to +1 (all praise). Negative: the share of the n "
    "that complains.",
    "n: reviews that speak of support, each with the same weight (the score in compare and brief weighs clients).",
    "Stars: of the whole purchase, never mixed in; ± is half of the 95 % interval.",
    f"{NONE}: no review, or no interval: there is one review only.",
)


def show_trends(trends: Sequence[Trend]) -> None:
    """Print each trend with what is to be said of it, then once what holds for all of them.

    A table that is no terminal's is always the whole one.
    """
    for trend in trends:
        heading(title(trend))
        if not trend.periods:
            say(
                f"No dated review within the engagements (n = 0); `rbp status` tells what is in the store. "
                f"{left_out(trend.coverage, trend.unscored)}"
            )
        else:
            _table(trend)
            _spark(trend)
        for note in _notes(trend):
            say(note)
        click.echo()
    for note in _explained(trends):
        say(note)


def title(trend: Trend) -> str:
    who = f"{trend.vendor.name}, {trend.client.name}" if trend.client else trend.vendor.name
    return f"{who}: {trend.label.lower()} by {trend.grain.value}{days(trend)} ({trend.status})"


def days(asked: Trend | Comparison) -> str:
    """` since 2025-01-01 until 2025-12-31`, as far as it was asked for."""
    since = f" since {asked.since}" if asked.since else ""
    return since + (f" until {asked.until}" if asked.until else "")


def _table(trend: Trend) -> None:
    cells = [(name, cell) for name, cell, always in _CELLS if always or roomy()]
    columns = [Column(trend.grain.value), *(Column(name, number=True) for name, _ in cells)]
    rows = [(_name(period), *(cell(period) for _, cell in cells)) for period in (*trend.periods, trend.total)]
    show(columns, rows)


def _name(period: Period) -> str:
    return f"{period.name}*" if period.so_far else period.name


def _spark(trend: Trend) -> None:
    means = [period.figure.mean.value for period in trend.periods]
    known = [value for value in means if value is not None]
    if not known:
        return
    first, last = trend.periods[0].name, trend.periods[-1].name
    low, high = spark_scale(min(known), max(known))
    say(f"{first} {sparkline(means, low, high)} {last}  (bars from {signed(low)} to {signed(high)})")


def spark_scale(lowest: float, highest: float) -> tuple[float, float]:
    """The scale of a sparkline: as wide as the values lie apart, but never so narrow that noise looks like a trend."""
    spare = max(0.0, LEAST_SPAN - (highest - lowest)) / 2
    low = min(max(lowest - spare, POLARITY_RANGE[0]), POLARITY_RANGE[1] - LEAST_SPAN)
    return low, max(highest, low + LEAST_SPAN)


def _notes(trend: Trend) -> list[str]:
    notes = []
    if not trend.scopes:
        notes.append("No engagement with evidence and a known start lies within these dates: nothing can be dated.")
    if any(period.so_far for period in trend.periods):
        notes.append("* has not ended yet.")
    if trend.coarse:
        coarse = plural(trend.coarse.figure.mean.n, "review")
        notes.append(f"{coarse} dated too coarsely for a {trend.grain.value}; in the last line only.")
    if trend.change:
        notes.append(changed(trend.change))
    if trend.periods:
        notes.append(left_out(trend.coverage, trend.unscored))
    if trend.total.apart:
        notes.append(f"By whose doing: {told_apart(trend.total.apart)}.")
    notes += [f"{name}: that it is a client is stated by the user, without a source." for name in trend.stated]
    gaps = review_gaps(trend.coverage, trend.unscored, cut=trend.since is not None or trend.until is not None)
    said = (*version_gaps(trend.versions), *(gap for gap in gaps if gap.kind not in _SAID_ELSEWHERE))
    return [*notes, *(gap.words for gap in said)]


def _explained(trends: Sequence[Trend]) -> list[str]:
    notes = [*_EXPLAINED, *(_ROOMY if roomy() else ())] if any(trend.periods for trend in trends) else []
    replays = sorted({replay for trend in trends for replay in trend.replays})
    notes += [APART] if any(part.doing != "agent" for trend in trends for part in trend.total.apart) else []
    notes += [f"Served from a replay: {served(replays)}."] if replays else []
    return [*notes, WHY_PROVISIONAL]


def told_apart(parts: Sequence[Apart]) -> str:
    """`agent −0.20 [−0.40, 0.00] (n 12), unclear +0.10 [−0.10, +0.30] (n 30)`. Of policy availability alone counts."""
    return ", ".join(
        f"{_COUNTED.get(part.doing, part.doing)} {signed(part.mean.value)} "
        f"{interval(part.mean.low, part.mean.high)} (n {count(part.mean.n)})"
        for part in parts
    )
