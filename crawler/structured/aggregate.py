"""How many reviews a page says there are, told apart from what it says of other things."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.structured.nodes import Found, Graph, Node, types

_AGGREGATE = "aggregaterating"
_LONGEST_COUNT = 10  # digits


class Aggregates:
    """Collects the AggregateRatings of a page and which things its reviews are of.

    Only `reviewCount` counts: `ratingCount` counts stars without a word as well, and a site gives both.
    """

    def __init__(self) -> None:
        self._counts: list[tuple[frozenset[str], int]] = []
        self._reviewed: set[str] = set()

    def add(self, found: Iterable[Found], graph: Graph) -> None:
        seen: set[int] = set()
        for item in found:
            node = graph.resolve(item.node)
            if (item.under != _AGGREGATE and _AGGREGATE not in types(node)) or id(node) in seen:
                continue
            seen.add(id(node))
            things = [*graph.nodes(node, "itemreviewed"), *([item.holder] if item.holder else [])]
            count = next(iter(graph.texts(node, "reviewcount")), "").strip()
            if count.isascii() and count.isdigit() and len(count) < _LONGEST_COUNT:
                self._counts.append((frozenset(name for thing in things for name in _names(thing, graph)), int(count)))

    def reviewed(self, review: Node, holder: Node | None, graph: Graph) -> None:
        for thing in [*graph.nodes(review, "itemreviewed"), *([holder] if holder else [])]:
            self._reviewed |= _names(thing, graph)

    @property
    def stated(self) -> int | None:
        """The one total told of what the reviews are of; of the page's only item, where they do not say.

        None where the page tells of several things, or nothing.
        """
        fitting = {count for names, count in self._counts if names & self._reviewed}
        counts = fitting or {count for _, count in self._counts}
        return counts.pop() if len(counts) == 1 else None


def _names(thing: Node, graph: Graph) -> frozenset[str]:
    """What a thing can be recognised by in another block or syntax: its id, its name; else itself."""
    thing = graph.resolve(thing)
    name = thing.get("@id")
    told = {f"id {name}"} if isinstance(name, str) else set()
    told |= {f"name {text.casefold()}" for text in graph.texts(thing, "name")[:1]}
    return frozenset(told) or frozenset({f"node {id(thing)}"})
