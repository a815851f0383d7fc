"""From indices of an older schema (or another profile, or other shards) to new ones, while the old ones are kept.

Copied by the client's own scan and bulk, each document in its version; then all aliases change over in one
step. The old index takes no writes from the start, so that nothing is written behind the copy's back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan, streaming_bulk

from analysis.errors import StoreError
from store.elastic.address import Address
from store.elastic.client import error_reason, error_type, told
from store.elastic.documents import reading_out, review_in
from store.elastic.mappings import SCHEMA, Json, Kind, Profile, alias, mapping
from store.elastic.schema import Index, ask_profile, indices, make_index, put_templates

_AT_ONCE = 1_000
_PATIENT = {"max_retries": 5, "initial_backoff": 1, "retry_on_status": (429, 502, 503, 504)}

# (kind, schema) -> the document one schema later. A step that was released never changes.
STEPS: Mapping[tuple[Kind, int], Callable[[Json], Json]] = {}


def migrate(client: Elasticsearch, address: Address, say: Callable[[str], None]) -> int:
    """Bring every index to this schema and to what the server can analyse. Returns how many were copied."""
    with told(address):
        profile = ask_profile(client)
        found = indices(client, address)
        stale = {kind: index for kind, index in found.items() if _is_stale(client, kind, index, profile)}
        if not stale:
            return 0
        put_templates(client, address, profile)
        made: dict[Kind, str] = {}
        try:
            for kind, index in stale.items():
                made[kind] = _copy(client, address, kind, index, profile)
                say(f"{index.name} is copied to {made[kind]}")
            _change_over(client, address, stale, made)
        except BaseException:
            _take_back(client, stale, made)
            raise
        return len(stale)


def old_indices(client: Elasticsearch, address: Address) -> list[str]:
    """Those that stand behind no alias any more."""
    with told(address):
        current = {index.name for index in indices(client, address).values()}
        pattern = [f"{address.prefix}-{kind}-v*" for kind in Kind]
        names = client.indices.get(index=pattern, filter_path="*.settings.index.uuid").body
        return sorted(set(names) - current)


def drop_old(client: Elasticsearch, address: Address) -> list[str]:
    """Delete them; returns their names."""
    names = old_indices(client, address)
    with told(address):
        if names:
            client.indices.delete(index=names)
    return names


def _is_stale(client: Elasticsearch, kind: Kind, index: Index, profile: Profile) -> bool:
    """Of another schema, or without a field that it should have, such as the stems of a server that can make them."""
    if (index.schema, index.profile) != (SCHEMA, profile):
        return True
    has = client.indices.get_mapping(index=index.name).body[index.name]["mappings"]["properties"]
    return set(has) != set(mapping(kind, profile)["properties"])


def _copy(client: Elasticsearch, address: Address, kind: Kind, index: Index, profile: Profile) -> str:
    generation = index.generation + 1
    name = f"{address.prefix}-{kind}-v{generation}"
    client.indices.delete(index=name, ignore_unavailable=True)  # of a migration that was killed
    make_index(client, address, kind, generation, {})
    client.indices.put_settings(index=index.name, settings={"index.blocks.write": True})
    client.indices.refresh(index=index.name)
    bodies = _bodies(client, kind, index, name, profile)
    for done, item in streaming_bulk(
        client,
        bodies,
        chunk_size=_AT_ONCE,
        raise_on_error=False,
        **_PATIENT,  # type: ignore[arg-type]
    ):
        answer = next(iter(item.values()))
        if not done:
            raise StoreError(
                f"{address.url}: {name} refuses {answer.get('_id')} of {index.name} "
                f"({error_type(answer)}: {error_reason(answer)}); nothing was changed"
            )
    client.indices.refresh(index=name)
    before, after = (client.count(index=each).body["count"] for each in (index.name, name))
    if before != after:
        raise StoreError(
            f"{address.url}: {index.name} has {before:,} documents, its copy {after:,}; nothing was changed"
        )
    return name


def _bodies(client: Elasticsearch, kind: Kind, index: Index, name: str, profile: Profile) -> Iterator[dict[str, Any]]:
    renew = partial(_renew, kind, index.schema, profile)
    for hit in scan(client, index=index.name, size=_AT_ONCE, query={"version": True}):
        made = {"_index": name, "_id": hit["_id"], "_source": renew(hit["_source"])}
        if kind in (Kind.REVIEWS, Kind.MENTIONS, Kind.OPINIONS):  # their version is the edition that they belong to
            made |= {"_version": hit["_version"], "_version_type": "external"}
        yield made


def _renew(kind: Kind, schema: int, profile: Profile, document: Json) -> Json:
    for step in range(schema, SCHEMA):
        document = STEPS.get((kind, step), _as_it_is)(document)
    if kind is Kind.REVIEWS:  # made again of the reading in it, so that derived fields are of this schema and profile
        return review_in(reading_out(document), profile, vanished=bool(document["vanished"]))
    return document


def _as_it_is(document: Json) -> Json:
    return document


def _change_over(
    client: Elasticsearch, address: Address, stale: Mapping[Kind, Index], made: Mapping[Kind, str]
) -> None:
    actions: list[Json] = []
    for kind, index in stale.items():
        name = alias(address.prefix, kind)
        actions.append({"remove": {"index": index.name, "alias": name}})
        actions.append({"add": {"index": made[kind], "alias": name, "is_write_index": True}})
    client.indices.update_aliases(actions=actions)


def _take_back(client: Elasticsearch, stale: Mapping[Kind, Index], made: Mapping[Kind, str]) -> None:
    for index in stale.values():
        client.indices.put_settings(index=index.name, settings={"index.blocks.write": None})
    if made:
        client.indices.delete(index=list(made.values()), ignore_unavailable=True)
