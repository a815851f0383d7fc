"""Bytes of a page to text: as the page says, unless the bytes themselves say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy.http import Response
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from analysis.errors import PageError

LARGEST_PAGE = 10 * 1024 * 1024  # bytes, as the crawl's download limit: nothing that a person reads is as long
_MOST_REPLACED = 0.1  # of all characters; with more of them lost it is no text in any way that we can tell
_ACCIDENT = 20  # characters lost; so few are an accident, however short the page
_LOST = re.compile("[\x00\ufffd]")
# Python's codecs that no page is written in, whatever it says.
_NO_CHARSET = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})


def decode(response: Response) -> str:
    """The text of a page; what cannot be decoded is U+FFFD.

    Raises PageError for a page without text: `empty page`, `page over 10 MB`, `not text`.
    """
    body = response.body
    if len(body) > LARGEST_PAGE:
        raise PageError("page over 10 MB", f"{len(body):,} bytes from {response.url}")
    text = _decode(body, (response.headers.get("Content-Type") or b"").decode("latin-1"))
    if not text.strip("\x00\ufeff \t\r\n"):
        raise PageError("empty page", response.url)
    lost = len(_LOST.findall(text))
    if lost > _ACCIDENT and lost > _MOST_REPLACED * len(text):
        raise PageError("not text", f"{lost:,} of {len(text):,} characters of {response.url} cannot be decoded")
    return text


def _decode(body: bytes, content_type: str) -> str:
    charset, mark = read_bom(body)
    if charset and mark:
        return body[len(mark) :].decode(charset, "replace")
    told = list(_told(body, content_type))
    # Text that happens to be valid UTF-8 is UTF-8, even where a server's default says ISO-8859-1.
    utf8 = [] if b"\x00" in body or b"\x1b" in body else ["utf-8"]
    for encoding in [*utf8, *told]:
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return body.decode(told[0], "replace") if told and told[0] != "utf-8" else _mostly_utf8(body)


def _mostly_utf8(body: bytes) -> str:
    """UTF-8 with some bytes lost, or Windows-1252, whichever the bytes look more like."""
    text = body.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    read = sum(sign > "\x7f" for sign in text) - lost
    return text if lost <= read else body.decode("cp1252", "replace")


def _told(body: bytes, content_type: str) -> Iterator[str]:
    """What the header says, then what the page says. Only charsets that Python knows."""
    for encoding in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
        if encoding and encoding.replace("_", "-") not in _NO_CHARSET:
            yield encoding
