"""Indices, aliases, templates and what becomes of them when rbp changes."""

from __future__ import annotations

import urllib.error
from collections.abc import Iterator
from uuid import uuid4

import pytest

import store
from analysis.errors import SchemaTooNew, StoreError
from store.base import Store
from store.elastic.mappings import SCHEMA, Kind, Profile, mapping
from tests.elasticsearch.conftest import Opened
from tests.elasticsearch.server import Server
from tests.store.material import Crawl, keep, mention, reading, rich_reading, save

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def prefix(elasticsearch_server: Server) -> Iterator[str]:
    """One that nobody else has, since its indices are changed for good."""
    name = f"s{uuid4().hex[:8]}"
    yield name
    found = elasticsearch_server.request("GET", f"/_cat/indices/{name}-*?format=json")
    for index in found:
        elasticsearch_server.request("DELETE", f"/{index['index']}")


def _put_meta(server: Server, prefix: str, kind: Kind, meta: dict[str, object]) -> None:
    server.request("PUT", f"/{prefix}-{kind}/_mapping", {"_meta": meta})


def everything(one: Store) -> tuple[object, ...]:
    return list(one.readings()), one.tallies(None, ["aspect", "month"], aspects=None), one.targets()


def test_each_kind_is_a_versioned_strict_index_behind_its_alias(
    elasticsearch_server: Server, opened: Opened, prefix: str
) -> None:
    opened(elasticsearch_server, prefix)
    for kind in Kind:
        found = elasticsearch_server.request("GET", f"/{prefix}-{kind}")
        assert list(found) == [f"{prefix}-{kind}-v1"]
        body = found[f"{prefix}-{kind}-v1"]
        assert body["aliases"] == {f"{prefix}-{kind}": {"is_write_index": True}}
        assert body["mappings"]["dynamic"] == "strict"
        assert body["mappings"]["_meta"] == {"schema": SCHEMA, "profile": "basic"}
        assert set(body["mappings"]["properties"]) == set(mapping(kind, Profile.BASIC)["properties"])
        templates = elasticsearch_server.request("GET", f"/_index_template/{prefix}-{kind}")["index_templates"]
        assert templates[0]["index_template"]["composed_of"] == [f"{prefix}-settings", f"{prefix}-{kind}-mapping"]
    with pytest.raises(urllib.error.HTTPError, match="400"):
        elasticsearch_server.request("POST", f"/{prefix}-reviews/_doc", {"surprise": 1})


def test_the_shards_are_a_setting(elasticsearch_server: Server, opened: Opened, prefix: str) -> None:
    opened(elasticsearch_server, prefix, shards="2")
    found = elasticsearch_server.request("GET", f"/{prefix}-reviews/_settings")
    assert found[f"{prefix}-reviews-v1"]["settings"]["index"]["number_of_shards"] == "2"


def test_prefixes_do_not_meet(elasticsearch_server: Server, opened: Opened, prefix: str) -> None:
    one, other = opened(elasticsearch_server, prefix), opened(elasticsearch_server, f"{prefix}-b")
    keep(one, [reading("1", mention(0, -0.5))])
    assert list(other.readings()) == []
    assert other.tallies(None) == []


def test_a_newer_schema_is_not_touched(elasticsearch_server: Server, opened: Opened, prefix: str) -> None:
    opened(elasticsearch_server, prefix)
    _put_meta(elasticsearch_server, prefix, Kind.MENTIONS, {"schema": SCHEMA + 1})
    with pytest.raises(SchemaTooNew, match=rf"{prefix}-mentions-v1 has schema {SCHEMA + 1}.*upgrade rbp"):
        opened(elasticsearch_server, prefix)
    with pytest.raises(SchemaTooNew):
        opened(elasticsearch_server, prefix, older="true")


def test_indices_of_somebody_else_are_not_touched(elasticsearch_server: Server, opened: Opened, prefix: str) -> None:
    elasticsearch_server.request("PUT", f"/{prefix}-reviews-v1", {"aliases": {f"{prefix}-reviews": {}}})
    with pytest.raises(StoreError, match="was not made by rbp; choose another `prefix`"):
        opened(elasticsearch_server, prefix)


