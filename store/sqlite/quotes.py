"""Quotations out of the SQLite file, chosen by confidence, date and id."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.model import POLARITY_CUT, Basis, Mention, Scope
from analysis.opinions import rows
from analysis.tally import Quote
from store.sqlite.keep import BASES
from store.sqlite.rows import MENTION_COLUMNS, mention_out
from store.sqlite.scope import Condition, by_client, within
from store.sqlite.search import get
from store.sqlite.terms import Terms

_CANDIDATES = (
    f"SELECT mention.strength, opinion.first, key, {', '.join(f'mention.{name}' for name in MENTION_COLUMNS)} "
    "FROM opinion JOIN mention ON mention.review = opinion.review JOIN review ON review.id = opinion.review "
    "WHERE {where} AND review.quotable ORDER BY mention.strength DESC, opinion.first DESC"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    strength: int  # the mention's confidence, in hundredths
    first: int
    mention: Mention

    @property
    def place(self) -> tuple[int, int, str]:
        """Strongest first, then newest, then by id."""
        return -self.strength, -self.first, self.mention.id


def quotes(
    connection: sqlite3.Connection,
    terms: Terms,
    scopes: Sequence[Scope] | None,
    *,
    negative: bool,
    aspect: str,
    basis: Basis,
    limit: int,
) -> list[Quote]:
    """The best of each scope, and the best of those."""
    beyond = f"mention.polarity < -{POLARITY_CUT}" if negative else f"mention.polarity > {POLARITY_CUT}"
    row = Condition(
        f"opinion.basis = ? AND opinion.aspect = ? AND {beyond}", (BASES[basis], terms.find("aspect", aspect))
    )
    chosen: list[_Candidate] = []
    for client, mine in by_client(terms, scopes).items():
        for scope in mine:
            where = Condition("opinion.client = ?", (client,)) & row
            where &= within(terms, [scope], channels=False, prefix="opinion.")
            fitting = (
                candidate
                for candidate in _candidates(connection, terms, where)
                if aspect in rows(candidate.mention, basis) and _speaks_of(candidate.mention, scope)
            )
            chosen += _first_of_each_review(fitting, limit)
    best = _first_of_each_review(sorted(chosen, key=lambda candidate: candidate.place), limit)
    reviews = [reading.review for reading in get(connection, terms, [one.mention.review for one in best])]
    return [Quote(review, one.mention) for review, one in zip(reviews, best, strict=True)]


def _candidates(connection: sqlite3.Connection, terms: Terms, where: Condition) -> Iterator[_Candidate]:
    """In the order of their place. Ids are told only among equals, so that few are hashed."""
    cursor = connection.execute(_CANDIDATES.format(where=where.text), where.values)
    for (strength, first), equals in groupby(cursor, key=lambda row: (row[0], row[1])):
        made = (_Candidate(strength, first, mention_out(key.hex(), row, terms)) for _, _, key, *row in equals)
        yield from sorted(made, key=lambda candidate: candidate.place)


def _speaks_of(mention: Mention, scope: Scope) -> bool:
    return not scope.channels or not mention.channels or not set(scope.channels).isdisjoint(mention.channels)


def _first_of_each_review(ordered: Iterable[_Candidate], limit: int) -> list[_Candidate]:
    best: dict[str, _Candidate] = {}
    for candidate in ordered:
        if len(best) >= limit:
            break
        best.setdefault(candidate.mention.review, candidate)
    return list(best.values())
