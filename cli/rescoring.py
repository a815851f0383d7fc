"""Reads again what an older reading is kept of, in batches that each stand for themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.model import Scope
    from analysis.reading import Reader
    from store.base import Store

BATCH = 500  # reviews: what a stop in the middle costs, and a few MB of text at most


def rescore(store: Store, reader: Reader, scopes: Sequence[Scope] | None, tell: Callable[[int], None]) -> int:
    """Replace every reading in scope that another scorer made; `tell` hears how many are done.

    Each batch is written before the next is read, so whenever it stops, a second call goes on where it was:
    what is read anew is no longer asked for. Returns how many readings were replaced.
    """
    done, after = 0, ""
    while True:
        old = store.readings(scopes, after=after, other_than_scorer=reader.version)
        reviews = [reading.review for reading in islice(old, BATCH)]
        if not reviews:
            return done
        done += store.rewrite(reader.read(reviews))
        after = reviews[-1].key
        tell(done)
