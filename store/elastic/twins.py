"""Reviews told by their content. What was written a moment ago cannot be searched yet, so it is remembered here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.model import Review, Target
from store.elastic.bulk import Link
from store.elastic.mappings import Kind

_REMEMBERED = 20_000  # reviews, some MB; then the index is refreshed, and they are found like all others
_AT_ONCE = 1_000  # hashes a request


class Twins:
    """Of one writer."""

    def __init__(self) -> None:
        self._fresh: dict[tuple[str, str, str], str] = {}

    async def add(self, link: Link, reviews: Iterable[Review]) -> None:
        """Those that have just been written."""
        for review in reviews:
            key = (review.source, review.client, review.content_hash)
            self._fresh[key] = min(review.ref, self._fresh.get(key, review.ref))
        if len(self._fresh) > _REMEMBERED:
            await link.refresh(Kind.REVIEWS)
            self._fresh.clear()

    async def find(self, link: Link, target: Target, hashes: Sequence[str]) -> dict[str, str]:
        """content_hash -> the lowest `ref` with that content."""
        found: dict[str, str] = {}
        for n in range(0, len(hashes), _AT_ONCE):
            terms = [
                {"term": {"source": target.source}},
                {"term": {"client": target.client}},
                {"terms": {"content_hash": list(hashes[n : n + _AT_ONCE])}},
            ]
            async for hit in link.scan(Kind.REVIEWS, {"bool": {"filter": terms}}, source=["ref", "content_hash"]):
                content, ref = hit["_source"]["content_hash"], hit["_source"]["ref"]
                found[content] = min(ref, found.get(content, ref))
        for content in hashes:
            fresh = self._fresh.get((target.source, target.client, content))
            if fresh is not None:
                found[content] = min(fresh, found.get(content, fresh))
        return found
