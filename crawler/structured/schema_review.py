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
# `October 24, 2011`, `3 Mar. 2012`, `Tue, 03 Jan 2023 10:00:00 GMT`, `Thu May 04 2023 10:11:12 GMT+0200 (CEST)`
_LONG_DATE = re.compile(
    r"(?:[A-Z][a-z]{2,8},?\s+)?(?:(?P<before>\d{1,2})\s+)?(?P<month>[A-Za-z]{3,9})\.?\s+"
    r"(?:(?P<behind>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})"
    r"(?:\s+(?P<time>\d\d:\d\d(?::\d\d)?)(?:\s*(?P<zone>GMT|UTC|Z)?\s*(?P<offset>[+-]\d\d:?\d\d)?)(?:\s*\([^)]*\))?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(.*)", re.DOTALL)
_DOTTED = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})"
)  # with dots, the day is first wherever dates are so written
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


def iso_date(text: str) -> str:
    """`October 24, 2011`, `24.10.2011` and `2011/10/24` as `2011-10-24`, with the hour where one is told.

    Text in any other form is as it is: `03/04/2012` is April in one country and March in another.
    """
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        return f"{match[1]}-{match[2]:>02}-{match[3]:>02}{match[4]}"
    if match := _DOTTED.fullmatch(text):
        return f"{match[3]}-{match[2]:>02}-{match[1]:>02}"
    match = _LONG_DATE.fullmatch(text)
    month = match["month"][:3].lower() if match else ""
    if match is None or month not in _MONTHS:
        return text
    day = match["before"] or match["behind"]
    date = f"{match['year']}-{_MONTHS.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")
    if not day or not match["time"]:
        return date
    return f"{date}T{match['time']}{match['offset'] or ('Z' if match['zone'] else '')}"


def _date(node: Node, graph: Graph, *names: str) -> str | None:
    return next((iso_date(text) for text in graph.texts(node, *names)), None)


def _rate(review: RawReview, node: Node, graph: Graph) -> None:
    rated = [(told, values) for told in graph.values(node, "reviewrating", "rating") if (values := _stars(told, graph))]
    if not rated:
        return
    whole = (one for one in rated if not _is_of_an_aspect(one[0], graph))
    told, values = next(whole, rated[0])
    scale = (told if isinstance(told, dict) else {}, "worstrating", "bestrating")
    worst, best = (next(iter(graph.texts(scale[0], name)), "") for name in scale[1:])
    stars = parse_stars(values[0], worst, best)
    if stars is None:
        review.rating = math.nan
    else:
        review.rating, review.worst, review.best = stars.value, stars.worst, stars.best


def _stars(told: object, graph: Graph) -> list[str]:
    return graph.texts(told, "ratingvalue", "@value") if isinstance(told, dict) else [str(told)]


def _is_of_an_aspect(rating: object, graph: Graph) -> bool:
    """Such as the price: not the first choice for what stands for the whole."""
    return isinstance(rating, dict) and bool(graph.values(rating, "reviewaspect"))


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
