"""How many reviews a page says there are, told apart from what it says of other things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.structured.nodes import Found, Graph, Node, types

_AGGREGATE = "aggregaterating"
_COUNT = re.compile(r"(\d{1,9}|\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}){1,2})(?:\.0)?", re.ASCII)  # 1234, 1,234, 1234.0


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of reviews, what the things that it is of are recognised by, and what to call them."""

    number: int
    names: frozenset[str]
    about: str


class Aggregates:
    """Collects the AggregateRatings of a page and which things its reviews are of.

    Only `reviewCount` counts: `ratingCount` counts stars without a word as well, and a site gives both.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._counts: list[_Count] = []
        self._reviewed: set[str] = set()

    def add(self, found: Iterable[Found], graph: Graph) -> None:
        seen: set[int] = set()
        for item in found:
            node = graph.resolve(item.node)
            if (item.under != _AGGREGATE and _AGGREGATE not in types(node)) or id(node) in seen:
                continue
            seen.add(id(node))
            things = [*graph.nodes(node, "itemreviewed"), *([item.holder] if item.holder else [])]
            told = _COUNT.fullmatch(next(iter(graph.texts(node, "reviewcount")), "").strip())
            if told:
                count = re.sub(r"\D", "", told[1])
                names = frozenset(name for thing in things for name in _names(thing, graph))
                about = next((name for thing in things if (name := self._about(thing, count, graph))), "")
                self._counts.append(_Count(int(count), names, about))

    def reviewed(self, review: Node, holder: Node | None, graph: Graph) -> None:
        for thing in [*graph.nodes(review, "itemreviewed"), *([holder] if holder else [])]:
            self._reviewed |= _names(thing, graph)

    def _about(self, thing: Node, count: str, graph: Graph) -> str:
        """What a thing can be recognised by on another page. A name is none: branches share that of their owner. With
        the number it is, since what a site tells of itself on each page is the same number."""
        thing = graph.resolve(thing)
        name = thing.get("@id")
        address = name if isinstance(name, str) else next(iter(graph.texts(thing, "url")), "")
        if address:
            with suppress(ValueError):  # `http://[`
                return urljoin(self._url, address)
        return next((f"{text.casefold()} {count}" for text in graph.texts(thing, "name")), "")

    @property
    def stated(self) -> tuple[int | None, str]:
        """The one total told of what the reviews are of (of the page's only item, where they do not say), and of what.

        None where the page tells of several things, or nothing. What it is of is an id, an address or a name
        with the number; empty where the page does not say.
        """
        fitting = [count for count in self._counts if count.names & self._reviewed] or self._counts
        if len({count.number for count in fitting}) != 1:
            return None, ""
        return fitting[0].number, min((count.about for count in fitting if count.about), default="")


def _names(thing: Node, graph: Graph) -> frozenset[str]:
    """What a thing can be recognised by in another block or syntax: its id, its name; else itself."""
    thing = graph.resolve(thing)
    name = thing.get("@id")
    told = {f"id {name}"} if isinstance(name, str) else set()
    told |= {f"name {text.casefold()}" for text in graph.texts(thing, "name")[:1]}
    return frozenset(told) or frozenset({f"node {id(thing)}"})
