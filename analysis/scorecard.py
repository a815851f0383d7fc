"""How one vendor does, row by row: a score for each client, and the vendor's as the mean over its clients."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.coverage import (
    Answers,
    Coverage,
    Origin,
    Unscored,
    Version,
    coverage,
    origins,
    star_mean,
    total,
    unscored,
    versions,
)
from analysis.model import ASPECTS, OVERALL, Client, Dossier, Vendor
from analysis.rows import CHANNEL_ROWS, label
from analysis.statistics import Estimate, Figure, figure, merge, weigh
from analysis.tally import Tally

PROVISIONAL = "provisional"
WHY_PROVISIONAL = (
    "Provisional: a plain mean over reviews, and over clients with equal weight. It is not yet adjusted for "
    "who writes reviews, when and where. Intervals hold chance, not the errors of the reading."
)
DOINGS = ("agent", "unclear", "mixed", "policy")


@dataclass(frozen=True, slots=True)
class Apart:
    """The part of a row that is one doing: `agent`, `unclear`, `mixed` (several in a review), or `policy`."""

    doing: str
    mean: Estimate
    vader: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect, `overall` or `channel:NAME`. The parts in `apart` are all in `figure` too."""

    aspect: str
    label: str
    figure: Figure
    apart: tuple[Apart, ...] = ()

    def part(self, doing: str) -> Estimate:
        return next((part.mean for part in self.apart if part.doing == doing), Estimate(0, None))


@dataclass(frozen=True, slots=True)
class ClientScore:
    """One client. `stars` is the mean rating on 0..1 over the rated reviews in scope, a column of its own."""

    client: Client
    overall: Row
    aspects: tuple[Row, ...]
    channels: tuple[Row, ...]
    stars: Estimate
    coverage: Coverage
    unscored: tuple[Unscored, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One vendor. `aspects` are always all nine, `channels` those that a review names. `stars` weighs reviews alike."""

    vendor: Vendor
    overall: Row
    aspects: tuple[Row, ...]
    channels: tuple[Row, ...]
    clients: tuple[ClientScore, ...]
    stars: Estimate
    coverage: Coverage
    unscored: tuple[Unscored, ...]
    origins: tuple[Origin, ...]
    versions: tuple[Version, ...] = ()
    status: str = PROVISIONAL


def scorecard(dossier: Dossier, answers: Answers) -> Scorecard:
    """From a dossier and what the store said about its scopes."""
    clients = tuple(_client_score(client, answers) for client in dossier.clients)
    return Scorecard(
        vendor=dossier.vendor,
        overall=_vendor_row(OVERALL, answers.tallies),
        aspects=tuple(_vendor_row(aspect, answers.tallies) for aspect in ASPECTS),
        channels=_named(_vendor_row(channel, answers.tallies) for channel in CHANNEL_ROWS),
        clients=clients,
        stars=star_mean(answers.census),
        coverage=total(client.coverage for client in clients),
        unscored=unscored(answers.census, 2),
        origins=origins(answers.census),
        versions=versions(answers.census, 3),
    )


def _client_score(client: Client, answers: Answers) -> ClientScore:
    tallies = [tally for tally in answers.tallies if tally.key[0] == client.id]
    census = [group for group in answers.census if group.key[0] == client.id]
    overall = client_row(OVERALL, tallies)
    return ClientScore(
        client=client,
        overall=overall,
        aspects=tuple(client_row(aspect, tallies) for aspect in ASPECTS),
        channels=_named(client_row(channel, tallies) for channel in CHANNEL_ROWS),
        stars=star_mean(census),
        coverage=coverage(answers, client.id, overall.figure.mean.n),
        unscored=unscored(census, 2),
        first=min((group.first for group in census if group.first), default=""),
        last=max((group.last for group in census if group.last), default=""),
    )


def _named(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.figure.mean.n)


def client_row(aspect: str, tallies: Sequence[Tally]) -> Row:
    """A row of one client from tallies by client, aspect, doing: every review weighs the same."""
    mine = [tally for tally in tallies if tally.key[1] == aspect]
    parts = {doing: [tally for tally in mine if tally.key[2] == doing] for doing in DOINGS}
    apart = tuple(apart_of(doing, figure(group)) for doing, group in parts.items() if group)
    return Row(aspect, label(aspect), figure(mine), apart)


def apart_of(doing: str, part: Figure) -> Apart:
    return Apart(doing, part.mean, part.vader)


def _vendor_row(aspect: str, tallies: Sequence[Tally]) -> Row:
    mine = [tally for tally in tallies if tally.key[1] == aspect]
    parts = {doing: [tally for tally in mine if tally.key[2] == doing] for doing in DOINGS}
    apart = tuple(apart_of(doing, weigh(by_client(group))) for doing, group in parts.items() if group)
    return Row(aspect, label(aspect), weigh(by_client(mine)), apart)


def by_client(tallies: Sequence[Tally]) -> list[Tally]:
    """Merge what has the same client, the first word of the key."""
    clients = sorted({tally.key[0] for tally in tallies})
    return [merge((t for t in tallies if t.key[0] == client), (client,)) for client in clients]
