"""Visits the pages of a target as a crawl does, without one: for tests of what spiders read and where they go."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from scrapy.http import Response

from crawler.items import Extract, Follow
from crawler.spider import ReviewSpider


@dataclass
class Walk:
    """The pages visited, in order."""

    pages: dict[str, Extract] = field(default_factory=dict)

    @property
    def drops(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for page in self.pages.values():
            for reason, count in page.drops.items():
                counts[reason] = counts.get(reason, 0) + count
        return counts


def walk(spider: ReviewSpider, fetch: Callable[[str], Response], limit: int = 1000) -> Walk:
    """Every page that the target leads to, each once."""
    done = Walk()
    waiting: deque[Follow] = deque(spider.start_pages())
    while waiting:
        asked = waiting.popleft()
        if asked.url in done.pages:
            continue
        assert len(done.pages) < limit, f"{spider.name} never stops"
        page = spider.extract(fetch(asked.url), asked.context)
        done.pages[asked.url] = page
        waiting.extend([*([page.next] if page.next else []), *page.follow])
    return done
