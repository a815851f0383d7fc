"""Making the indices, and telling whether those that are there are ours and of our schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from elasticsearch import ApiError, AuthorizationException, BadRequestError, Elasticsearch, NotFoundError

from analysis.errors import SchemaTooNew, StoreError
from store.elastic.address import Address
from store.elastic.client import told
from store.elastic.mappings import (
    GROWN,
    SCHEMA,
    Json,
    Kind,
    Profile,
    alias,
    analyzers_wanted,
    component_templates,
    index_templates,
    mapping,
)

Item = TypeVar("Item")
_GROWN_PATHS = [f"*.mappings.properties.{field}.type" for fields in GROWN.values() for field in fields]


@dataclass(frozen=True, slots=True)
class Index:
    """What stands behind an alias."""

    name: str
    schema: int
    profile: Profile
    lacking: tuple[str, ...] = ()  # of the fields that came later

    @property
    def generation(self) -> int:
        return int(self.name.rpartition("-v")[2])


def indices(client: Elasticsearch, address: Address) -> dict[Kind, Index]:
    """The index behind each alias that is there. Raises SchemaTooNew, StoreError for one that is not ours."""
    try:
        answer = client.indices.get(
            index=[alias(address.prefix, kind) for kind in Kind],
            ignore_unavailable=True,
            filter_path=["*.mappings._meta", "*.aliases", *_GROWN_PATHS],
        )
    except NotFoundError:
        return {}
    found: dict[Kind, Index] = {}
    for name, body in answer.body.items():
        for kind in Kind:
            if alias(address.prefix, kind) in body.get("aliases", {}):
                found[kind] = _index(name, kind, body, address)
    return found


def _index(name: str, kind: Kind, body: Json, address: Address) -> Index:
    mappings = body.get("mappings", {})
    meta: Mapping[str, object] = mappings.get("_meta", {})
    schema = meta.get("schema")
    if not isinstance(schema, int):
        raise StoreError(
            f"{address.url}: {name} was not made by rbp; choose another `prefix` in [store] than {address.prefix!r}"
        )
    if schema > SCHEMA:
        raise SchemaTooNew(
            f"{address.url}: {name} has schema {schema}, written by a newer rbp, and this one knows {SCHEMA}; "
            "upgrade rbp: pip install -U reputation-by-proxy"
        )
    lacking = tuple(field for field in GROWN.get(kind, ()) if field not in mappings.get("properties", {}))
    return Index(name, schema, Profile(str(meta.get("profile", Profile.BASIC))), lacking)


def require(client: Elasticsearch, address: Address, *, older: bool = False) -> dict[Kind, Index]:
    """All indices, made where they are missing. Raises StoreError where they are of an older schema, unless `older`."""
    with told(address):
        found = indices(client, address)
        if len(found) < len(Kind):
            create(client, address, found)
            found = indices(client, address)
        _grow(client, found)
    old = sorted(index.name for index in found.values() if index.schema < SCHEMA)
    if old and not older:
        raise StoreError(
            f"{address.url}: {', '.join(old)} were written by an older rbp; run `rbp store migrate`: "
            "the old indices are kept"
        )
    return found


def _grow(client: Elasticsearch, found: Mapping[Kind, Index]) -> None:
    """Give indices of this schema the fields that came later. Who may only read does without them."""
    for kind, index in found.items():
        if index.lacking and index.schema == SCHEMA:
            fields = mapping(kind, index.profile)["properties"]
            with suppress(AuthorizationException):
                client.indices.put_mapping(index=index.name, properties={name: fields[name] for name in index.lacking})


def create(client: Elasticsearch, address: Address, found: Mapping[Kind, Index]) -> None:
    """Write the templates, then make what is missing."""
    put_templates(client, address, ask_profile(client))
    missing = (kind for kind in Kind if kind not in found)
    _all_at_once(
        lambda kind: make_index(client, address, kind, 1, {alias(address.prefix, kind): {"is_write_index": True}}),
        missing,
    )


def put_templates(client: Elasticsearch, address: Address, profile: Profile) -> None:
    components = component_templates(address.prefix, profile, address.shards).items()
    templates = index_templates(address.prefix).items()
    _all_at_once(
        lambda made: client.cluster.put_component_template(name=made[0], template=made[1]["template"]), components
    )
    _all_at_once(
        lambda made: client.indices.put_index_template(
            name=made[0], **{name.lstrip("_"): value for name, value in made[1].items()}
        ),
        templates,
    )


def _all_at_once(do: Callable[[Item], object], items: Iterable[Item]) -> None:
    """The server puts changes of its cluster state that come together into one: half the time."""
    with ThreadPoolExecutor(len(Kind)) as threads:
        for _ in threads.map(do, items):
            pass


def make_index(client: Elasticsearch, address: Address, kind: Kind, generation: int, aliases: Json) -> str:
    """Another rbp may be making the same one this moment: then it is there, and that is what was wanted."""
    name = f"{address.prefix}-{kind}-v{generation}"
    try:
        client.indices.create(index=name, aliases=aliases)
    except BadRequestError as error:
        if "resource_already_exists_exception" not in str(error):
            raise
    return name


def ask_profile(client: Elasticsearch) -> Profile:
    """`language` where the server has every analyzer that we would use, asked one by one."""
    for analyzer in analyzers_wanted():
        try:
            client.indices.analyze(analyzer=analyzer, text="a word")
        except ApiError as error:
            if error.meta.status in (400, 404):
                return Profile.BASIC
            raise
    return Profile.LANGUAGE
