"""The scheduler: a bounded queue of pages to visit. What does not fit lies in the ledger, and is fetched from there."""

from __future__ import annotations

from collections import deque

from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.spiders import Spider

from crawler.course import CAPACITY
from crawler.keeper import BATCH_PAGES
from crawler.visit import Visit


class Frontier(BaseScheduler):
    """First found, first visited; retries and redirects come before all others.

    In place of Scrapy's, which keeps all it knows in memory and tells pages apart by URL alone.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._visit: Visit | None = getattr(crawler.spider, "visit", None)
        self._queue: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Frontier:
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        self._visit = getattr(spider, "visit", None)

    def has_pending_requests(self) -> bool:
        return bool(self._queue) and not self._stopped

    def enqueue_request(self, request: Request) -> bool:
        """Take the request; False where there is no room for it."""
        ref = request.cb_kwargs.get("ref")
        if request.dont_filter or "redirect_times" in request.meta:
            self._queue.appendleft(request)
        elif ref is not None and self._visit is not None and self._visit.ledger and len(self._queue) >= CAPACITY:
            self._visit.course.leave(ref)
            return False
        else:
            self._queue.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next page, None while too many are read and not safe yet: a slow store slows the crawl."""
        scraper = self._crawler.engine.scraper.slot
        if not self._queue or self._stopped or (scraper is not None and len(scraper.active) >= BATCH_PAGES):
            return None
        return self._queue.popleft()

    @property
    def _stopped(self) -> bool:
        """Whether the pages in the queue are left to the next run."""
        return self._visit is not None and bool(self._visit.halt or self._visit.course.capped)
