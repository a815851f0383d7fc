"""schema.org reviews of a page, whatever syntax they are published in: read off, not judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml.html import HtmlElement

from crawler.items import Extract, RawReview
from crawler.structured import embedded
from crawler.structured.aggregate import Aggregates
from crawler.structured.nodes import Found, Graph, Node, types, walk
from crawler.structured.same import once
from crawler.structured.schema_review import read
from crawler.text import plain, tidy

CUSTOMERS = frozenset({"review", "userreview", "recommendation"})
# Reviews too in schema.org's sense, but no customer's word on a company: counted by kind, not kept.
OTHERS = {
    "claimreview": "claim review, not a customer's",
    "criticreview": "critic's review, not a customer's",
    "mediareview": "media review, not a customer's",
    "employerreview": "employee's review, not a customer's",
}
# A page of reviews is kept whole in memory, some 6 kB each; the longest honest one seen has 300.
MOST_REVIEWS = 10_000
_HOLDS_REVIEWS = frozenset({"review", "reviews"})


def read_page(root: HtmlElement, html: str, url: str) -> Extract:
    """The reviews of a page, each once, and how many there are in all where the page tells.

    `drops` counts the blocks that are broken and the reviews that are no customer's. Whatever a page
    holds, what can be read of it is read: nothing is raised.
    """
    drops: Counter[str] = Counter()
    aggregates = Aggregates(url)
    told: list[list[RawReview]] = []
    for values, as_text in _syntaxes(root, html, url, drops):
        found = list(walk(values))
        graph = Graph(found)
        aggregates.add(found, graph)
        told.append([])
        for node, holder in _reviews(found, graph, drops):
            aggregates.reviewed(node, holder, graph)
            told[-1].append(read(node, graph, url, as_text))
    reviews = once(told)
    if len(reviews) > MOST_REVIEWS:
        drops[f"reviews beyond {MOST_REVIEWS:,} on a page"] = len(reviews) - MOST_REVIEWS
    stated, about = aggregates.stated
    return Extract(reviews=reviews[:MOST_REVIEWS], stated=stated, about=about, drops=dict(drops))


def _syntaxes(
    root: HtmlElement, html: str, url: str, drops: Counter[str]
) -> Iterator[tuple[list[Any], Callable[[str], str]]]:
    """The nodes of each syntax, and how their texts are read: JSON-LD may hold HTML, the others were read from it."""
    yield embedded.json_ld(root, drops), plain
    yield embedded.microdata(root, url, drops), tidy
    yield embedded.rdfa(root, html, url, drops), tidy


def _reviews(found: list[Found], graph: Graph, drops: Counter[str]) -> Iterator[tuple[Node, Node | None]]:
    """Customers' reviews with the node that holds each, if one does. A node that is named twice is one."""
    holders: dict[int, tuple[Node, Node | None]] = {}
    for item in found:
        held = item.under in _HOLDS_REVIEWS
        node = graph.resolve(item.node)
        kinds = types(node)
        if not (kinds & CUSTOMERS or kinds & OTHERS.keys() or (held and not kinds and len(node) > 1)):
            continue
        known = holders.get(id(node))
        if known is None or known[1] is None:
            holders[id(node)] = (node, item.holder if held else None)
    for node, holder in holders.values():
        other = next(iter(sorted(types(node) & OTHERS.keys())), None)
        if other is None:
            yield node, holder
        else:
            drops[OTHERS[other]] += 1
