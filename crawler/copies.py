"""The same review under two names of a source counts twice: told where it comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.model import Reading, Target
from store.base import Store, Writer


class Copies:
    """Looks for reviews that the store has of the same client from another source. Knows the sources as they were when
    it was made."""

    def __init__(self, store: Store) -> None:
        self._sources: dict[str, set[str]] = {}
        for state in store.targets():
            self._sources.setdefault(state.target.client, set()).add(state.target.source)

    async def of(self, writer: Writer, source: str, client: str, readings: Sequence[Reading]) -> Counter[str]:
        """By each other source of the client: how many of these reviews the store has from there, word for word."""
        told = [one.review.content_hash for one in readings if one.review.text.strip()]
        found: Counter[str] = Counter()
        for other in sorted(self._sources.get(client, set()) - {source}):
            twins = await writer.twins(Target.of(other, client, {}), told)
            found[other] = sum(content in twins for content in told)
        return +found
