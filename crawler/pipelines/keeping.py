"""Step 3: hand the page over to be saved. Waits while the store is behind, and so slows the crawl down."""

from __future__ import annotations

import asyncio
from typing import Any

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler

from crawler.items import PageItem
from crawler.visit import Visit
from store.ledger import RunMode


class Keeping:
    """Without a workspace nothing is kept: then the page goes on to Scrapy's own exports, as plain data."""

    def __init__(self, visit: Visit, crawler: Crawler) -> None:
        self._visit = visit
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Keeping:
        visit: Visit = getattr(crawler.spider, "visit", None) or Visit.stray()
        return cls(visit, crawler)

    async def process_item(self, item: PageItem) -> PageItem | dict[str, Any]:
        visit = self._visit
        if visit.ledger is None:
            return _plain(item)
        # an incremental run goes on by what the store says of this page, so it is not kept waiting
        saved = await visit.ledger.keep(item, hurry=visit.plan.mode is RunMode.INCREMENTAL or self._is_last())
        await asyncio.wait([saved])  # Scrapy holds the page as under way until it is safe
        return item

    def _is_last(self) -> bool:
        """Whether nothing more is on its way that could fill the batch."""
        engine = self._crawler.engine
        pending = engine.scheduler is not None and engine.scheduler.has_pending_requests()
        return not pending and not engine.downloader.active


def _plain(item: PageItem) -> dict[str, Any]:
    """What `scrapy crawl NAME -O pages.jsonl` writes: a page a line, with its reviews as they were read."""
    return {
        "url": item.ref.url,
        "fetched": item.fetched.isoformat(),
        "failed": item.failed,
        "stated": item.stated,
        "drops": dict(item.drops),
        "reviews": [_review(reading) for reading in item.readings],
    }


def _review(reading: Any) -> dict[str, Any]:
    flat = ItemAdapter(reading.review).asdict()
    flat["published"] = str(reading.review.published) if reading.review.published else None
    if reading.review.reply is not None:
        published = reading.review.reply.published
        flat["reply"] = {"text": reading.review.reply.text, "published": str(published) if published else None}
    flat["mentions"] = [ItemAdapter(mention).asdict() for mention in reading.mentions]
    return flat
