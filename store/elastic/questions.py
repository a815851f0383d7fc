"""Asking Elasticsearch: quotations, full text, whole readings. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError

from analysis.model import OVERALL, POLARITY_CUT, Basis, Reading, Scope
from analysis.tally import Hit, Quote
from store.base import StoredModel
from store.elastic.address import Address
from store.elastic.bulk import KEEP_ALIVE
from store.elastic.documents import reading_out
from store.elastic.mappings import Json, Kind, Profile, alias
from store.elastic.scope import EVERYTHING, all_of, within
from store.elastic.words import CLOSE, phrases, snippet
from store.elastic.words import OPEN as MARK

PAGE = 500  # documents a request while streaming: some MB where texts are long
_MOST = 10_000  # `index.max_result_window`: what one request may ask for
_TEXT_BOOST = 0.5  # a stemmed word lifts a review, it never finds one


class Questions:
    """What a store is asked, through one client."""

    def __init__(self, client: Elasticsearch, address: Address, profile: Profile) -> None:
        self._client = client
        self._prefix = address.prefix
        self._profile = profile

    def ask(self, kind: Kind, **body: Any) -> Json:
        answer = self._client.search(index=self.index(kind), allow_partial_search_results=False, **body)
        return dict(answer.body)

    def ask_all(self, *asked: tuple[Kind, Json]) -> list[Json]:
        """Several questions on one way."""
        lines: list[Json] = []
        for kind, body in asked:
            lines += [{"index": self.index(kind), "allow_partial_search_results": False}, body]
        answer = self._client.msearch(searches=lines)
        answers: list[Json] = answer.body["responses"]
        for one in answers:
            if "error" in one:
                raise ApiError(one["error"]["type"], replace(answer.meta, status=one["status"]), one)
        return answers

    def document(self, kind: Kind, name: str) -> Json | None:
        """As it is this moment."""
        try:
            return dict(self._client.get(index=self.index(kind), id=name).body["_source"])
        except NotFoundError:
            return None

    def refresh(self, kind: Kind) -> None:
        self._client.indices.refresh(index=self.index(kind))

    def count(self, query: Json) -> int:
        """How many reviews."""
        return int(self._client.count(index=self.index(Kind.REVIEWS), query=query).body["count"])

    def index(self, kind: Kind) -> str:
        return alias(self._prefix, kind)

    def stream(self, kind: Kind, query: Json, sort: str, source: Any = True) -> Iterator[Json]:
        """Every hit as of now, in the order of a field that no two share, no matter how many."""
        hits = self.page(query, [sort], index=self.index(kind), source=source)
        return iter(hits) if len(hits) < PAGE else self._long(kind, query, sort, source)

    def _long(self, kind: Kind, query: Json, sort: str, source: Any) -> Iterator[Json]:
        """By point in time and search_after. A reader may be slower than the server's memory of a point in time:
        then from a new one."""
        pit, after = "", dict[str, Any]()
        try:
            while True:
                pit = pit or self._client.open_point_in_time(index=self.index(kind), keep_alive=KEEP_ALIVE).body["id"]
                place = {"id": pit, "keep_alive": KEEP_ALIVE}
                try:
                    hits = self.page(query, [sort], pit=place, source=source, **after)
                except NotFoundError:
                    pit = ""
                    continue
                yield from hits
                if len(hits) < PAGE:
                    return
                after = {"search_after": hits[-1]["sort"][:1]}
        finally:
            if pit:
                self._client.options(ignore_status=404).close_point_in_time(id=pit)

    def page(self, query: Json, sort: list[str], **more: Any) -> list[Json]:
        """The first hits, or those behind `search_after`; never part of them, where a shard is not there."""
        answer = self._client.search(
            query=query, sort=sort, size=PAGE, track_total_hits=False, allow_partial_search_results=False, **more
        )
        hits: list[Json] = answer.body["hits"]["hits"]
        return hits

    def quotes(
        self, scopes: Sequence[Scope] | None, *, negative: bool, aspect: str | None, basis: Basis, limit: int
    ) -> list[Quote]:
        """The server sorts and keeps one a review; the texts are then read from the review documents."""
        beyond = {"lt": -POLARITY_CUT} if negative else {"gt": POLARITY_CUT}
        row = "rows_all" if basis is Basis.ALL else "rows_vendor"
        query = all_of(
            {"term": {"quotable": True}},
            {"term": {row: aspect or OVERALL}},
            {"range": {"polarity": beyond}},
            within(scopes, channels=True),
        )
        sort: list[Json] = [{"strength": "desc"}, {"first": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]
        hits = self.ask(
            Kind.MENTIONS,
            query=query,
            sort=sort,
            size=min(limit, _MOST),
            collapse={"field": "review"},
            source=["review", "number"],
        )["hits"]["hits"]
        chosen = [(hit["_source"]["review"], hit["_source"]["number"]) for hit in hits]
        found = {reading.review.key: reading for reading in self.get([review for review, _ in chosen])}
        return [
            Quote(found[review].review, mention)
            for review, number in chosen
            if review in found
            for mention in found[review].mentions
            if mention.number == number
        ]

    def search(self, words: str, scopes: Sequence[Scope] | None, aspects: Sequence[str], limit: int) -> list[Hit]:
        wanted = phrases(words)
        if not wanted or limit < 1:
            return []
        must: list[Json] = [{"match_phrase": {"words": phrase}} for phrase in wanted]
        filters = [within(scopes, channels=False)] + ([{"terms": {"rows": list(aspects)}}] if aspects else [])
        query: Json = {"must": must, "filter": [part for part in filters if part != EVERYTHING]}
        if self._profile is Profile.LANGUAGE:
            query["should"] = [{"multi_match": {"query": words, "fields": ["stems.*"], "boost": _TEXT_BOOST}}]
        marks: Json = {"fields": {"words": {}}, "number_of_fragments": 0, "pre_tags": [MARK], "post_tags": [CLOSE]}
        hits = self.ask(
            Kind.REVIEWS,
            query={"bool": query},
            size=min(limit, _MOST),
            sort=["_score", {"key": "asc"}],
            highlight={**marks, "highlight_query": {"bool": {"must": must}}, "require_field_match": True},
            source_excludes=["words", "stems"],
        )["hits"]["hits"]
        return [_hit(hit) for hit in hits]

    def readings(self, scopes: Sequence[Scope] | None, after: str, other_than: str | None) -> Iterator[Reading]:
        parts = [within(scopes, channels=False)]
        if after:
            parts.append({"range": {"key": {"gt": after}}})
        if other_than is not None:
            parts.append({"bool": {"must_not": {"term": {"scorer": other_than}}}})
        for hit in self.stream(Kind.REVIEWS, all_of(*parts), "key", {"excludes": ["words", "stems"]}):
            yield reading_out(hit["_source"])

    def get(self, keys: Sequence[str]) -> list[Reading]:
        """As they are this moment, found or not by a search."""
        found: dict[str, Reading] = {}
        wanted = list(dict.fromkeys(keys))
        for n in range(0, len(wanted), PAGE):
            answer = self._client.mget(
                index=self.index(Kind.REVIEWS), ids=wanted[n : n + PAGE], source_excludes=["words", "stems"]
            )
            found |= {hit["_id"]: reading_out(hit["_source"]) for hit in answer.body["docs"] if hit.get("found")}
        return [found[key] for key in keys if key in found]

    def model(self, name: str, version: int | None) -> StoredModel | None:
        parts: list[Json] = [{"term": {"name": name}}]
        if version is not None:
            parts.append({"term": {"version": version}})
        hits = self.ask(Kind.MODELS, query=all_of(*parts), size=1, sort=[{"version": "desc"}])["hits"]["hits"]
        return StoredModel(**hits[0]["_source"]) if hits else None


def _hit(hit: Json) -> Hit:
    reading = reading_out(hit["_source"])
    marked = "".join(hit.get("highlight", {}).get("words", []))
    return Hit(reading.review, reading.mentions, snippet(reading.review.text, marked), hit["_score"])
