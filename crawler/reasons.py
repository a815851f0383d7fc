"""Why a page was not read: short fixed phrases, counted and told."""

from __future__ import annotations

import re
import zlib
from typing import Final
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

TIMEOUT: Final = "timeout"
REFUSED: Final = "connection refused"
LOST: Final = "connection lost"
NO_HOST: Final = "host not found"
BAD_TLS: Final = "certificate or TLS not valid"
TOO_LARGE: Final = "body over the limit"
TOO_LARGE_UNPACKED: Final = "body over the limit when unpacked"
BAD_ENCODING: Final = "content encoding broken"
NOT_WEB: Final = "not http or https"
PRIVATE: Final = "address refused: private, loopback or link-local; allow_hosts in rbp.toml lets a host through"
NOT_REPLAYED: Final = "host not in RBP_REPLAY"
ROBOTS_FORBIDS: Final = "robots.txt forbids it"
TOO_MANY_REDIRECTS: Final = "too many redirects"
BAD_REDIRECT: Final = "redirect to no address"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SCHEME: Final = re.compile(r"\s*([a-z][a-z0-9+.-]{0,20}):", re.IGNORECASE)  # RFC 3986, 3.1; no honest one is longer


class Unfetched(IgnoreRequest):
    """A page that could not be had. `again` says that trying later may help."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        self.reason = reason
        self.again = again
        super().__init__(reason)


class Unfollowed(Unfetched):
    """A redirect to what is no page of the web."""


class Interrupted(IgnoreRequest):
    """The crawl stops or gives the domain up: the page is nobody's fault and stays open."""


def check_redirect(status: int, place: str | None) -> None:
    """Raise Unfollowed for a redirect that leads to no address of the web. Whether it is public is asked later."""
    if status not in _REDIRECTS or not place:
        return
    scheme = _SCHEME.match(place)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise Unfollowed(f"redirect to {scheme[1].lower()}: refused")
    try:
        parts = urlsplit(place.strip())
        whole = parts.port is None or parts.port > 0
    except ValueError:  # `http://[`, port 99999
        raise Unfollowed(BAD_REDIRECT) from None
    if not whole or (scheme and not parts.hostname):
        raise Unfollowed(BAD_REDIRECT)


def reason_of(error: BaseException) -> str:
    """The phrase for any error that Scrapy hands to an errback."""
    if isinstance(error, Unfetched):
        return error.reason
    text = str(error)
    if "during decompression" in text:  # HttpCompressionMiddleware's own words, and it has no class for it
        return TOO_LARGE_UNPACKED
    if "max redirections" in text:
        return TOO_MANY_REDIRECTS
    return BAD_ENCODING if isinstance(error, (OSError, EOFError, zlib.error)) else f"unfetched: {type(error).__name__}"
