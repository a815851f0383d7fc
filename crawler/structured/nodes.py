"""Linked data as a page gives it: nodes found wherever they are nested, references resolved within the page.

All three syntaxes come in one shape: dicts with `@type`, `@id` and properties whose names may be
full addresses or mis-cased. Nothing here recurses, so that no nesting is too deep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

Node = Mapping[str, Any]
_HOPS = 8  # a name that is a node with a name ...; more is a circle
_TEXT_OF = ("@value", "name", "text", "alternatename", "value", "url", "@id")


class Found(NamedTuple):
    """A node with the node that holds it and the property it was found under."""

    node: Node
    holder: Node | None
    under: str


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """`http://schema.org/reviewBody`, `schema:reviewBody` and `ReviewBody` are `reviewbody`."""
    name = name.strip().rstrip("/")
    for mark in "/#":
        name = name.rpartition(mark)[2]
    return (name if name.startswith("@") else name.rpartition(":")[2]).lower()


def walk(values: Iterable[object]) -> Iterator[Found]:
    """All nodes, a holder before what it holds, in the order of the page."""
    stack: list[tuple[object, Node | None, str]] = []
    stack += [(value, None, "") for value in values][::-1]
    while stack:
        value, holder, under = stack.pop()
        if isinstance(value, dict):
            yield Found(value, holder, under)
            stack += [(inner, value, local(str(key))) for key, inner in reversed(value.items()) if _nests(inner)]
        elif isinstance(value, list):
            stack += [(inner, holder, under) for inner in reversed(value) if _nests(inner)]


def _nests(value: object) -> bool:
    return isinstance(value, dict | list)


def types(node: Node) -> frozenset[str]:
    """The local names of a node's types."""
    told = node.get("@type")
    return frozenset(local(name) for name in (told if isinstance(told, list) else [told]) if isinstance(name, str))


def each(value: object) -> Iterator[object]:
    """The values of a property: one, or those of a list, however nested. None and "" are no values."""
    stack = [value]
    while stack:
        top = stack.pop()
        if isinstance(top, list):
            stack += reversed(top)
        elif top is not None and top != "":
            yield top


class Graph:
    """The nodes of a page, for looking up properties and references."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._by_id: dict[str, Node] = {}
        self._fields: dict[int, dict[str, Any]] = {}
        for item in found:
            name = item.node.get("@id")
            if isinstance(name, str) and len(item.node) > len(self._by_id.get(name, ())):
                self._by_id[name] = item.node

    def resolve(self, node: Node) -> Node:
        """The fullest node of the page that bears this one's `@id`, or the node itself."""
        name = node.get("@id")
        known = self._by_id.get(name, node) if isinstance(name, str) else node
        return known if len(known) > len(node) else node

    def values(self, node: Node, *names: str) -> list[Any]:
        """Values of the first of these properties (local names) that has any; references resolved."""
        told = self._told(node)
        for name in names:
            values = [self.resolve(v) if isinstance(v, dict) else v for v in each(told.get(name))]
            if values:
                return values
        return []

    def nodes(self, node: Node, *names: str) -> list[Node]:
        return [value for value in self.values(node, *names) if isinstance(value, dict)]

    def texts(self, node: Node, *names: str) -> list[str]:
        """The same as text; of a node its value, name, text or address. The first property with any text wins."""
        told = self._told(node)
        for name in names:
            value = told.get(name)
            if value is None:
                continue
            if isinstance(value, str):  # what nearly all of them are
                texts = [value.strip()] if value and not value.isspace() else []
            else:
                texts = [text for inner in self.values(node, name) if (text := self._text(inner))]
            if texts:
                return texts
        return []

    def _text(self, value: Any) -> str:
        for _ in range(_HOPS):
            if not isinstance(value, dict):
                break
            value = next(iter(self.values(value, *_TEXT_OF)), None)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def _told(self, node: Node) -> dict[str, Any]:
        told = self._fields.get(id(node))
        if told is None:
            told = {local(str(key)): value for key, value in node.items() if value is not None}
            self._fields[id(node)] = told
        return told
