"""Scopes as SQL conditions over `review` or `opinion`, which share the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.model import Scope
from store.sqlite.rows import day_in, marks
from store.sqlite.terms import Terms


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL text with the values of its question marks."""

    text: str
    values: tuple[object, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"({self.text}) AND ({other.text})", self.values + other.values)

    def __or__(self, other: Condition) -> Condition:
        return Condition(f"({self.text}) OR ({other.text})", self.values + other.values)


ALWAYS = Condition("1")
NEVER = Condition("0")


def any_of(conditions: Sequence[Condition]) -> Condition:
    """As a balanced tree: a plain chain would meet SQLite's limit on depth at 1,000 scopes."""
    if not conditions:
        return NEVER
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return any_of(conditions[:middle]) | any_of(conditions[middle:])


def by_client(terms: Terms, scopes: Sequence[Scope] | None) -> dict[int, list[Scope]]:
    """The scopes of each client that has reviews. Questions are asked client by client, so that each
    walks one stretch of an index; their answers add up, since no review has two clients."""
    if scopes is None:
        scopes = [Scope(client) for client in terms.all("client")]
    grouped: dict[int, list[Scope]] = {}
    for scope in dict.fromkeys(scopes):
        client = terms.find("client", scope.client)
        if client is not None:
            grouped.setdefault(client, []).append(scope)
    return grouped


def within(terms: Terms, scopes: Sequence[Scope], *, channels: bool, prefix: str = "") -> Condition:
    """In one of the scopes of one client. `channels` only where the table is of opinions."""
    return any_of([_one(terms, scope, channels, prefix) for scope in scopes])


def anywhere(terms: Terms, scopes: Sequence[Scope] | None, *, prefix: str = "") -> Condition:
    """A review in one of the scopes, whatever its client."""
    if scopes is None:
        return ALWAYS
    grouped = by_client(terms, scopes)
    clients = [
        Condition(f"{prefix}client = ?", (client,)) & within(terms, group, channels=False, prefix=prefix)
        for client, group in grouped.items()
    ]
    return any_of(clients)


def _one(terms: Terms, scope: Scope, channels: bool, prefix: str) -> Condition:
    """The whole span of a partial date must lie inside; an undated review only where both sides are open."""
    made = ALWAYS
    if scope.since is not None or scope.until is not None:
        made &= Condition(f"{prefix}first >= ?", (day_in(scope.since) if scope.since else 1,))
    if scope.until is not None:
        made &= Condition(f"{prefix}last <= ?", (day_in(scope.until),))
    if scope.languages:
        made &= _among(f"{prefix}language", terms.find_all("language", scope.kept_languages))
    if channels and scope.channels:
        made &= _among(f"{prefix}channels", terms.sets_touching("channels", scope.channels))
    return made


def _among(column: str, numbers: Sequence[int]) -> Condition:
    return Condition(f"{column} IN ({marks(numbers)})", tuple(numbers)) if numbers else NEVER
