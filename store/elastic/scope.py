"""Scopes as queries over reviews, mentions and opinions, which share the names of their fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from analysis.model import Scope
from store.elastic.mappings import Json

NOTHING: Json = {"match_none": {}}
EVERYTHING: Json = {"match_all": {}}


def within(scopes: Sequence[Scope] | None, *, channels: bool) -> Json:
    """A document in one of the scopes; `channels` only for those of opinions and mentions.

    A document that is in two of them is there once, as any query finds it once.
    """
    if scopes is None:
        return EVERYTHING
    return any_of([_one(scope, channels) for scope in fewest(scopes)])


def any_of(queries: Sequence[Json]) -> Json:
    if len(queries) < 2:
        return queries[0] if queries else NOTHING
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def all_of(*queries: Json) -> Json:
    return {"bool": {"filter": [query for query in queries if query != EVERYTHING]}}


def _one(scope: Scope, channels: bool) -> Json:
    """The whole span of a partial date must lie inside; what is undated has no day, so it is in no range."""
    parts: list[Json] = [{"term": {"client": scope.client}}]
    if scope.since is not None:
        parts.append({"range": {"first": {"gte": scope.since.isoformat()}}})
    if scope.until is not None:
        parts.append({"range": {"last": {"lte": scope.until.isoformat()}}})
    if scope.languages:
        parts.append({"terms": {"language": list(scope.kept_languages)}})
    if channels and scope.channels:
        named = {"terms": {"channels": list(scope.channels)}}
        silent = {"bool": {"must_not": {"exists": {"field": "channels"}}}}
        parts.append(any_of([named, silent]))
    return all_of(*parts)


def fewest(scopes: Sequence[Scope]) -> list[Scope]:
    """As few scopes that hold the same: a server takes some thousands of conditions in a query, no more.

    Scopes that differ in their languages alone are one, as are those that differ in their channels alone; and one
    that lies in another is left out. Two spans that overlap stay two, as a partial date may lie in both and in neither.
    """
    made = _merged(_merged(list(dict.fromkeys(scopes)), "languages"), "channels")
    return [one for one in made if not any(_holds(other, one) for other in made if other is not one)]


def _merged(scopes: Sequence[Scope], field: Literal["languages", "channels"]) -> list[Scope]:
    groups: dict[Scope, list[Scope]] = {}
    for scope in scopes:
        groups.setdefault(_with(scope, field, ()), []).append(scope)
    return [_with(rest, field, _union([getattr(one, field) for one in group])) for rest, group in groups.items()]


def _with(scope: Scope, field: Literal["languages", "channels"], values: tuple[str, ...]) -> Scope:
    return replace(scope, languages=values) if field == "languages" else replace(scope, channels=values)


def _union(sets: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Empty means any."""
    return () if () in sets else tuple(sorted({value for values in sets for value in values}))


def _holds(wide: Scope, narrow: Scope) -> bool:
    return (
        wide.client == narrow.client
        and (wide.since is None or (narrow.since is not None and wide.since <= narrow.since))
        and (wide.until is None or (narrow.until is not None and wide.until >= narrow.until))
        and (not wide.languages or (bool(narrow.languages) and set(wide.languages) >= set(narrow.languages)))
        and (not wide.channels or (bool(narrow.channels) and set(wide.channels) >= set(narrow.channels)))
    )
