"""A comparison as tables for people, and in words. Candidates stand in the order asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import click

from analysis.comparison import Candidate, Comparison, Pair
from analysis.coverage import Origin
from analysis.eras import written
from analysis.evidence import served, stated
from analysis.gaps import left_out, version_gaps
from analysis.model import OVERALL
from analysis.rows import label
from analysis.scorecard import WHY_PROVISIONAL, Row
from analysis.statistics import Estimate
from analysis.words import listed, stars_about
from cli.render import Column, heading, say, show
from cli.render.clients import show_clients
from cli.render.numbers import NONE, count, interval, percent, percent_interval, plural, signed
from cli.render.trends import APART, days, told_apart
from cli.render.width import roomy

_BY_CHANCE = 100  # pairs that do not differ, of which one at most seems to (tests/statistics/test_apart.py)
MANY = 4  # candidates: from here on the pairs are told by candidate, not one by one
_EXPLAINED = (
    "Score: the mean over clients of the mean over each one's n reviews, from −1 (all complain) to +1 (all praise).",
    "clients: with a score, of those in the dossier; *: one or more is stated by the user, without a source.",
    "negative: the share of the n reviews that complain.",
    f"{NONE}: no review, or no interval: there is one review only, or one of each client.",
    "Above: the intervals of the scores do not meet.",
)
_SAID_ELSEWHERE = ("unscored", "other_language", "versions")  # of what was left out; the last of all candidates
_ROOMY = (
    "Stars: of the whole purchase, not mixed in; ± is half of the 95 % interval.",
    "unclear: of n, whose doing is not told. unscored: in scope, not read.",
)


def show_comparison(comparison: Comparison) -> None:
    _candidates(comparison)
    _verdicts(comparison)
    _written(comparison)
    for line in (*_EXPLAINED, *(_ROOMY if roomy() else ())):
        say(line)
    _aspects(comparison)
    _apart(comparison)
    show_clients(comparison.candidates)
    _unknown(comparison)
    if comparison.replays:
        say(f"Served from a replay: {served(comparison.replays)}.")
    say(WHY_PROVISIONAL)


def _candidates(comparison: Comparison) -> None:
    names = ("score", "95 %", "n", "negative", "95 %", "clients", "stars (n)", "mentions", "unclear", "unscored")
    shown = len(names) if roomy() else len(names) - 4
    columns = [Column("vendor", wrap=True), *(Column(name, number=True) for name in names[:shown])]
    rows = [(each.name, *_candidate(each)[:shown]) for each in comparison.candidates]
    show(columns, rows, title=f"Support{days(comparison)}, {comparison.status} scores (no ranking)")


def _candidate(each: Candidate) -> tuple[str, ...]:
    card, figure = each.scorecard, each.scorecard.overall.figure
    return (
        signed(figure.mean.value),
        interval(figure.mean.low, figure.mean.high),
        count(figure.mean.n),
        percent(figure.negative.value),
        percent_interval(figure.negative.low, figure.negative.high),
        f"{figure.clients} of {len(card.clients)}{'*' if stated(each.edges) else ''}",
        _stars(card.stars),
        count(figure.mentions),
        count(card.overall.part("unclear").n),
        count(card.coverage.unscored),
    )


def _stars(stars: Estimate) -> str:
    return NONE if stars.value is None else f"{stars_about(stars)} ({count(stars.n)})"


def _verdicts(comparison: Comparison) -> None:
    """What the intervals of the whole score allow to say."""
    pairs = comparison.pairs_on(OVERALL)
    if len(comparison.candidates) < MANY:
        for pair in pairs:
            say(pair.words)
        return
    for line in above(pairs):
        say(f"{line}: their intervals do not meet.")
    apart = sum(pair.relation in ("higher", "lower") for pair in pairs)
    say(f"Of {count(len(pairs))} pairs, {count(apart)} can be told apart; of the others no order is known.")


def _written(comparison: Comparison) -> None:
    """Vendors change: scores of different times are no fair match."""
    spans = [(each.name, written(each.scorecard.clients)) for each in comparison.candidates]
    told = [f"{name} {days[0]} to {days[1]}" for name, days in spans if days]
    if told:
        say(f"Reviews within the engagements were written: {'; '.join(told)}.")
        if comparison.since is None and comparison.until is None:
            say("Engagements begin and end at different times: --since and --until hold all against the same days.")


def above(pairs: Sequence[Pair]) -> list[str]:
    """`A is above B and C`, a line for each candidate that is above any."""
    below: dict[str, list[str]] = {}
    for pair in pairs:
        if pair.relation == "higher":
            below.setdefault(pair.left, []).append(pair.right)
        elif pair.relation == "lower":
            below.setdefault(pair.right, []).append(pair.left)
    return [f"{upper} is above {listed(lower)}" for upper, lower in below.items()]


def _aspects(comparison: Comparison) -> None:
    """One line a row and candidate, so that any number of candidates fits any width."""
    click.echo()
    names = ("score", "95 %", "n", "negative", "95 %", "unclear")[: 6 if roomy() else 5]
    columns = [Column("aspect"), Column("vendor", wrap=True), *(Column(name, number=True) for name in names)]
    rows = [
        (label(aspect), each.name, *_cells(each.row(aspect))[: len(names)])
        for aspect in comparison.aspects[1:]
        for each in comparison.candidates
    ]
    show(columns, rows, title="Aspect by aspect")
    told = False
    for aspect in comparison.aspects[1:]:
        if lines := above(comparison.pairs_on(aspect)):
            told = True
            say(f"{label(aspect)}: {'; '.join(lines)}.")
    say(f"{'Elsewhere' if told else 'On every row'} intervals overlap, or there are too few reviews for one.")
    if told:
        say(_by_chance([pair for pair in comparison.pairs if pair.aspect != OVERALL]))


def _by_chance(pairs: Sequence[Pair]) -> str:
    """Of many pairs some seem to differ: how many are told apart, and how many would be if none differed."""
    held = [pair for pair in pairs if pair.relation != "unknown"]
    apart = sum(pair.relation != "overlap" for pair in held)
    return (
        f"{count(apart)} of {plural(len(held), 'pair')} on these rows {'is' if apart == 1 else 'are'} told apart; "
        f"if no candidates differed, at most one in {_BY_CHANCE} would be."
    )


def _cells(row: Row | None) -> tuple[str, ...]:
    if row is None or not row.figure.mean.n:
        return (NONE, NONE, "0", NONE, NONE, "0")
    mean, negative = row.figure.mean, row.figure.negative
    return (
        signed(mean.value),
        interval(mean.low, mean.high),
        count(mean.n),
        percent(negative.value),
        percent_interval(negative.low, negative.high),
        count(row.part("unclear").n),
    )


def _apart(comparison: Comparison) -> None:
    """Whose doing it is, per candidate: what is unclear counts, and is shown apart."""
    for each in comparison.candidates:
        if each.scorecard.overall.apart:
            say(f"{each.name}, by whose doing: {told_apart(each.scorecard.overall.apart)}.")
    if any(part.doing != "agent" for each in comparison.candidates for part in each.scorecard.overall.apart):
        say(APART)


def _unknown(comparison: Comparison) -> None:
    click.echo()
    heading("What cannot be told")
    for shared in comparison.shared:
        said = (
            f"{plural(shared.reviews, 'review')} count{'s' if shared.reviews == 1 else ''} for both, telling nothing "
            "between them"
            if shared.both
            else "no review counts for both"
        )
        say(f"{shared.client} is a client of {' and '.join(shared.vendors)}: {said}.")
    for gap in version_gaps(comparison.versions):
        say(gap.words)
    for each in comparison.candidates:
        say(f"{each.name}")
        for line in _lines(each):
            say(f"- {line}")


def _lines(each: Candidate) -> Iterator[str]:
    if each.scorecard.origins:
        mix = _mix(each.scorecard.origins)
        yield f"Reviews that speak of support, by source: {mix} (`rbp sources` tells what each gives)."
    yield left_out(each.scorecard.coverage, each.scorecard.unscored)
    yield from (gap.words for gap in each.gaps if gap.kind not in _SAID_ELSEWHERE)


def _mix(origins: Sequence[Origin]) -> str:
    """`216 schema_org, 60 cfpb`: one source holds complaints alone, another stars too, so levels differ by source."""
    counts: Counter[str] = Counter()
    for origin in origins:
        counts[origin.source] += origin.supporting
    return listed([f"{count(number)} {source}" for source, number in counts.most_common()])
