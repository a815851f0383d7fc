"""Step 2: leave out what was not asked for, tell known reviews under new ids, and count what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from analysis.errors import StoreError
from analysis.model import Reading
from crawler.items import PageItem
from crawler.visit import Visit

LONG_ENOUGH: Final = 40  # characters: shorter texts are written twice by chance
_REMEMBERED: Final = 5_000  # contents of this run among which twins are sought; a site repeats itself soon
LIMITED: Final = "limit"  # how a run ends that has as many reviews as --limit asks for


class Screening:
    """Knows the run: its --since and --limit, and what it has seen so far."""

    def __init__(self, visit: Visit, *, stable_ids: bool = False) -> None:
        self._visit = visit
        self._stable_ids = stable_ids
        self._contents: dict[str, str] = {}  # content hash -> ref, of the run's last reviews: pages that repeat

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Screening:
        visit: Visit = getattr(crawler.spider, "visit", None) or Visit.stray()
        return cls(visit, stable_ids=getattr(crawler.spider, "stable_ids", False))

    async def process_item(self, item: PageItem) -> PageItem:
        try:
            return await self._screened(item)
        except StoreError as error:  # the page stays open, so the run has not finished
            self._visit.stop(f"failed: {error}")
            raise
        finally:
            item.judged.set()

    async def _screened(self, item: PageItem) -> PageItem:
        self._since(item)
        await self._twins(item)
        if self._visit.halt.reason == LIMITED:  # asked last: another page may have reached it meanwhile
            raise DropItem("the limit was reached before this page", log_level="DEBUG")
        self._limit(item)
        self._visit.facts.note(item)
        return item

    def _since(self, item: PageItem) -> None:
        """Leave out what is older than --since. Undated reviews stay: nobody knows that they are older."""
        since = self._visit.since
        if since is None or not item.readings:
            return
        young = [reading for reading in item.readings if not _is_older(reading, since)]
        older = len(item.readings) - len(young)
        if older:
            item.drops[f"older than {since}"] += older
        if self._visit.newest_first and not any(reading.review.published for reading in young):
            self._visit.course.too_old = older > 0
        item.readings = young

    async def _twins(self, item: PageItem) -> None:
        """Give reviews whose ids change on each visit the id under which their content is known.

        Only where no id of the page is known with its content, and at least half of its contents are: templates
        and short texts are written twice by chance, a page of them is not.
        """
        readings = [reading for reading in item.readings if not reading.review.ref.startswith("made:")]
        if not readings or self._stable_ids:
            return
        hashes = [reading.review.content_hash for reading in readings]
        before = await self._visit.ledger.twins(hashes) if self._visit.ledger is not None else {}
        known = {**before, **{content: self._contents[content] for content in hashes if content in self._contents}}
        stable = any(known.get(reading.review.content_hash) == reading.review.ref for reading in readings)
        told = [reading.review for reading in readings if _tells(reading, known)]
        twins = {review.key: known[review.content_hash] for review in told}
        if not stable and twins and len(twins) * 2 >= len(readings):
            item.readings = [renamed(reading, twins.get(reading.review.key)) for reading in item.readings]
            self._visit.facts.twins += sum(ref in before.values() for ref in twins.values())
        else:
            self._remember(readings)

    def _remember(self, readings: list[Reading]) -> None:
        for reading in readings:
            self._contents.setdefault(reading.review.content_hash, reading.review.ref)
        while len(self._contents) > _REMEMBERED:
            del self._contents[next(iter(self._contents))]

    def _limit(self, item: PageItem) -> None:
        """Keep as many reviews as were asked for. A page that is cut stays open for the next run."""
        limit = self._visit.limit
        if limit is None or item.failed:
            return
        room = limit - self._visit.facts.reviews
        if len(item.readings) > room:
            item.readings, item.cut = item.readings[:room], True
        if len(item.readings) >= room:
            self._visit.stop(LIMITED)


def _is_older(reading: Reading, since: date) -> bool:
    published = reading.review.published
    return published is not None and published.last < since


def _tells(reading: Reading, known: Mapping[str, str]) -> bool:
    return reading.review.content_hash in known and len(reading.review.text) >= LONG_ENOUGH


def renamed(reading: Reading, ref: str | None) -> Reading:
    """The reading of the same review under the ref that it is known by."""
    if ref is None:
        return reading
    review = replace(reading.review, ref=ref)
    mentions = tuple(replace(mention, review=review.key) for mention in reading.mentions)
    return replace(reading, review=review, mentions=mentions)
