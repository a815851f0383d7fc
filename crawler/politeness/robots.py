"""Downloader middleware: robots.txt by RFC 9309, Crawl-delay too. In place of Scrapy's, which takes 5xx for a yes."""

from __future__ import annotations

import asyncio
import re
from typing import Final
from urllib.parse import urlsplit

from protego import Protego
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from crawler import reasons
from crawler.reasons import Interrupted, Unfetched, Unfollowed
from crawler.visit import Visit

AGENT: Final = "rbp"  # the product token that a robots.txt may name
UNAVAILABLE: Final = "robots.txt unavailable"
_OUR_NAME: Final = re.compile(rf"^(\s*user-agent\s*:\s*{AGENT})(?=[^\w\r\n-]).*$", re.IGNORECASE | re.MULTILINE)
_LIMIT: Final = 500 * 1024  # bytes that are read of a robots.txt (RFC 9309, 2.5)
_TRIES: Final = 2  # of a robots.txt that does not come: the whole domain waits for it
_MARK: Final = "robots"
# By us: such a site is asked for nothing at all, so that its rules do not matter.
_REFUSED: Final = (reasons.PRIVATE, reasons.NOT_REPLAYED, reasons.NOT_WEB, reasons.BAD_TLS)


class RobotsMiddleware:
    """Nothing is asked of a site before its robots.txt was, unless the source is a documented public API.

    A robots.txt that answers 4xx opens the site, one that answers 5xx or 429 or not at all closes its domain
    for this run. Each is fetched once a run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[Protego | Unfetched | Interrupted | str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        spider = self._crawler.spider
        visit: Visit | None = getattr(spider, "visit", None)
        if visit is None or not visit.policy.robots or request.meta.get(_MARK) or not request.url.startswith("http"):
            return
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = asyncio.ensure_future(self._read(f"{site}/robots.txt", visit))
        rules = await visit.halt.wait(self._rules[site])
        if isinstance(rules, Unfetched):
            raise Unfetched(rules.reason)
        if isinstance(rules, Interrupted):
            raise Interrupted(str(rules))
        if isinstance(rules, str):
            told = f"{UNAVAILABLE} ({rules})"
            if "redirect_urls" in request.meta:
                raise Unfetched(told)  # of a site that ours led to: its silence is not ours
            visit.stop(f"failed: {told}")
            raise Interrupted(told)
        delay = rules.crawl_delay(AGENT)
        if delay:
            visit.gate(request.url).slow_down(float(delay))
        if not rules.can_fetch(request.url, AGENT):
            raise Unfetched(reasons.ROBOTS_FORBIDS)

    async def _read(self, url: str, visit: Visit) -> Protego | Unfetched | Interrupted | str:
        """The site's rules; why it does not say whether it has any; Unfetched where it may not be asked."""
        request = Request(url, meta={_MARK: True, "most_tries": _TRIES}, dont_filter=True)
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except Unfetched as error:
            if error.reason in _REFUSED:
                return error
            empty = error.reason == reasons.TOO_LARGE or isinstance(error, Unfollowed)
            return Protego.parse("") if empty else error.reason
        except Interrupted as stop:
            return (
                stop  # whoever waited is gone with the same stop: raised, it would be told as an error that nobody took
            )
        except IgnoreRequest:  # too many redirects: as good as none (RFC 9309, 2.3.1.2)
            return Protego.parse("")
        if response.status >= 500 or response.status == 429:
            return f"HTTP {response.status}"
        return _rules(response.body[:_LIMIT] if response.status == 200 else b"")


def _rules(body: bytes) -> Protego:
    """A byte order mark is no part of the first line, nor a version of our name (RFC 9309, 2.2.1 and 2.3.1)."""
    return Protego.parse(_OUR_NAME.sub(r"\1", body.decode("utf-8-sig", "replace")))
