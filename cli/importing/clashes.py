"""Two reviews under one name: `source` and `ref` name a review, and an export numbers its rows from 1 again.

Where such a row was taken in, another client's review, or that of another day, would give way to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from analysis.model import Review
from store.base import Store

REASON = "`ref` names another review"  # what is counted; what stands behind the colon tells which


class Clashes:
    """Knows the store and the reviews that are on their way to it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._moving: dict[str, Review] = {}

    def find(self, reviews: Sequence[Review]) -> dict[int, str]:
        """Positions of the reviews that must not be taken in, with the reason. The first of two stays."""
        known = {one.review.key: one.review for one in self._store.get([review.key for review in reviews])}
        known |= self._moving
        found: dict[int, str] = {}
        for position, review in enumerate(reviews):
            other = known.setdefault(review.key, review)
            if reason := _clash(review, other):
                found[position] = reason
        return found

    @contextmanager
    def moving(self, reviews: Iterable[Review]) -> Iterator[None]:
        """While these are being saved."""
        mine = {review.key: review for review in reviews}
        self._moving |= mine
        try:
            yield
        finally:
            for key, review in mine.items():
                if self._moving.get(key) is review:
                    del self._moving[key]


def _clash(new: Review, old: Review) -> str:
    """Empty where `new` is `old`, an edit of it, or the same words that were first told of another client."""
    if new.content_hash == old.content_hash:
        return ""
    if new.client != old.client:
        whose = f"of {old.client}"
    elif new.text != old.text and new.published and old.published and new.published != old.published:
        whose = f"of {old.published}"
    else:
        return ""
    return f"{REASON}: {new.ref[:40]!r} of source {new.source!r} is one {whose}; give this file a --source of its own"
