"""Linked data out of a page in its three syntaxes, each as plain nodes: JSON-LD, microdata, RDFa."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.structured.jsonld import read_script

_LOWER = "translate(@type, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
# `application/ld+json; charset=utf-8` is as good as without the charset.
_SCRIPTS = etree.XPath(f"//script[starts-with(normalize-space({_LOWER}), 'application/ld+json')]")
_REVIEW_IN_RDFA = etree.XPath("//*[@typeof][contains(@typeof, 'Review') or contains(@typeof, 'Rating')]")
# extruct copies what every property holds: time and memory grow with the square of the nesting.
_DEEPEST_MICRODATA = 30
_MOST_MICRODATA = 20_000  # properties, once for each item that has them; the biggest real page looked at had 900
_REFERENCES = etree.XPath("//@itemref")
_PROPERTIES_OF = etree.XPath("count(id($name)/descendant-or-self::*[@itemprop])")
# pyRdfa and rdflib take 130 us and 4 kB for each element that tells something; a page of 300 reviews has some 3,000.
_MOST_RDFA = 20_000
_TELLS = ("typeof", "property", "rel", "rev", "about", "resource", "vocab", "prefix", "inlist", "datatype")
_IN_RDFA = etree.XPath(f"count(//*[{' or '.join(f'@{name}' for name in _TELLS)}])")
_PREFIXES = etree.XPath("//@prefix | //@*[starts-with(name(), 'xmlns:')]")
_LONGEST_PREFIXES = 20_000  # characters in all: each element that adds one is given a copy of all that hold there


def json_ld(root: HtmlElement, drops: Counter[str]) -> list[Any]:
    values: list[Any] = []
    for script in _SCRIPTS(root):
        found, whole = read_script(script.text or "")
        values += found
        if not whole:
            drops["broken JSON-LD"] += 1
    return values


def microdata(root: HtmlElement, url: str, drops: Counter[str]) -> list[Any]:
    depth, count = _nesting(root)
    if not count:
        return []
    if depth > _DEEPEST_MICRODATA or count > _MOST_MICRODATA:
        drops["too much microdata"] += 1
        return []
    from extruct.w3cmicrodata import LxmlMicrodataExtractor

    try:
        return [_as_node(item) for item in LxmlMicrodataExtractor().extract_items(root, url)]
    except Exception:  # extruct raises whatever its parsers do; the page's other syntaxes still count
        drops["broken microdata"] += 1
        return []


def rdfa(root: HtmlElement, html: str, url: str, drops: Counter[str]) -> list[Any]:
    """RDFa is slow to read (25 times as slow as microdata): only where a review is marked up in it."""
    if not _REVIEW_IN_RDFA(root):
        return []
    if _IN_RDFA(root) > _MOST_RDFA or sum(map(len, _PREFIXES(root))) > _LONGEST_PREFIXES:
        drops["too much RDFa"] += 1
        return []
    from extruct.rdfa import RDFaExtractor

    try:
        nodes = RDFaExtractor().extract(html, base_url=url, expanded=True)
    except Exception:  # as above
        drops["broken RDFa"] += 1
        return []
    return sorted(nodes, key=_by_content)  # rdflib gives them in the order of random names


def _nesting(root: HtmlElement) -> tuple[int, int]:
    """How deep and how many the page's microdata properties are."""
    depth = deepest = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.get("itemprop") is None and element.get("itemscope") is None:
            continue
        depth += 1 if event == "start" else -1
        count += event == "start"
        deepest = max(deepest, depth)
    return deepest, count + _referred(root)


def _referred(root: HtmlElement) -> int:
    """How many properties items have by `itemref`: what it names belongs to each of them, and is read for each anew."""
    count = 0
    for name, times in Counter(" ".join(_REFERENCES(root)).split()).items():
        count += times * max(1, int(_PROPERTIES_OF(root, name=name)))
        if count > _MOST_MICRODATA:
            break
    return count


def _as_node(value: Any) -> Any:
    """extruct's microdata item in the shape of JSON-LD. It nests no deeper than the limit above."""
    if isinstance(value, list):
        return [_as_node(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    node = {"@type": value.get("type", []), **{k: _as_node(v) for k, v in value.get("properties", {}).items()}}
    if "id" in value:
        node["@id"] = value["id"]
    if "value" in value:
        node["@value"] = value["value"]
    return node


def _by_content(node: dict[str, Any]) -> str:
    return json.dumps({key: value for key, value in node.items() if key != "@id"}, sort_keys=True, default=str)
