"""Downloader middleware: waits and tries again. Scrapy's own retries know no pause and no Retry-After."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.reasons import Interrupted, Unfetched
from crawler.visit import Visit

TRIES: Final = 4  # of one page, with growing pauses between them: 2, 4, 8 s
_UNAVAILABLE: Final = 503
_REFUSALS: Final = frozenset(
    {429, _UNAVAILABLE}
)  # they say: not so fast; it is the domain's patience, not the page's fault
_FAILURES: Final = frozenset({408, 500, 502, 504, 520, 521, 522, 523, 524})  # the server's own trouble, mostly short


class PatienceMiddleware:
    """A refused or failed request comes back as a new one, and the gate of its domain closes for a while."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatienceMiddleware:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        visit = self._visit
        gate = visit.gate(request.url)
        tries = request.meta.get("tries", 1)
        if "most_tries" in request.meta and response.status in _REFUSALS | _FAILURES:
            if tries >= request.meta["most_tries"]:
                return response  # a robots.txt: what its silence means is not ours to say
            gate.pause(tries)
            return _again(request, tries + 1)
        if response.status in _REFUSALS:
            told = retry_after(response, datetime.now(UTC))
            gate.refuse(response.status, told)
            if gate.given_up:
                visit.stop(f"failed: {gate.given_up}")
                raise Interrupted(gate.given_up)
            if response.status == _UNAVAILABLE and told is None:  # of this page alone, maybe: the next one shows
                return self._retry(request, f"status {response.status}")
            return _again(request, tries)  # a refusal costs the page no try
        if response.status in _FAILURES:
            return self._retry(request, f"status {response.status}")
        gate.answered()
        visit.losses.answered(gate)
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if isinstance(exception, Unfetched) and exception.again:
            return self._retry(request, exception.reason)
        return None

    @property
    def _visit(self) -> Visit:
        visit: Visit = getattr(self._crawler.spider, "visit", None) or Visit.stray()
        return visit

    def _retry(self, request: Request, reason: str) -> Request:
        """The request once more; raises Unfetched where it had its tries."""
        visit, tries = self._visit, request.meta.get("tries", 1)
        gate = visit.gate(request.url)
        if tries >= request.meta.get("most_tries", TRIES):
            raise Unfetched(reason, again=True)
        gate.pause(tries)
        return _again(request, tries + 1)


def _again(request: Request, tries: int) -> Request:
    return request.replace(dont_filter=True, meta={**request.meta, "tries": tries})


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds that Retry-After asks for, as a number or as an HTTP date (RFC 9110, 10.2.3); None where it does not."""
    told = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if told.isdecimal():
        return float(told[:12])
    try:
        until = parsedate_to_datetime(told)
    except (ValueError, IndexError, TypeError):
        return None
    return max((until - now).total_seconds(), 0.0) if until.tzinfo else None
