"""What a store must answer, worked out from the readings in plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.dates import Grain, period
from analysis.model import POLARITY_CUT, Basis, Opinion, Reading, Review, Scope
from analysis.opinions import opinions, rows
from analysis.tally import Census, Tally


def dated_into(review: Review, scope: Scope) -> bool:
    language = review.language or "en"  # one that is too short to tell is read as English
    if scope.client != review.client or (scope.languages and language not in scope.languages):
        return False
    if review.published is None:
        return scope.since is None and scope.until is None
    return (scope.since or date.min) <= review.published.first and review.published.last <= (scope.until or date.max)


def in_scope(review: Review, scopes: Sequence[Scope] | None) -> bool:
    return scopes is None or any(dated_into(review, scope) for scope in scopes)


def counts(review: Review, channels: Sequence[str], scopes: Sequence[Scope] | None) -> bool:
    """Whether an opinion, or a mention, that names these channels is in scope."""
    return scopes is None or any(
        dated_into(review, scope)
        and (not scope.channels or not channels or any(one in scope.channels for one in channels))
        for scope in scopes
    )


def expected_tallies(
    readings: Sequence[Reading],
    scopes: Sequence[Scope] | None,
    by: Sequence[str],
    basis: Basis,
    aspects: Sequence[str] | None,
) -> list[Tally]:
    groups: dict[tuple[str, ...], list[Opinion]] = {}
    for one in readings:
        for made in opinions(one):
            asked = made.basis is basis and (aspects is None or made.aspect in aspects)
            if asked and counts(one.review, made.channels, scopes):
                told = {"aspect": made.aspect, "doing": made.doing}
                groups.setdefault(_key(one, by, told), []).append(made)
    return [
        Tally(
            key,
            len(made),
            sum(one.mentions for one in made),
            sum(one.polarity for one in made),
            sum(one.polarity**2 for one in made),
            sum(one.polarity < -POLARITY_CUT for one in made),
            sum(one.polarity > POLARITY_CUT for one in made),
            sum(one.vader for one in made),
        )
        for key, made in sorted(groups.items())
    ]


def expected_census(readings: Sequence[Reading], scopes: Sequence[Scope] | None, by: Sequence[str]) -> list[Census]:
    groups: dict[tuple[str, ...], list[Reading]] = {}
    for one in readings:
        if in_scope(one.review, scopes):
            groups.setdefault(_key(one, by, {"unscored": one.unscored, "scorer": one.scorer}), []).append(one)
    return [_census(key, mine) for key, mine in sorted(groups.items())]


def _key(one: Reading, by: Sequence[str], more: dict[str, str]) -> tuple[str, ...]:
    review = one.review
    told = {"client": review.client, "source": review.source, "language": review.language or "", **more}
    told |= {grain.value: period(review.published, grain) or "" for grain in Grain}
    return tuple(told[key] for key in by)


def _census(key: tuple[str, ...], mine: Sequence[Reading]) -> Census:
    ratings = [one.review.rating.value for one in mine if one.review.rating and not one.review.rating.is_thumb]
    dates = [one.review.published for one in mine if one.review.published]
    scored = [one for one in mine if not one.unscored]
    return Census(
        key=key,
        reviews=len(mine),
        scored=len(scored),
        supporting=sum(bool(one.mentions) for one in scored),
        mentions=sum(len(one.mentions) for one in mine),
        rated=len(ratings),
        rating_sum=sum(ratings),
        rating_squares=sum(value**2 for value in ratings),
        disagreeing=sum(one.disagrees for one in mine),
        vanished=0,
        undated=len(mine) - len(dates),
        first=min(told.first for told in dates).isoformat() if dates else "",
        last=max(told.last for told in dates).isoformat() if dates else "",
    )


def expected_quotes(
    readings: Sequence[Reading],
    scopes: Sequence[Scope] | None,
    *,
    negative: bool,
    aspect: str,
    basis: Basis,
    limit: int,
) -> list[str]:
    """The ids of the mentions to be quoted, in order."""
    found: list[tuple[tuple[float, int, str], str]] = []
    for one in readings:
        day = one.review.published.first.toordinal() if one.review.published else 0
        for told in one.mentions if one.review.quotable else ():
            beyond = told.polarity < -POLARITY_CUT if negative else told.polarity > POLARITY_CUT
            if beyond and aspect in rows(told, basis) and counts(one.review, told.channels, scopes):
                found.append(((-round(told.confidence, 2), -day, told.id), told.review))
    best: dict[str, str] = {}
    for (_, _, name), review in sorted(found):
        best.setdefault(review, name)
    return list(best.values())[:limit]
