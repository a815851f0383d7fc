"""How the polarity of support moved over time. Periods without a word stay in, with n = 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analysis.coverage import Coverage, Unscored, Version, star_mean, unscored, versions
from analysis.dates import Grain, PartialDate, period
from analysis.model import Client, Scope, Vendor
from analysis.periods import spanned
from analysis.rows import label
from analysis.scorecard import DOINGS, PROVISIONAL, Apart, apart_of, by_client
from analysis.statistics import Estimate, Figure, difference, figure, mean_over_clients
from analysis.tally import NONE_KEY, Census, Tally

_DAY = timedelta(days=1)
YEAR_OF_PERIODS = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Period:
    """One period, or all of them. Every review weighs the same here, whoever's customer wrote it.

    `reviews` are all that were published in it, `unscored` of them were not read. `so_far`: it has not ended yet.
    """

    name: str
    figure: Figure
    apart: tuple[Apart, ...]
    reviews: int
    unscored: int
    stars: Estimate
    so_far: bool = False

    def part(self, doing: str) -> Estimate:
        return next((part.mean for part in self.apart if part.doing == doing), Estimate(0, None))


@dataclass(frozen=True, slots=True)
class Change:
    """The newest year of whole periods against the year before it, over the `clients` (ids) that have a review in
    both, each with the same weight: a client that came or went is no change. The means are over these too."""

    later: tuple[str, str]
    earlier: tuple[str, str]
    clients: tuple[str, ...]
    difference: Estimate
    later_mean: Estimate
    earlier_mean: Estimate


@dataclass(frozen=True, slots=True)
class Trend:
    """`client` None means all clients of the vendor; `scopes` are what was asked for. `coarse` holds what is dated
    too coarsely for the grain. `stated` are the clients that only the user's word ties to the vendor,
    `replays` the settings that runs were served from."""

    vendor: Vendor
    client: Client | None
    aspect: str
    label: str
    grain: Grain
    since: date | None
    until: date | None
    scopes: tuple[Scope, ...]
    periods: tuple[Period, ...]
    total: Period
    coarse: Period | None
    change: Change | None
    coverage: Coverage
    unscored: tuple[Unscored, ...]
    stated: tuple[str, ...] = ()
    replays: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    status: str = PROVISIONAL


@dataclass(frozen=True, slots=True)
class Question:
    """What a trend is about, and on what it stands. `today` marks the period that has not ended."""

    vendor: Vendor
    today: date
    grain: Grain = Grain.QUARTER
    client: Client | None = None
    aspect: str = "overall"
    since: date | None = None
    until: date | None = None
    scopes: tuple[Scope, ...] = ()
    stated: tuple[str, ...] = ()
    replays: tuple[str, ...] = ()


def trend(
    question: Question,
    tallies: Sequence[Tally],
    census: Sequence[Census],
    covered: Coverage,
    names: Sequence[str] | None = None,
) -> Trend:
    """From tallies by client, period, doing and a census by period, unscored, scorer.

    `names` are the periods to show, so that charts can be compared; all from the first to the last
    with a review where they are not given.
    """
    names = _names(tallies, census) if names is None else names
    current = period(PartialDate(question.today), question.grain) or ""
    coarse = _period(NONE_KEY, tallies, census)
    return Trend(
        vendor=question.vendor,
        client=question.client,
        aspect=question.aspect,
        label=label(question.aspect),
        grain=question.grain,
        since=question.since,
        until=question.until,
        scopes=question.scopes,
        periods=tuple(replace(_period(name, tallies, census), so_far=name == current) for name in names),
        total=_period(None, tallies, census),
        coarse=coarse if coarse.reviews else None,
        change=change(tallies, _whole(names, question), YEAR_OF_PERIODS[question.grain]),
        coverage=covered,
        unscored=unscored(census, 1),
        stated=question.stated,
        replays=question.replays,
        versions=versions(census, 2),
    )


def _whole(names: Sequence[str], question: Question) -> list[str]:
    """Those of these periods that have ended, and that no engagement's (nor the question's) first or last day cuts."""

    def name(day: date) -> str:
        return period(PartialDate(day), question.grain) or ""

    starts, ends = ([getattr(scope, side) for scope in question.scopes] for side in ("since", "until"))
    last = min([question.today - _DAY, *([max(ends)] if ends and all(ends) else [])])
    whole = [one for one in names if one < name(last + _DAY)]
    if starts and all(starts):
        whole = [one for one in whole if one > name(min(starts) - _DAY)]
    return whole


def _names(tallies: Sequence[Tally], census: Sequence[Census]) -> list[str]:
    seen = sorted(({tally.key[1] for tally in tallies} | {group.key[0] for group in census}) - {NONE_KEY})
    return list(spanned(seen[0], seen[-1])) if seen else []


def _period(name: str | None, tallies: Sequence[Tally], census: Sequence[Census]) -> Period:
    """One period; None takes all."""
    mine = [t for t in tallies if name is None or t.key[1] == name]
    counted = [c for c in census if name is None or c.key[0] == name]
    parts = {doing: [t for t in mine if t.key[2] == doing] for doing in DOINGS}
    reviews = sum(c.reviews for c in counted)
    return Period(
        name="all" if name is None else name,
        figure=figure(mine, len({t.key[0] for t in mine})),
        apart=tuple(apart_of(doing, figure(group)) for doing, group in parts.items() if group),
        reviews=reviews,
        unscored=reviews - sum(c.scored for c in counted),
        stars=star_mean(counted),
    )


def change(tallies: Sequence[Tally], names: Sequence[str], length: int) -> Change | None:
    """The newest `length` of the named periods against those before; None where no client has a review in both."""
    later, earlier = names[-length:], names[-2 * length : -length]
    if len(earlier) < length:
        return None
    new, old = ({t.key[0]: t for t in by_client([t for t in tallies if t.key[1] in side])} for side in (later, earlier))
    both = [client for client in new if client in old]
    if not both:
        return None
    sides = [new[client] for client in both], [old[client] for client in both]
    means = (mean_over_clients(side) for side in sides)
    return Change((later[0], later[-1]), (earlier[0], earlier[-1]), tuple(both), difference(*sides), *means)
