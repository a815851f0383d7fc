"""The Store of Elasticsearch: asks through the synchronous client, writes in the writer's own way."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from elasticsearch import Elasticsearch

from analysis.errors import StoreUnreachable
from analysis.model import OVERALL, Basis, Reading, Scope
from analysis.tally import Census, CensusKey, Hit, Quote, Tally, TallyKey
from store.base import Health, Selection, Store, StoredModel, Writer
from store.elastic import edit, ledger, migrate, schema, state
from store.elastic.address import Address, read_address
from store.elastic.client import sync_client, told
from store.elastic.edit import Work, run_now
from store.elastic.effort import given_up
from store.elastic.freshness import Freshness
from store.elastic.mappings import Json, Kind
from store.elastic.questions import Questions
from store.elastic.standing import Standing
from store.elastic.tallies import (
    COPY_KEYS,
    after_key,
    buckets,
    census_out,
    census_request,
    copies_request,
    tally_out,
    tally_query,
    tally_request,
)
from store.elastic.writer import ElasticWriter
from store.ledger import PageRef, TargetState, Told

Answer = TypeVar("Answer")
_PAUSE = 1.0  # seconds between two tries


class ElasticStore(Store):
    def __init__(self, client: Elasticsearch, address: Address, *, older: bool = False) -> None:
        """`older` opens indices of an older schema too: only `migrate` is of use then."""
        self.url = address.url
        self._client = client
        self._address = address
        with told(address):
            indices = schema.require(client, address, older=older)
        self._profile = indices[Kind.REVIEWS].profile
        self._questions = Questions(client, address, self._profile)
        self._standing = Standing(self._questions)
        self._freshness = Freshness(client, address)

    @classmethod
    def at(cls, url: str, options: Mapping[str, str]) -> ElasticStore:
        address = read_address(url, options)
        client = sync_client(address)
        try:
            return cls(client, address, older=options.get("older") == "true")
        except BaseException:
            client.close()
            raise

    def writer(self) -> Writer:
        return ElasticWriter(self._address, self._profile, self._freshness.spoil)

    # questions

    def tallies(
        self,
        scopes: Sequence[Scope] | None,
        by: Sequence[TallyKey] = (),
        *,
        basis: Basis = Basis.VENDOR,
        aspects: Sequence[str] | None = (OVERALL,),
    ) -> list[Tally]:
        query = tally_query(scopes, basis, aspects)
        with told(self._address):
            answers = self._groups(Kind.OPINIONS, by, lambda after: tally_request(query, by, after))
            return [tally_out(*group) for answer in answers for group in buckets(answer, by)]

    def census(self, scopes: Sequence[Scope] | None, by: Sequence[CensusKey] = ()) -> list[Census]:
        with told(self._address):
            answers = self._groups(Kind.REVIEWS, by, lambda after: census_request(scopes, by, after))
            return [census_out(*group) for answer in answers for group in buckets(answer, by)]

    def copies(self, scopes: Sequence[Scope] | None) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        with told(self._address):
            for answer in self._groups(Kind.REVIEWS, COPY_KEYS, lambda after: copies_request(scopes, after)):
                for (client, _), count, _ in buckets(answer, COPY_KEYS):
                    found[client] += count - 1
        return +found

    def quotes(
        self,
        scopes: Sequence[Scope] | None,
        *,
        negative: bool,
        aspect: str | None = None,
        basis: Basis = Basis.VENDOR,
        limit: int = 5,
    ) -> list[Quote]:
        with told(self._address):
            self._freshness.assure()
            return self._questions.quotes(scopes, negative=negative, aspect=aspect, basis=basis, limit=limit)

    def search(
        self, words: str, scopes: Sequence[Scope] | None = None, *, aspects: Sequence[str] = (), limit: int = 20
    ) -> list[Hit]:
        with told(self._address):
            self._freshness.assure()
            return self._questions.search(words, scopes, aspects, limit)

    def readings(
        self, scopes: Sequence[Scope] | None = None, *, after: str = "", other_than_scorer: str | None = None
    ) -> Iterator[Reading]:
        with told(self._address):
            self._freshness.assure()
            yield from self._questions.readings(scopes, after, other_than_scorer)

    def get(self, keys: Sequence[str]) -> list[Reading]:
        with told(self._address):
            return self._questions.get(keys)

    # keeping

    def rewrite(self, readings: Iterable[Reading]) -> int:
        return self._now(lambda keeper: edit.rewrite(keeper, readings))

    def selected(self, selection: Selection) -> int:
        query = edit.selecting(selection)
        with told(self._address):
            self._freshness.assure()
            return self._questions.count(query)

    def forget(self, selection: Selection) -> int:
        query = edit.selecting(selection)
        return self._now(lambda keeper: edit.forget(keeper, query))

    def save_model(self, model: StoredModel) -> None:
        self._now(lambda keeper: edit.save_model(keeper, model))

    def model(self, name: str, version: int | None = None) -> StoredModel | None:
        with told(self._address):
            self._freshness.assure()
            return self._questions.model(name, version)

    # ledger

    def targets(self) -> list[TargetState]:
        with told(self._address):
            self._freshness.assure()
            return self._standing.targets()

    def target(self, key: str) -> TargetState | None:
        def ask() -> TargetState | None:
            self._freshness.assure()
            return next(iter(self._standing.targets(key)), None)

        return self._patiently(ask)

    def pending(self, target: str) -> Iterator[PageRef]:
        yield from self._standing.pending(target, self._patiently)

    def told(self, target: str) -> Told:
        def ask() -> Told:
            self._freshness.assure()
            return self._standing.told(target)

        return self._patiently(ask)

    def restart(self, target: str) -> None:
        self._now(lambda keeper: ledger.restart(keeper.link, target))

    # the store itself

    def health(self) -> Health:
        with told(self._address):
            return state.health(self._client, self._address)

    def stats(self) -> Mapping[str, int]:
        with told(self._address):
            self._freshness.assure()
            return state.stats(self._client, self._address)

    def migrate(self, say: Callable[[str], None]) -> int:
        return migrate.migrate(self._client, self._address, say)

    def drop_old(self) -> list[str]:
        return migrate.drop_old(self._client, self._address)

    def close(self) -> None:
        self._client.close()

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        """What a crawl asks on its way: like its writes, it waits for a server that is away."""
        deadline = time.monotonic() + self._address.patience
        while True:
            try:
                with told(self._address):
                    return ask()
            except StoreUnreachable as error:
                if time.monotonic() >= deadline:
                    raise given_up(self._address, str(error)) from None
                time.sleep(min(_PAUSE, self._address.patience))

    def _now(self, work: Work[Answer]) -> Answer:
        done = run_now(self._address, self._profile, work)
        self._freshness.spoil()
        return done

    def _groups(self, kind: Kind, by: Sequence[str], request: Callable[[Json | None], Json]) -> Iterator[Json]:
        """Answers, page after page, until there is no group left."""
        self._freshness.assure()
        after: Json | None = None
        while True:
            answer = self._questions.ask(kind, **request(after))
            yield answer
            after = after_key(answer, by)
            if after is None:
                return
