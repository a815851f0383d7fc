"""A saved page made a response again, with the address that it was saved from. Nothing is ever fetched."""

from __future__ import annotations

import re
from base64 import decodebytes
from binascii import a2b_qp
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final
from urllib.parse import urldefrag, urljoin

from lxml import etree
from scrapy.http import HtmlResponse

from analysis.errors import PageError
from crawler.decode import LARGEST_PAGE, decode
from crawler.links import LONGEST, web_address
from crawler.page import open_html
from crawler.saved.kinds import is_archive

# A single-file save holds its pictures behind the page, which is at most three times as long as quoted-printable.
LARGEST_FILE: Final = 3 * LARGEST_PAGE + 100_000
_HTML: Final = ("text/html", "application/xhtml+xml")
_DECODED: Final[Mapping[str, Callable[[bytes], bytes]]] = {"quoted-printable": a2b_qp, "base64": decodebytes}
_LONGEST_HEADERS: Final = 4_000  # bytes
_TOP: Final = 4_000  # characters: there a browser says whence the file is; what a review says is further down
_SAVED_FROM = (
    re.compile(r"<!--\s*saved from url=\(\d{4}\)(\S+)\s*-->", re.IGNORECASE),  # Chrome, Edge
    re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE),
)
_REL = "concat(' ', normalize-space(translate(@rel, 'CANOIL', 'canoil')), ' ')"
_OWN_NAME = etree.XPath(f"//link[contains({_REL}, ' canonical ')]/@href | //meta[@property='og:url']/@content")
# What Chrome and Firefox show, and save, as the source of a page.
_SOURCE = etree.XPath("//td[@class='line-content'] | //body[@id='viewsource']/pre")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """`response.url` is the page's own name for itself, else `visited`, the address that it was saved from; either
    may be empty. `archive` is a single-file save (MHTML), which holds no scripts."""

    response: HtmlResponse
    visited: str
    archive: bool


def open_saved(data: bytes, encoding: str = "") -> SavedPage:
    """The page in a file. `encoding` is what a person says of it.

    Raises PageError: `not HTML`, or as `decode` and `open_html` do.
    """
    archive = is_archive(data)
    location = ""
    if archive:
        data, encoding, location = _unpacked(data)
    text = _unwrapped(decode(_response("", data, encoding)))
    visited = next(filter(None, map(_address, (location, *_saved_from(text)))), "")
    response = _response(visited, text.encode(), "utf-8")
    return SavedPage(response.replace(url=_own_name(response) or visited), visited, archive)


def _response(url: str, body: bytes, encoding: str) -> HtmlResponse:
    kind = f"text/html; charset={encoding}" if encoding else "text/html"
    return HtmlResponse(url, body=body, headers={"Content-Type": kind})


def _unpacked(data: bytes) -> tuple[bytes, str, str]:
    """The first part of an archive, which is the page: its bytes, encoding and address."""
    message = _headers(data)
    boundary = message.get_boundary()
    _, _, rest = data.partition(f"--{boundary}".encode("latin-1", "replace")) if boundary else (b"", b"", b"")
    headers, _, body = rest.lstrip(b"\r\n").replace(b"\r\n", b"\n").partition(b"\n\n")
    part = _headers(headers)
    if part.get_content_type() not in _HTML:
        raise PageError("not HTML", "a single-file save whose first part is no page")
    body = body.partition(f"\n--{boundary}".encode("latin-1", "replace"))[0]
    decoding = _DECODED.get(str(part.get("Content-Transfer-Encoding")).strip().lower(), bytes)
    location = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
    try:
        return decoding(body), part.get_content_charset() or "", location
    except ValueError as error:  # base64 that was cut off
        raise PageError("truncated page", f"{error}") from error


def _headers(data: bytes) -> Message:
    """Those at the beginning. No more is handed to the mail parser, which takes hours over a long one."""
    return BytesHeaderParser().parsebytes(data[:_LONGEST_HEADERS])


def _unwrapped(text: str) -> str:
    """The page whose source is shown, where that was saved."""
    if "line-content" not in text and "viewsource" not in text:
        return text
    root, _ = open_html(_response("", text.encode(), "utf-8"))
    lines: list[str] = []
    left = len(text)  # what is shown is never longer; lines within lines would be
    for line in _SOURCE(root):
        lines.append(line.text_content())
        left -= len(lines[-1]) + 1
        if left < 0:
            return text
    source = "\n".join(lines)
    return source if source.lstrip().startswith("<") else text


def _saved_from(text: str) -> Iterator[str]:
    return (match[1] for pattern in _SAVED_FROM for match in pattern.finditer(text[:_TOP]))


def _own_name(response: HtmlResponse) -> str:
    root, _ = open_html(response)
    return next(filter(None, (_address(str(told), response.url) for told in _OWN_NAME(root))), "")


def _address(told: str, base: str = "") -> str:
    try:
        address = web_address(urldefrag(urljoin(base, told.strip()))[0])
    except ValueError:  # `http://[`
        return ""
    return address if len(address) <= LONGEST and address.isprintable() else ""
