"""Step 1: check, hash, redact and read the reviews of a page."""

from __future__ import annotations

import logging

from scrapy.crawler import Crawler

from crawler.items import PageItem
from crawler.visit import Visit

log = logging.getLogger(__name__)


class Reading:
    """Fills `readings` and empties `raw`: no author's name goes beyond this step."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Reading:
        visit: Visit = getattr(crawler.spider, "visit", None) or Visit.stray()
        return cls(visit)

    async def process_item(self, item: PageItem) -> PageItem:
        raw, item.raw = item.raw, []
        try:
            read = await self._visit.session.desk.read(raw, self._visit.stamp)
        except Exception as error:  # a reader must not raise; if one does, its page is lost and the crawl is not
            log.exception("cannot read the reviews of %s", item.ref.url)
            item.failed = f"unreadable: {type(error).__name__}"
        else:
            item.readings = read.readings
            item.drops.update(read.drops)
        return item
