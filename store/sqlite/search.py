"""Full text and whole readings out of the SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from analysis.model import Basis, Reading, Scope
from analysis.tally import Hit
from store.sqlite.keep import BASES
from store.sqlite.rows import MENTION_COLUMNS, REVIEW_COLUMNS, Row, chunks, marks, reading_out
from store.sqlite.scope import Condition, anywhere, by_client, within
from store.sqlite.snippet import snippet
from store.sqlite.terms import Terms

_BATCH = 100  # readings held at once while streaming: 20 MB if every one of them is of 200 kB
_REVIEW = ", ".join(REVIEW_COLUMNS)
_MENTION = ", ".join(MENTION_COLUMNS)


def get(connection: sqlite3.Connection, terms: Terms, keys: Sequence[str]) -> list[Reading]:
    found: dict[str, Reading] = {}
    for chunk in chunks([bytes.fromhex(key) for key in dict.fromkeys(keys)]):
        query = f"SELECT id, {_REVIEW} FROM review WHERE key IN ({marks(chunk)})"
        found |= {reading.review.key: reading for _, reading in _whole(connection, terms, query, tuple(chunk))}
    return [found[key] for key in keys if key in found]


def readings(
    connection: sqlite3.Connection, terms: Terms, scopes: Sequence[Scope] | None, after: str, other_than: str | None
) -> Iterator[list[Reading]]:
    """Batch by batch, so that no read lasts long: a crawl or a rescore writes meanwhile."""
    where = Condition("key > ?", (bytes.fromhex(after),))
    if other_than is not None:
        where &= Condition("scorer IS NOT ?", (terms.find("scorer", other_than),))
    if scopes is None:
        yield from _all(connection, terms, where)
        return
    for keys in chunks(_keys(connection, terms, scopes, where), _BATCH):
        yield get(connection, terms, [key.hex() for key in keys])


def _all(connection: sqlite3.Connection, terms: Terms, where: Condition) -> Iterator[list[Reading]]:
    """The index of keys gives the order, so that nothing is sorted and nothing held."""
    query = f"SELECT id, {_REVIEW} FROM review INDEXED BY review_key WHERE {{}} ORDER BY key LIMIT {_BATCH}"
    while batch := _whole(connection, terms, query.format(where.text), where.values):
        yield [reading for _, reading in batch]
        last = bytes.fromhex(batch[-1][1].review.key)
        where = Condition(where.text, (last, *where.values[1:]))


def _keys(connection: sqlite3.Connection, terms: Terms, scopes: Sequence[Scope], where: Condition) -> Iterator[bytes]:
    """The keys in scope, in order. They are held (50 bytes a review): to walk all keys of a large store for
    the few of one client would take longer than to read them."""
    found: list[bytes] = []
    for client, mine in by_client(terms, scopes).items():
        here = Condition("client = ?", (client,)) & within(terms, mine, channels=False) & where
        found += (key for (key,) in connection.execute(f"SELECT key FROM review WHERE {here.text}", here.values))
    return iter(sorted(found))


def _whole(connection: sqlite3.Connection, terms: Terms, query: str, values: Row) -> list[tuple[int, Reading]]:
    """Readings with their mentions, in the order of the query, with their row ids."""
    found = connection.execute(query, values).fetchall()
    parts: dict[int, list[Row]] = {row[0]: [] for row in found}
    for numbers in chunks(list(parts)):
        listed = f"SELECT review, {_MENTION} FROM mention WHERE review IN ({marks(numbers)}) ORDER BY review, number"
        for review, *mention in connection.execute(listed, numbers):
            parts[review].append(tuple(mention))
    return [(row[0], reading_out(row[1:], parts[row[0]], terms)) for row in found]


def search(
    connection: sqlite3.Connection,
    terms: Terms,
    words: str,
    scopes: Sequence[Scope] | None,
    aspects: Sequence[str],
    limit: int,
) -> list[Hit]:
    match = _match(words)
    if not match:
        return []
    where = anywhere(terms, scopes, prefix="review.")
    if aspects:
        numbers = terms.find_all("aspect", aspects)
        where &= Condition(
            "EXISTS (SELECT 1 FROM opinion WHERE opinion.review = review.id AND basis = ? "
            f"AND aspect IN ({marks(numbers)}))",
            (BASES[Basis.ALL], *numbers),
        )
    best = connection.execute(
        "SELECT review.key, bm25(words) AS score FROM words JOIN review ON review.id = words.rowid "
        f"WHERE words MATCH ? AND ({where.text}) ORDER BY score, review.key LIMIT ?",
        (match, *where.values, limit),
    ).fetchall()
    found = get(connection, terms, [key.hex() for key, _ in best])
    return [
        Hit(one.review, one.mentions, snippet(one.review.text, words), -score)
        for one, (_, score) in zip(found, best, strict=True)
    ]


def _match(words: str) -> str:
    """Each word a quoted string, so that no character of it is an operator."""
    plain = words.replace("\0", " ").encode("utf-8", "replace").decode()
    return " ".join('"' + word.replace('"', '""') + '"' for word in plain.split() if any(map(str.isalnum, word)))
