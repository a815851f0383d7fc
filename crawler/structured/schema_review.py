"""One schema.org Review node as a RawReview: the many names and forms that its fields come in."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from crawler.items import RawReview
from crawler.links import web_address
from crawler.ratings import parse_stars
from crawler.structured.nodes import Graph, Node, types

Plain = Callable[[str], str]  # how a field's text is read: JSON-LD may hold HTML, microdata was text already
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9-]+)?")
_OWN_NAME = re.compile(r"(?:https?://|urn:|tag:)", re.IGNORECASE)
# `#review-3` is the third place on the page, whoever stands there; `#review-48213` or a hash is somebody's name.
_SHORTEST_NAME = 4  # digits
_LONG_DATE = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})")
# data-vocabulary.org, which schema.org came from and which old pages still speak
_OLD = {"date": ("dtreviewed",), "title": ("summary",), "author": ("reviewer",)}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read(node: Node, graph: Graph, page_url: str, plain: Plain) -> RawReview:
    """All that the node tells. A rating that is no number is NaN, so that it is counted where ratings are checked."""

    def text(of: Node, *names: str) -> str:
        return plain("\n".join(graph.texts(of, *names)))

    review = RawReview(
        ref=_ref(node, graph, page_url),
        url=_address(node, graph, page_url),
        published=_date(node, graph, "datepublished", "datecreated", "datemodified", *_OLD["date"]),
        title=text(node, "headline", "name", *_OLD["title"]),
        body=text(node, "reviewbody", "description", "text"),
        author=plain(", ".join(graph.texts(node, "author", "creator", *_OLD["author"]))),
        language=next((tag for tag in graph.texts(node, "inlanguage") if _LANGUAGE.fullmatch(tag)), None),
    )
    _rate(review, node, graph)
    for comment in graph.nodes(node, "comment"):
        if _is_company(comment, graph):
            review.reply = text(comment, "text", "description", "name")
            review.reply_published = _date(comment, graph, "datepublished", "datecreated")
            break
    return review


def english_date(text: str) -> str:
    """`October 24, 2011` as `2011-10-24`; text in any other form as it is."""
    match = _LONG_DATE.fullmatch(text.strip())
    month = match[2][:3].lower() if match else ""
    if match is None or month not in _MONTHS:
        return text
    day = match[1] or match[3]
    return f"{match[4]}-{_MONTHS.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")


def _date(node: Node, graph: Graph, *names: str) -> str | None:
    return next((english_date(text) for text in graph.texts(node, *names)), None)


def _rate(review: RawReview, node: Node, graph: Graph) -> None:
    told = next(iter(graph.values(node, "reviewrating", "rating")), None)
    if told is None:
        return
    values = graph.texts(told, "ratingvalue", "@value") if isinstance(told, dict) else [str(told)]
    if not values:
        return
    scale = (told if isinstance(told, dict) else {}, "worstrating", "bestrating")
    worst, best = (next(iter(graph.texts(scale[0], name)), "") for name in scale[1:])
    stars = parse_stars(values[0], worst, best)
    if stars is None:
        review.rating = math.nan
    else:
        review.rating, review.worst, review.best = stars.value, stars.worst, stars.best


def _ref(node: Node, graph: Graph, page_url: str) -> str | None:
    """The site's own id of a review, the same on every visit, or None: `@id`, `identifier`, `url`."""
    name = node.get("@id")
    if isinstance(name, str) and (ref := _name(name, page_url)):
        return ref
    for text in graph.texts(node, "identifier"):
        return _name(text, page_url) if _OWN_NAME.match(text) else f"{urljoin(page_url, '/')}#identifier={text}"
    return next((_name(text, page_url) for text in graph.texts(node, "url")), None)


def _name(text: str, page_url: str) -> str | None:
    absolute = _join(page_url, text)
    if not absolute or text.strip().startswith("_:"):  # a blank node: named anew on each visit
        return None
    told, here = urlsplit(absolute), urlsplit(page_url)
    if (told.netloc, told.path) == (here.netloc, here.path):
        named = told.fragment or (told.query if told.query != here.query else "")
    elif _OWN_NAME.match(text.strip()):
        return absolute
    else:
        named = text
    return absolute if sum(sign.isdigit() for sign in named) >= _SHORTEST_NAME else None


def _address(node: Node, graph: Graph, page_url: str) -> str:
    """Where a person can read it; empty where the node does not tell. Only http(s)."""
    return next((url for text in graph.texts(node, "url") if (url := web_address(_join(page_url, text)))), "")


def _join(page_url: str, text: str) -> str:
    """The text as an absolute address, empty where it is none: joined or not, it must come apart again."""
    try:
        text = text.strip()
        absolute = text if text.startswith(("https://", "http://")) else urljoin(page_url, text)
        return absolute if urlsplit(absolute).scheme else ""
    except ValueError:  # `http://[` and the like
        return ""


def _is_company(comment: Node, graph: Graph) -> bool:
    """An answer counts as the company's only where its author is marked up as an organisation."""
    kinds = [types(author) for author in graph.nodes(comment, "author", "creator")]
    return any(kind and "person" not in kind for kind in kinds)