def test_a_migration_keeps_every_reading_and_the_old_indices(
    elasticsearch_server: Server, opened: Opened, prefix: str
) -> None:
    """From schema 0, made here by hand: an index without a field that this schema has."""
    first = opened(elasticsearch_server, prefix)
    readings = [rich_reading(), *(reading(str(n), mention(0, n / 100), mention(1, -0.5)) for n in range(40))]
    keep(first, readings)
    before = everything(first)
    for kind in (Kind.REVIEWS, Kind.OPINIONS):
        _put_meta(elasticsearch_server, prefix, kind, {"schema": 0, "profile": "basic"})
    with pytest.raises(StoreError, match=rf"{prefix}-opinions-v1, {prefix}-reviews-v1 were written by an older rbp"):
        opened(elasticsearch_server, prefix)

    said: list[str] = []
    assert opened(elasticsearch_server, prefix, older="true").migrate(said.append) == 2
    assert len(said) == 2
    second = opened(elasticsearch_server, prefix)
    assert (
        list(second.readings()),
        second.tallies(None, ["aspect", "month"], aspects=None),
        second.targets(),
    ) == before
    assert list(elasticsearch_server.request("GET", f"/{prefix}-reviews")) == [f"{prefix}-reviews-v2"]
    assert second.migrate(said.append) == 0

    keep(second, [reading("0", mention(0, 0.9), body="edited")], minutes=1)  # leaves no stale mention either
    assert second.stats()["mentions"] == 2 + 40 * 2 - 1
    assert second.drop_old() == [f"{prefix}-opinions-v1", f"{prefix}-reviews-v1"]
    assert second.drop_old() == []
    assert len(list(second.readings())) == len(readings)


def test_a_field_that_came_later_is_added_where_the_index_stands(
    elasticsearch_server: Server, opened: Opened, prefix: str
) -> None:
    """The index of pages as it was made before it knew what a stated total is of."""
    fields = mapping(Kind.PAGES, Profile.BASIC)
    del fields["properties"]["about"]
    made = {"mappings": fields, "aliases": {f"{prefix}-{Kind.PAGES}": {"is_write_index": True}}}
    elasticsearch_server.request("PUT", f"/{prefix}-{Kind.PAGES}-v1", made)
    crawl = Crawl()
    with opened(elasticsearch_server, prefix) as old:
        save(old, crawl, crawl.page(1, stated=4, about="west"))
        assert old.told(crawl.target.key).totals == {"west": 4}


def test_a_migration_that_fails_changes_nothing(elasticsearch_server: Server, opened: Opened, prefix: str) -> None:
    first = opened(elasticsearch_server, prefix)
    keep(first, [reading("1", mention(0, -0.5))])
    path = f"/{prefix}-opinions"
    elasticsearch_server.request("PUT", f"{path}/_mapping", {"properties": {"old": {"type": "keyword"}}})
    elasticsearch_server.request("POST", f"{path}/_doc", {"old": "x", "basis": "all"})
    _put_meta(elasticsearch_server, prefix, Kind.OPINIONS, {"schema": 0, "profile": "basic"})
    with pytest.raises(StoreError, match=r"refuses .* \(strict_dynamic_mapping_exception.*nothing was changed"):
        opened(elasticsearch_server, prefix, older="true").migrate(lambda line: None)
    assert list(elasticsearch_server.request("GET", path)) == [f"{prefix}-opinions-v1"]
    elasticsearch_server.request("POST", f"{path}/_doc", {"old": "y"})  # and it takes writes again


def test_a_store_is_opened_by_its_scheme(elasticsearch_server: Server, prefix: str) -> None:
    with store.open(elasticsearch_server.url.replace("http", "HTTP"), {"prefix": prefix}) as opened:
        assert opened.url == elasticsearch_server.url
        assert opened.health().version == f"Elasticsearch {elasticsearch_server.version}"
