"""Answers of a search API in the shape of Elasticsearch and OpenSearch: hits, their exact total, where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scrapy.http import Response

from analysis.errors import PageError
from crawler.page import open_json
from crawler.values import at, count_at, listed


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """`total` is None where only a lower bound is given; `after` is the last hit's `sort`, its keys joined by `_`."""

    hits: list[Any]
    total: int | None
    after: str


def open_search(response: Response) -> SearchAnswer:
    """Raises PageError: `not a search answer`, `incomplete search answer`, or as `open_json` does."""
    answer = open_json(response)
    hits = at(answer, "hits", "hits")
    if not isinstance(hits, list):
        raise PageError("not a search answer", f"{response.url} has no hits.hits")
    if at(answer, "timed_out") is True or count_at(answer, "_shards", "failed"):
        raise PageError("incomplete search answer", f"{response.url}: the search timed out or a shard failed")
    exact = at(answer, "hits", "total", "relation") == "eq"
    after = "_".join(map(str, listed(at(hits[-1], "sort")))) if hits else ""
    return SearchAnswer(hits, count_at(answer, "hits", "total", "value") if exact else None, after)
