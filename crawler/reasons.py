"""Why a page was not read: short fixed phrases, counted and told."""

from __future__ import annotations

import zlib
from typing import Final

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
PRIVATE: Final = "address refused: private, loopback or link-local"
NOT_REPLAYED: Final = "host not in RBP_REPLAY"
ROBOTS_FORBIDS: Final = "robots.txt forbids it"
TOO_MANY_REDIRECTS: Final = "too many redirects"


class Unfetched(IgnoreRequest):
    """A page that could not be had. `again` says that trying later may help."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        self.reason = reason
        self.again = again
        super().__init__(reason)


class Interrupted(IgnoreRequest):
    """The crawl stops or gives the domain up: the page is nobody's fault and stays open."""


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
