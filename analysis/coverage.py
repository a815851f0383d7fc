"""Which reviews a score rests on, and where all the others went. Nothing is left out without being counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from analysis.statistics import RATING_RANGE, Estimate, mean
from analysis.tally import Census, Tally


@dataclass(frozen=True, slots=True)
class Answers:
    """What a store said about one vendor, in the groupings that every noun here is made from.

    With the dossier's scopes: `tallies` by client, aspect, doing (basis vendor, all rows); `any_channel`
    by client (overall, scopes without their channels); `census` by client, source, unscored, scorer.
    `any_language`: census by client with scopes without their languages. `stored`: census by client
    of all that is kept of the vendor's clients, whenever written. `copies`: by client, of the scopes.
    """

    tallies: tuple[Tally, ...] = ()
    any_channel: tuple[Tally, ...] = ()
    census: tuple[Census, ...] = ()
    any_language: tuple[Census, ...] = ()
    stored: tuple[Census, ...] = ()
    copies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Numbers of reviews. Each line below the first is a part of one above:

    stored = undated + outside + other_language + in_scope
    in_scope = unscored + silent + policy_only + other_channel + counted

    `outside`: written outside the engagement, or dated too coarsely to tell. `silent`: read, and no
    word about support. `policy_only`: support is spoken of, but all of it is the client's policy.
    `counted` is the n of the score. `disagreeing` (stars and text point opposite ways) and `vanished`
    (no longer found at the source) are of those in scope, `copies` (with the very words, date and stars of another one
    of the client) of those that are not silent either.
    """

    stored: int = 0
    undated: int = 0
    outside: int = 0
    other_language: int = 0
    in_scope: int = 0
    unscored: int = 0
    silent: int = 0
    policy_only: int = 0
    other_channel: int = 0
    counted: int = 0
    disagreeing: int = 0
    vanished: int = 0
    copies: int = 0


def coverage(answers: Answers, client: str, counted: int) -> Coverage:
    """The coverage of one client; `counted` is the n of its overall tally."""
    inside = [c for c in answers.census if c.key[0] == client]
    stored = [c for c in answers.stored if c.key[0] == client]
    dated = sum(c.reviews for c in answers.any_language if c.key[0] == client)
    any_channel = sum(t.reviews for t in answers.any_channel if t.key[0] == client)
    kept, undated = sum(c.reviews for c in stored), sum(c.undated for c in stored)
    in_scope, supporting = sum(c.reviews for c in inside), sum(c.supporting for c in inside)
    scored = sum(c.scored for c in inside)
    return Coverage(
        stored=kept,
        undated=undated,
        outside=kept - undated - dated,
        other_language=dated - in_scope,
        in_scope=in_scope,
        unscored=in_scope - scored,
        silent=scored - supporting,
        policy_only=supporting - any_channel,
        other_channel=any_channel - counted,
        counted=counted,
        disagreeing=sum(c.disagreeing for c in inside),
        vanished=sum(c.vanished for c in inside),
        copies=answers.copies.get(client, 0),
    )


def total(parts: Iterable[Coverage]) -> Coverage:
    listed = list(parts)
    return Coverage(**{field.name: sum(getattr(part, field.name) for part in listed) for field in fields(Coverage)})


def star_mean(census: Sequence[Census]) -> Estimate:
    """Mean rating on 0..1 over the reviews with stars: a word on the whole purchase, never part of a polarity."""
    return mean(
        sum(c.rated for c in census),
        sum(c.rating_sum for c in census),
        sum(c.rating_squares for c in census),
        RATING_RANGE,
    )


@dataclass(frozen=True, slots=True)
class Unscored:
    """Reviews that were kept and not read, with the reason, such as `language: fr`."""

    reason: str
    reviews: int


def unscored(census: Sequence[Census], position: int) -> tuple[Unscored, ...]:
    """The reasons in `key[position]`, most reviews first."""
    counts: dict[str, int] = {}
    for group in census:
        if group.key[position]:
            counts[group.key[position]] = counts.get(group.key[position], 0) + group.reviews
    return tuple(Unscored(reason, n) for reason, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class Version:
    """Reviews that one version of the reading scored."""

    scorer: str
    reviews: int


def versions(census: Sequence[Census], position: int) -> tuple[Version, ...]:
    """The versions in `key[position]` that scored any review, by name. Two of them have two scales."""
    counts: dict[str, int] = {}
    for group in census:
        if group.scored:
            counts[group.key[position]] = counts.get(group.key[position], 0) + group.scored
    return tuple(Version(scorer, n) for scorer, n in sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Origin:
    """Reviews of one client in scope from one source; `first` and `last` are ISO days, empty where none is dated."""

    client: str
    source: str
    reviews: int
    supporting: int
    stars: Estimate
    first: str
    last: str


def origins(census: Sequence[Census]) -> tuple[Origin, ...]:
    """From a census by client, source, unscored."""
    groups: dict[tuple[str, str], list[Census]] = {}
    for group in census:
        groups.setdefault((group.key[0], group.key[1]), []).append(group)
    return tuple(_origin(client, source, group) for (client, source), group in sorted(groups.items()))


def _origin(client: str, source: str, census: list[Census]) -> Origin:
    return Origin(
        client,
        source,
        sum(c.reviews for c in census),
        sum(c.supporting for c in census),
        star_mean(census),
        min((c.first for c in census if c.first), default=""),
        max((c.last for c in census if c.last), default=""),
    )
