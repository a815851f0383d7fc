"""What `rbp doctor` and `rbp store stats` tell of an Elasticsearch."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from elasticsearch import ApiError, Elasticsearch

from store.base import Health
from store.elastic.address import Address
from store.elastic.client import translate
from store.elastic.mappings import SCHEMA, Kind, alias


def health(client: Elasticsearch, address: Address) -> Health:
    """Writes and deletes a document, since a block or a missing permission shows in nothing else."""
    detail = cure = ""
    index, name = alias(address.prefix, Kind.INTENTS), f"probe-{uuid.uuid4().hex}"
    try:
        client.index(index=index, id=name, document={"target": "probe", "keys": []}, require_alias=True)
        client.delete(index=index, id=name)
    except ApiError as error:
        detail, _, cure = str(translate(error, address)).partition("; ")
    return Health(address.url, f"Elasticsearch {version(client)}", SCHEMA, not detail, detail, cure)


def version(client: Elasticsearch) -> str:
    """Asked of the node: a small distribution has no `GET /`; `unknown` where we may not ask."""
    try:
        nodes = client.nodes.info(node_id="_local", filter_path="nodes.*.version").body["nodes"]
        return str(next(iter(nodes.values()))["version"])
    except (ApiError, KeyError, StopIteration):
        return "unknown"


def stats(client: Elasticsearch, address: Address) -> Mapping[str, int]:
    """Documents of each kind, and the bytes of all of them on disk. A forgotten key counts as `forgotten` alone."""
    made: dict[str, int] = {}
    forgotten = {"term": {"forgotten": True}}
    for kind in Kind:
        made[kind.value] = client.count(index=alias(address.prefix, kind)).body["count"]
    bases = {"bases": {"value_count": {"field": "basis"}}}  # two alike on both bases are one document
    opinions = client.search(index=alias(address.prefix, Kind.OPINIONS), size=0, aggregations=bases)
    made["opinions"] = opinions.body["aggregations"]["bases"]["value"]
    made["forgotten"] = client.count(index=alias(address.prefix, Kind.KEYS), query=forgotten).body["count"]
    made["keys"] -= made["forgotten"]
    answer = client.indices.stats(index=[alias(address.prefix, kind) for kind in Kind], metric=["store"])
    made["bytes"] = answer.body["_all"]["primaries"]["store"]["size_in_bytes"]
    return made
