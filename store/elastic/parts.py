"""What is read from a review, as documents beside it: its mentions, and its opinions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.model import POLARITY_CUT, Basis, Opinion, Reading
from analysis.opinions import opinions, rows
from analysis.tally import NONE_KEY
from store.elastic.documents import days_in, encode, mention_in
from store.elastic.mappings import Json, Kind

_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """`body` is JSON."""

    kind: Kind
    id: str
    body: bytes


def parts_of(reading: Reading) -> list[Part]:
    made = [Part(Kind.MENTIONS, name, encode(body)) for name, body in mentions_in(reading)]
    return made + [Part(Kind.OPINIONS, name, encode(body)) for name, body in opinions_in(reading)]


def mentions_in(reading: Reading) -> Iterable[tuple[str, Json]]:
    """(id, document) of each mention. `strength` is the confidence in hundredths, by which quotations are chosen."""
    review = reading.review
    about: Json = {"review": review.key, "client": review.client, "source": review.source}
    about |= {"language": review.language or NONE_KEY, "quotable": review.quotable}
    about |= {name: day for name, day in days_in(review.published).items() if name in ("first", "last")}
    for mention in reading.mentions:
        yield (
            mention.id,
            {
                "id": mention.id,
                **about,
                **mention_in(mention),
                "strength": round(round(mention.confidence, 2) * _HUNDREDTHS),
                "rows_all": list(rows(mention, Basis.ALL)),
                "rows_vendor": list(rows(mention, Basis.VENDOR)),
            },
        )


def opinions_in(reading: Reading) -> Iterable[tuple[str, Json]]:
    """(id, document) of each opinion. One that is the same on both bases is one document: most are."""
    review = reading.review
    about: Json = {"review": review.key, "client": review.client, "source": review.source}
    about |= {"language": review.language or NONE_KEY, **days_in(review.published)}
    made: dict[str, dict[Basis, Json]] = {}
    for opinion in opinions(reading):
        made.setdefault(opinion.aspect, {})[opinion.basis] = _opinion_in(opinion)
    for aspect, on in made.items():
        for bases in _alike(on):
            name = f"{review.key}.{aspect}.{'+'.join(bases)}"
            yield name, {**about, "aspect": aspect, "basis": bases, **on[bases[0]]}


def _alike(on: Mapping[Basis, Json]) -> list[list[Basis]]:
    bases = list(on)
    first, *others = on.values()
    return [bases] if all(one == first for one in others) else [[basis] for basis in bases]


def _opinion_in(opinion: Opinion) -> Json:
    return {
        "doing": opinion.doing,
        "channels": opinion.channels,
        "polarity": opinion.polarity,
        "mentions": opinion.mentions,
        "vader": opinion.vader,
        "negative": int(opinion.polarity < -POLARITY_CUT),
        "positive": int(opinion.polarity > POLARITY_CUT),
    }
