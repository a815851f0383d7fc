"""Sentences with a number in them, each with the question that gave it and the reviews that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.comparison import Candidate
from analysis.eras import written_words
from analysis.grounds import Grounds
from analysis.model import OVERALL, Basis, Scope
from analysis.plaintext import one_line
from analysis.scorecard import Row, Scorecard
from analysis.statistics import Estimate, Figure
from analysis.trend import Change, Trend
from analysis.words import count, signed, told, told_share


@dataclass(frozen=True, slots=True)
class Query:
    """The question to the store. `side` is `negative`, `positive`, or empty for a mean; `periods` of a trend."""

    scopes: tuple[Scope, ...]
    aspect: str
    side: str = ""
    periods: tuple[str, ...] = ()
    basis: Basis = Basis.VENDOR


@dataclass(frozen=True, slots=True)
class Claim:
    """`text` holds the estimate with its n and interval. `reviews` are the keys of the reviews that it speaks of:
    all n, or, where the query has a side, those on it. `vader` is stock VADER's mean where the estimate is a mean."""

    id: str
    text: str
    estimate: Estimate
    query: Query
    reviews: tuple[str, ...]
    vader: float | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """Writes the claims of one vendor's brief."""

    candidate: Candidate
    scopes: tuple[Scope, ...]
    trend: Trend
    grounds: Grounds

    def answer(self, card: Scorecard) -> tuple[Claim, ...]:
        """The answer in one paragraph: score, shares, change over time."""
        claims = [self.score(card)]
        if card.overall.figure.mean.n:
            claims.append(self.shares(card))
        if self.trend.change:
            claims.append(self.change(self.trend.change))
        return tuple(claims)

    def score(self, card: Scorecard) -> Claim:
        name, figure, mean = one_line(card.vendor.name), card.overall.figure, card.overall.figure.mean
        if not mean.n:
            text = (
                f"Nothing can be said about {name} yet: no review in the store speaks of support within a dated, "
                f"evidenced engagement (n = 0, {card.status})."
            )
        else:
            text = (
                f"{_leaning(name, figure)} Its {card.status} score is {told(mean)}, on a scale from −1 (all complain) "
                f"to +1 (all praise). It rests on {count(mean.n, 'review')} with "
                f"{count(figure.mentions, 'mention')} of support, by customers of {_clients(figure.clients)}. "
                f"{written_words(card)}"
            ).rstrip()
        return Claim("score", text, mean, Query(self.scopes, OVERALL), self.grounds.keys(OVERALL), figure.vader)

    def shares(self, card: Scorecard) -> Claim:
        bad, good = card.overall.figure.negative, card.overall.figure.positive
        text = (
            f"{told_share(bad)} of these {count(bad.n, 'review')} speak badly of support; "
            f"{told_share(good)} speak well of it{_weights(card.overall.figure.clients)}."
        )
        query = Query(self.scopes, OVERALL, "negative")
        return Claim("share", text, bad, query, self.grounds.keys(OVERALL, "negative"))

    def change(self, change: Change) -> Claim:
        periods = tuple(each.name for each in self.trend.periods if change.earlier[0] <= each.name <= change.later[1])
        scopes = tuple(scope for scope in self.scopes if scope.client in change.clients)
        keys = self.grounds.keys(OVERALL, periods=periods, clients=change.clients)
        return Claim("change", changed(change), change.difference, Query(scopes, OVERALL, periods=periods), keys)

    def row(self, row: Row) -> Claim:
        mean = row.figure.mean
        text = f"{row.label}: {told(mean)}, {count(mean.n, 'review')}, {count(row.figure.clients, 'client')}."
        query, keys = Query(self.scopes, row.aspect), self.grounds.keys(row.aspect)
        return Claim(f"row:{row.aspect}", text, mean, query, keys, row.figure.vader)

    def share(self, row: Row, side: str) -> Claim:
        """How many of those who speak of a row complain of it, or praise it."""
        part = row.figure.negative if side == "negative" else row.figure.positive
        n = round((part.value or 0) * part.n)
        verb = "complained of" if side == "negative" else "praised"
        text = f"{row.label}: {verb} in {n:,} of {count(part.n, 'review')} that speak of it: {told_share(part)}."
        query = Query(self.scopes, row.aspect, side)
        return Claim(f"{side}:{row.aspect}", text, part, query, self.grounds.keys(row.aspect, side))


def changed(change: Change) -> str:
    """The sentence on what became of the newest year against the one before."""
    later, earlier = (_span(side) for side in (change.later, change.earlier))
    moved = change.difference
    if moved.low is None or moved.high is None:
        verdict = f"whether it changed cannot be told ({moved.note})"
    elif moved.low <= 0 <= moved.high:
        verdict = "no change can be told"
    else:
        verdict = "it became better" if moved.low > 0 else "it became worse"
    whose = "one client" if len(change.clients) == 1 else f"{len(change.clients):,} clients"
    return (
        f"Over time {verdict}: over the {whose} with reviews in both years, the mean was at "
        f"{signed(change.later_mean.value)} in {later} (n = {change.later_mean.n:,}), against "
        f"{signed(change.earlier_mean.value)} in {earlier} (n = {change.earlier_mean.n:,}): a difference of "
        f"{told(moved)}, from {count(moved.n, 'review')}."
    )


def _clients(n: int) -> str:
    return "one client" if n == 1 else f"{n:,} clients that weigh the same"


def _weights(clients: int) -> str:
    """Beside a score that weighs clients the same, said where it makes a difference."""
    return "" if clients == 1 else ", every review weighing the same"


def _leaning(name: str, figure: Figure) -> str:
    """Where the score's whole interval lies against 0, honest about what cannot be told, and where most reviews of a
    large client say the opposite of what its many small ones do."""
    mean, bad, good = figure.mean, figure.negative.value or 0.0, figure.positive.value or 0.0
    if mean.low is None or mean.high is None or mean.low <= 0 <= mean.high:
        return f"It cannot be told whether customers praise the support given by {name} more than they complain of it."
    praised = mean.low > 0
    if bad > good if praised else good > bad:
        by_client, by_review = ("praise", "complain") if praised else ("complaint", "praise")
        return (
            f"Each client weighing the same, {by_client} prevails in what customers say of the support given by "
            f"{name}; each review weighing the same, more {by_review}."
        )
    more, less = ("praise", "complain of") if praised else ("complain of", "praise")
    return f"Customers {more} the support given by {name} more than they {less} it."


def _span(names: tuple[str, str]) -> str:
    first, last = names
    return first if first == last else f"{first} to {last}"
