"""A page opened for reading: HTML as a tree, JSON as values; what is neither is a PageError with a fixed reason."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from scrapy.http import Response

from analysis.errors import PageError
from crawler.decode import decode

_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
_SHOWN = 60  # characters of a page in an error
MOST_PARTS = 100_000  # tags and JSON objects; each takes up to 7 kB of memory, and a page of reviews has thousands
_TOO_MANY_PARTS = "too much markup"
# libxml2 compares each attribute of a tag with all before it: 160,000 of them, in 1 MB, take minutes.
_MOST_ATTRIBUTES = 1_000
_SOON_PARSED = 50_000  # characters: whatever the tags of a page as short, they take no second
_MOST_LOOKING = 20  # times that each character of a page is looked at; a script's `a<b` may look like a long tag
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?)?"""
_TAG_START = re.compile("<[a-z]", re.IGNORECASE)
_TAG_WHOLE = re.compile(rf"[^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?P<more>{_ATTRIBUTE})?")
_LONGEST_INTEGER = 300  # digits: beyond 4,300 Python refuses, and no field of ours is a number as long


def open_html(response: Response) -> tuple[HtmlElement, str]:
    """The page as a tree and as text.

    Raises PageError: `truncated page`, `not HTML`, `too much markup`, or as `decode` does.
    """
    text = decode(response).replace("\x00", "")
    if not _TAG.search(text):
        raise PageError("not HTML", f"{response.url} begins with {text.strip()[:_SHOWN]!r}")
    if _is_cut(text):
        raise PageError("truncated page", f"{response.url} ends with {text[-_SHOWN:]!r}")
    _check_parts(text, "<{", response.url)
    _check_attributes(text, response.url)
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser), text
    except (ValueError, etree.LxmlError) as error:  # nothing but comments, say
        raise PageError("not HTML", f"{response.url}: {error}") from error


def open_json(response: Response) -> Any:
    """The values of a JSON answer.

    Raises PageError: `broken JSON`, `HTML instead of JSON`, `too much markup`, or as `decode` does.
    """
    text = decode(response)
    _check_parts(text, "{[", response.url)
    try:
        return json.loads(text, strict=False, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        reason = "HTML instead of JSON" if text.lstrip("\ufeff \t\r\n").startswith("<") else "broken JSON"
        raise PageError(reason, f"{response.url} begins with {text.strip()[:_SHOWN]!r}") from error


def _check_parts(text: str, marks: str, url: str) -> None:
    parts = sum(text.count(mark) for mark in marks)
    if parts > MOST_PARTS:
        raise PageError(_TOO_MANY_PARTS, f"{url}: expected at most {MOST_PARTS:,} tags and objects, got {parts:,}")


def _check_attributes(text: str, url: str) -> None:
    """Looks wherever a tag may begin, so that none hides behind what only looks like one."""
    looked = 0
    for start in _TAG_START.finditer(text) if len(text) > _SOON_PARSED else ():
        tag = _TAG_WHOLE.match(text, start.end())
        assert tag is not None  # it matches nothing, too
        looked += tag.end() - tag.start()
        if tag["more"] is not None or looked > _MOST_LOOKING * len(text):
            raise PageError(
                _TOO_MANY_PARTS, f"{url}: expected at most {_MOST_ATTRIBUTES:,} attributes of a tag, got more"
            )


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONGEST_INTEGER else float("inf")


def _is_cut(text: str) -> bool:
    """Whether the text ends inside of a tag, a comment or a script, as a broken transfer leaves it."""
    lowered = text.lower()
    if lowered.rfind("</html") > max(lowered.rfind("<script"), lowered.rfind("<!--")):
        return False
    last = lowered.rfind("<")
    in_tag = last > lowered.rfind(">") and _TAG.match(lowered, last) is not None
    return (
        in_tag or lowered.rfind("<script") > lowered.rfind("</script") or lowered.rfind("<!--") > lowered.rfind("-->")
    )
