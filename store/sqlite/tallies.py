"""Tallies and censuses of the SQLite file.

SQLite adds up by day, in the order in which the rows lie; periods are named here, by the one rule
of `analysis.dates`, and the sums of a period's days are put together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import fsum

from analysis.dates import Grain, period
from analysis.model import POLARITY_CUT, THUMBS, Basis, Scope
from analysis.tally import NONE_KEY, Census, Tally
from store.sqlite.keep import BASES
from store.sqlite.rows import Row, day_out, days_out, marks
from store.sqlite.scope import Condition, by_client, within
from store.sqlite.terms import NONE_TERM, Terms

_GRAINS = {grain.value for grain in Grain}
_TALLY = (
    "count(*), sum(mentions), total(polarity), total(polarity * polarity), "
    f"sum(polarity < -{POLARITY_CUT}), sum(polarity > {POLARITY_CUT}), total(vader)"
)
_STARS = f"CASE WHEN (worst, best) IS NOT {THUMBS} THEN rating END"
_CENSUS = (
    f"count(*), sum(unscored = :none), sum(unscored = :none AND mentions > 0), sum(mentions), count({_STARS}), "
    f"total({_STARS}), total({_STARS} * {_STARS}), sum(disagrees), sum(vanished), sum(first = 0), "
    "min(nullif(first, 0)), max(last)"
)
_CENSUS_VALUES = 12
_DAYS_KEPT = 20_000  # more days than reviews have been on the web for, in each grain
Group = tuple[str, ...]


def tallies(
    connection: sqlite3.Connection,
    terms: Terms,
    scopes: Sequence[Scope] | None,
    by: Sequence[str],
    basis: Basis,
    aspects: Sequence[str] | None,
) -> list[Tally]:
    what = Condition("basis = ?", (BASES[basis],))
    if aspects is not None:
        numbers = terms.find_all("aspect", aspects)
        what &= Condition(f"aspect IN ({marks(numbers)})", tuple(numbers))
    groups: dict[Group, list[Row]] = {}
    for client, mine in by_client(terms, scopes).items():
        where = Condition("client = ?", (client,)) & what & within(terms, mine, channels=True)
        for key, values in _grouped(connection, terms, "opinion", _TALLY, where, by, client):
            groups.setdefault(key, []).append(values)
    return [_tally(key, groups[key]) for key in sorted(groups)]


def census(
    connection: sqlite3.Connection, terms: Terms, scopes: Sequence[Scope] | None, by: Sequence[str]
) -> list[Census]:
    none = terms.find("unscored", NONE_TERM) or 0
    groups: dict[Group, list[Row]] = {}
    for client, mine in by_client(terms, scopes).items():
        where = Condition("client = ?", (client,)) & within(terms, mine, channels=False)
        sums = _CENSUS.replace(":none", str(none))
        for key, values in _grouped(connection, terms, "review", sums, where, by, client):
            groups.setdefault(key, []).append(values)
    return [_census(key, groups[key]) for key in sorted(groups)]


def copies(connection: sqlite3.Connection, terms: Terms, scopes: Sequence[Scope] | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for client, mine in by_client(terms, scopes).items():
        where = Condition("client = ? AND mentions > 0 AND content_hash != ''", (client,))
        where &= within(terms, mine, channels=False)
        query = f"SELECT count(*) - count(DISTINCT content_hash) FROM review WHERE {where.text}"
        if number := connection.execute(query, where.values).fetchone()[0]:
            found[terms.text(client)] = number
    return found


def _grouped(
    connection: sqlite3.Connection,
    terms: Terms,
    table: str,
    sums: str,
    where: Condition,
    by: Sequence[str],
    client: int,
) -> Iterator[tuple[Group, Row]]:
    """(key, sums) of one client; the same key comes once a day where `by` has a period."""
    columns = _columns(by)
    query = f"SELECT {', '.join([*columns, sums])} FROM {table} WHERE {where.text}"
    if columns:
        query += f" GROUP BY {', '.join(columns)}"
    for row in connection.execute(query, where.values):
        told = dict(zip(columns, row, strict=False))
        values = row[len(columns) :]
        if values[0]:  # without GROUP BY there is a row even where nothing was found
            yield tuple(_name(key, told, client, terms) for key in by), values


def _columns(by: Sequence[str]) -> list[str]:
    """What SQLite groups by: first in the order in which the rows lie, so that it need not sort them."""
    days = ["first", "last"] if _GRAINS.intersection(by) else []
    wanted = [key for key in dict.fromkeys(by) if key not in _GRAINS and key != "client"]
    return [key for key in wanted if key == "aspect"] + days + [key for key in wanted if key != "aspect"]


def _name(key: str, told: dict[str, int], client: int, terms: Terms) -> str:
    if key in _GRAINS:
        return _period(told["first"], told["last"], key)
    return terms.text(client if key == "client" else told[key])


@lru_cache(maxsize=_DAYS_KEPT)
def _period(first: int, last: int, grain: str) -> str:
    return period(days_out(first, last), Grain(grain)) or NONE_KEY


def _tally(key: Group, parts: Iterable[Row]) -> Tally:
    reviews, mentions, sums, squares, negative, positive, vader = zip(*parts, strict=True)
    return Tally(key, sum(reviews), sum(mentions), fsum(sums), fsum(squares), sum(negative), sum(positive), fsum(vader))


def _census(key: Group, parts: Iterable[Row]) -> Census:
    columns = list(zip(*parts, strict=True))
    assert len(columns) == _CENSUS_VALUES
    reviews, scored, supporting, mentions, rated, ratings, squares, disagreeing, vanished, undated = columns[:10]
    first, last = (([day for day in column if day]) for column in columns[10:])
    return Census(
        key=key,
        reviews=sum(reviews),
        scored=sum(scored),
        supporting=sum(supporting),
        mentions=sum(mentions),
        rated=sum(rated),
        rating_sum=fsum(ratings),
        rating_squares=fsum(squares),
        disagreeing=sum(disagreeing),
        vanished=sum(vanished),
        undated=sum(undated),
        first=day_out(min(first)).isoformat() if first else "",
        last=day_out(max(last)).isoformat() if last else "",
    )
