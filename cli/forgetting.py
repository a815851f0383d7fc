"""How many reviews a selection means, so that a person is asked before they are gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from analysis.model import Reading, Scope, review_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.base import Selection, Store


def count_selected(store: Store, selection: Selection) -> int:
    """By counting where counting will do; by looking at each review only for a url."""
    if selection.url is None and selection.ref is None:
        return sum(row.reviews for row in store.census(_scopes(store, selection)))
    return sum(1 for one in _candidates(store, selection) if _selected(one, selection))


def _scopes(store: Store, selection: Selection) -> list[Scope]:
    known = [row.key[0] for row in store.census(None, ["client"])]
    clients = [client for client in known if selection.client in (None, client)]
    until = selection.before - timedelta(days=1) if selection.before else None
    return [Scope(client, until=until) for client in clients]


def _candidates(store: Store, selection: Selection) -> Iterable[Reading]:
    """The source's id and the source name a review, so one that is asked for by its id is not searched."""
    if selection.ref is None:
        return store.readings(_scopes(store, selection))
    sources = [row.key[0] for row in store.census(None, ["source"])]
    return store.get([review_key(source, selection.ref) for source in sources])


def _selected(reading: Reading, selection: Selection) -> bool:
    review, before = reading.review, selection.before
    return (
        selection.url in (None, review.url)
        and selection.ref in (None, review.ref)
        and selection.client in (None, review.client)
        and (before is None or (review.published is not None and review.published.last < before))
    )
