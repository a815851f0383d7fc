"""Which reviews, by key, a number rests on: the same opinions that a tally adds up, one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from analysis.dates import Grain, period
from analysis.model import POLARITY_CUT, Basis, Opinion, Reading, Scope
from analysis.opinions import opinions


@dataclass(frozen=True, slots=True)
class Grounds:
    """`polarities`: row -> review key -> its opinion's polarity (basis vendor).

    `places`: review key -> its client and the period it was published in, "" where that cannot be told.
    """

    polarities: Mapping[str, Mapping[str, float]]
    places: Mapping[str, tuple[str, str]]

    def keys(
        self, aspect: str, side: str = "", periods: Collection[str] = (), clients: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Keys in order; `side` is `negative`, `positive`, or empty for all; so are periods and clients."""
        found = (key for key, polarity in self.polarities.get(aspect, {}).items() if _on(side, polarity))
        return tuple(sorted(key for key in found if _within(self.places[key], clients, periods)))


def _within(place: tuple[str, str], clients: Collection[str], periods: Collection[str]) -> bool:
    return (not clients or place[0] in clients) and (not periods or place[1] in periods)


def _on(side: str, polarity: float) -> bool:
    if side == "negative":
        return polarity < -POLARITY_CUT
    return polarity > POLARITY_CUT if side == "positive" else True


def grounds(readings: Iterable[tuple[Scope, Reading]], grain: Grain = Grain.QUARTER) -> Grounds:
    """From every reading in scope, told with the scope that it is in; one in two scopes counts once."""
    polarities: dict[str, dict[str, float]] = {}
    places: dict[str, tuple[str, str]] = {}
    for scope, reading in readings:
        key = reading.review.key
        places[key] = (reading.review.client, period(reading.review.published, grain) or "")
        for opinion in opinions(reading, (Basis.VENDOR,)):
            if _covers(scope, opinion):
                polarities.setdefault(opinion.aspect, {})[opinion.review] = opinion.polarity
    return Grounds(polarities, places)


def _covers(scope: Scope, opinion: Opinion) -> bool:
    """With channels given, an opinion counts if it names one of them or none at all."""
    return not scope.channels or not opinion.channels or bool(set(scope.channels) & set(opinion.channels))
