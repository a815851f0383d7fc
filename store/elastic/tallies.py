"""Tallies and censuses as composite aggregations: every bucket, however many, in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from analysis.model import Basis, Scope
from analysis.tally import Census, Tally
from store.elastic.documents import day_out
from store.elastic.mappings import Json
from store.elastic.scope import all_of, within

_BUCKETS = 10_000  # a request, since each one goes through all that fits again; the server allows 65,536
_TALLY: Json = {
    "polarity": {"extended_stats": {"field": "polarity"}},
    "mentions": {"sum": {"field": "mentions"}},
    "negative": {"sum": {"field": "negative"}},
    "positive": {"sum": {"field": "positive"}},
    "vader": {"sum": {"field": "vader"}},
}
_NO_THUMB: Json = {"bool": {"must_not": {"term": {"thumb": True}}}}
COPY_KEYS = ("client", "content_hash")
_COUNTED = ("scored", "supporting", "mention_count", "disagreeing", "vanished", "undated")
_CENSUS: Json = {
    **{name: {"sum": {"field": name}} for name in _COUNTED},
    "rating": {"filter": _NO_THUMB, "aggregations": {"stars": {"extended_stats": {"field": "rating"}}}},
    "first": {"min": {"field": "first"}},
    "last": {"max": {"field": "last"}},
}

# what we read of an answer: extended_stats tells twenty figures a bucket, and a third of the time went into those
_TOLD = ["hits.total.value", "aggregations.groups.after_key"] + [
    f"aggregations.**.{name}" for name in ("key", "doc_count", "value", "count", "sum", "sum_of_squares")
]

Request = dict[str, Any]


def tally_query(scopes: Sequence[Scope] | None, basis: Basis, aspects: Sequence[str] | None) -> Json:
    parts: list[Json] = [{"term": {"basis": basis.value}}]
    if aspects is not None:
        parts.append({"terms": {"aspect": list(aspects)}})
    return all_of(*parts, within(scopes, channels=True))


def tally_request(query: Json, by: Sequence[str], after: Json | None = None) -> Request:
    return _request(query, by, _TALLY, after)


def census_request(scopes: Sequence[Scope] | None, by: Sequence[str], after: Json | None = None) -> Request:
    return _request(all_of(within(scopes, channels=False)), by, _CENSUS, after)


def copies_request(scopes: Sequence[Scope] | None, after: Json | None = None) -> Request:
    """Every content of a review that speaks of support, with the number of reviews that have it."""
    speaking: Json = {"exists": {"field": "rows"}}
    hashed: Json = {"bool": {"must_not": {"term": {"content_hash": ""}}}}
    return _request(all_of(speaking, hashed, within(scopes, channels=False)), COPY_KEYS, {}, after)


def _request(query: Json, by: Sequence[str], sums: Json, after: Json | None) -> Request:
    """Without `by`, the sums over everything stand at the top of the answer."""
    if not by:
        return {"query": query, "size": 0, "track_total_hits": True, "aggregations": sums, "filter_path": _TOLD}
    keys = dict.fromkeys(by)  # asking twice for one key gives it twice, and groups by it once
    composite: Json = {"size": _BUCKETS, "sources": [{key: {"terms": {"field": key}}} for key in keys]}
    if after is not None:
        composite["after"] = after
    groups = {"groups": {"composite": composite, "aggregations": sums}}
    return {"query": query, "size": 0, "track_total_hits": False, "aggregations": groups, "filter_path": _TOLD}


def buckets(answer: Json, by: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int, Json]]:
    """(key, documents, sums) of each group; none where nothing was found."""
    if by:
        for bucket in _buckets(answer):
            yield tuple(bucket["key"][key] for key in by), bucket["doc_count"], bucket
    elif count := answer["hits"]["total"]["value"]:
        yield (), count, answer["aggregations"]


def after_key(answer: Json, by: Sequence[str]) -> Json | None:
    """Where the next request goes on, None where there is nothing behind."""
    if not by:
        return None
    if len(_buckets(answer)) < _BUCKETS:
        return None
    after: Json | None = answer["aggregations"]["groups"].get("after_key")
    return after


def _buckets(answer: Json) -> list[Json]:
    """None at all stand in the answer where nothing was found."""
    found: list[Json] = answer.get("aggregations", {}).get("groups", {}).get("buckets", [])
    return found


def tally_out(key: tuple[str, ...], count: int, sums: Json) -> Tally:
    polarity = sums["polarity"]
    return Tally(
        key=key,
        reviews=count,
        mentions=_whole(sums["mentions"]),
        sum=polarity["sum"],
        squares=polarity["sum_of_squares"],
        negative=_whole(sums["negative"]),
        positive=_whole(sums["positive"]),
        vader_sum=sums["vader"]["value"],
    )


def census_out(key: tuple[str, ...], count: int, sums: Json) -> Census:
    rating = sums["rating"]["stars"]
    first, last = day_out(sums["first"]["value"]), day_out(sums["last"]["value"])
    return Census(
        key=key,
        reviews=count,
        scored=_whole(sums["scored"]),
        supporting=_whole(sums["supporting"]),
        mentions=_whole(sums["mention_count"]),
        rated=rating["count"],
        rating_sum=rating["sum"] or 0.0,
        rating_squares=rating["sum_of_squares"] or 0.0,
        disagreeing=_whole(sums["disagreeing"]),
        vanished=_whole(sums["vanished"]),
        undated=_whole(sums["undated"]),
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
    )


def _whole(sum_of: Json) -> int:
    """Sums of whole numbers come as floats, exact below 2**53."""
    return int(sum_of["value"])
