"""Where a page leads: the next page of a listing, and links to pages of the same host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement
from w3lib.url import canonicalize_url, url_query_cleaner

_REL = "concat(' ', normalize-space(translate(@rel, 'NEXTFOLW', 'nextfolw')), ' ')"
_WELCOME = f"not(contains({_REL}, ' nofollow '))"  # what a site marks nofollow is not for crawlers, or a trap for them
_NEXT = etree.XPath(f"(//link | //a)[contains({_REL}, ' next ')][{_WELCOME}]/@href")
_LINKS = etree.XPath(f"//a[@href][{_WELCOME}]/@href")
_BASE = etree.XPath("string(//base/@href)")
_PAGE_NUMBERS: Final = ("page", "p", "pg", "paged", "pageno", "page_number", "start", "offset", "from", "frm", "cursor")
_PAGE_PATH = re.compile(r"/page[/-]?\d+/?(?=$|\?)", re.IGNORECASE)
LONGEST = 2000  # characters of an address; longer ones are a trap or hold the page itself


def next_page(root: HtmlElement, url: str) -> str | None:
    """The page that `rel=next` names, on the same host and in the same folder or below.

    A blog's `rel=next` leads from each article to another one: that is not this listing.
    """
    folder = urlsplit(url).path.rpartition("/")[0] + "/"
    found = _same_host(root, url, _NEXT(root))
    return next((link for link in found if (urlsplit(link).path or "/").startswith(folder)), None)


def matching(root: HtmlElement, url: str, pattern: str) -> list[str]:
    """Links to the same host whose path (with `?query`, if any) the pattern finds, each once, in order."""
    if not pattern:
        return []
    wanted = re.compile(pattern)
    found = _same_host(root, url, _LINKS(root))
    return list(dict.fromkeys(link for link in found if wanted.search(_path(link))))


def web_address(text: str) -> str:
    """The text where it is an address of the web that a person can be led to, else nothing."""
    try:
        parts = urlsplit(text)
        return text if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:  # `http://[`
        return ""


@lru_cache(maxsize=1024)  # the reviews of a page mostly share its address
def listing_of(url: str) -> str:
    """The address without the number of the page: a review of a listing moves on to page 2 as newer ones come."""
    try:
        bare = _PAGE_PATH.sub("", url_query_cleaner(url, _PAGE_NUMBERS, remove=True))
        return str(canonicalize_url(bare)) if url else ""
    except ValueError:  # `http://[`: no address, but still the same text on each visit
        return url


def path_of(url: str) -> str:
    return urlsplit(url).path.rstrip("/") or "/"


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _same_host(root: HtmlElement, url: str, links: list[str]) -> Iterator[str]:
    here, base = urlsplit(url), _base(root, url)
    for link in links:
        try:
            address = urldefrag(urljoin(base, link.strip()))[0]
            parts = urlsplit(address)
            same = parts.scheme in ("http", "https") and (parts.hostname, parts.port) == (here.hostname, here.port)
        except ValueError:  # `http://[`, port 99999
            continue
        if same and len(address) <= LONGEST and address != urldefrag(url)[0]:
            yield address


def _base(root: HtmlElement, url: str) -> str:
    try:
        return urljoin(url, str(_BASE(root)))
    except ValueError:
        return url
