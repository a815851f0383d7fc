"""ReviewSpider, the base of every source: a source declares itself and says how one page is read."""

from __future__ import annotations

import asyncio
import json
from abc import abstractmethod
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any, ClassVar, Self
from urllib.parse import urljoin

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from twisted.python.failure import Failure

from analysis.errors import PageError, StoreError, UsageError
from analysis.keys import digest
from crawler.items import Extract, Follow, PageItem
from crawler.page import open_html
from crawler.policy import Parameter, SourcePolicy, check_parameters
from crawler.reasons import Interrupted, reason_of
from crawler.visit import Visit
from crawler.walls import wall_of
from store.ledger import PageRef

_MAX_LINKS = 1000  # followed from one page; more is a trap, and is counted
_TOO_MANY_LINKS = f"links beyond {_MAX_LINKS} on a page"
_MOST_STATED = 2**31 - 1  # reviews: nothing has as many, and stores keep a total in 32 bits
_UNBELIEVED = f"total over {_MOST_STATED:,}"
_WEB = ("http://", "https://")


class ReviewSpider(scrapy.Spider):
    """One source.

    A subclass sets `name`, `policy` and `parameters`, and writes two pure methods: `start_pages`
    (where a target begins) and `extract` (what one page gives). `newest_first` promises that
    pages and the reviews on them come newest first, so that a later crawl may stop early; `publication_lag` is how long
    after its day a review may still appear among them, and so how far back a later crawl reads.
    `stable_ids` promises that the ids of reviews are the source's own and last: two with the same text are two.
    `left_out` are the reasons in `drops` for which a review that the source counts is left out on purpose.
    `since` is set before `start_pages`: a source that can be asked for newer reviews only, is.
    """

    policy: ClassVar[SourcePolicy]
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    newest_first: ClassVar[bool] = False
    publication_lag: ClassVar[timedelta] = timedelta(0)
    stable_ids: ClassVar[bool] = False
    left_out: ClassVar[frozenset[str]] = frozenset()
    since: date | None = None

    def __init__(self, name: str | None = None, visit: Visit | None = None, **parameters: Any) -> None:
        super().__init__(name)
        self.given: Mapping[str, str] = {key: str(value) for key, value in parameters.items()}
        self._winding: asyncio.Future[None] | None = None
        self.visit = visit or Visit.alone(self.name, self.policy, self.given)
        self.since = self.visit.since
        if self.given:  # `scrapy shell --spider` gives none
            self._check_parameters()

    @abstractmethod
    def start_pages(self) -> Iterable[Follow]:
        """The pages that the target begins with, from `self.given`."""

    @abstractmethod
    def extract(self, response: Response, context: Mapping[str, str]) -> Extract:
        """Read one page. Raises PageError(reason) for a page that is not what the source gives."""

    # the machinery ---------------------------------------------------------------------------

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        crawler.signals.connect(spider.broken, signals.item_error)
        return spider

    def _check_parameters(self) -> None:
        faults = check_parameters(self.parameters, self.given)
        if faults:
            raise UsageError(f"spider {self.name}: {'; '.join(faults)}")

    async def start(self) -> AsyncIterator[Request]:
        """The pages left open by the last crawl of the target, or those that it begins with."""
        self._check_parameters()
        begin = [self._ref(follow, 0) for follow in self.start_pages()]
        try:
            async for ref in self.visit.course.opening(begin):
                yield self._request(ref)
        except StoreError as error:  # Scrapy would log it and call the crawl finished
            self.visit.stop(f"failed: {error}")

    async def parse(self, response: Response, ref: PageRef) -> AsyncIterator[PageItem | Request]:
        """One page: one item, then the pages that it leads to."""
        page = self.read_page(response, ref)
        page.kept = asyncio.get_running_loop().create_future()
        yield page
        for lost in self.visit.losses.settled():
            yield lost
        try:
            for found in await self.visit.halt.race(self.visit.course.onward(page)):
                yield self._request(found)
        except Interrupted:
            return
        except StoreError as error:  # as in `start`
            self.visit.stop(f"failed: {error}")

    async def lost(self, failure: Failure) -> AsyncIterator[PageItem]:
        """A page that could not be had. One that was interrupted stays open for the next crawl."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if error is None or isinstance(error, Interrupted):
            return
        tries = request.meta.get("tries", 1)
        page = PageItem(request.cb_kwargs["ref"], datetime.now(UTC), failed=reason_of(error), tries=tries)
        gate = self.visit.gate(request.url)
        if self.visit.losses.add(gate, page, error):
            yield page
        elif gate.given_up:
            self.visit.stop(f"failed: {gate.given_up}")

    def broken(self, failure: Failure) -> None:
        """A step of the pipeline broke: its page stays open, and nothing is to wait for it."""
        self.visit.stop(f"failed: {type(failure.value).__name__}: {failure.value}")

    def idle(self) -> None:
        """Nothing is on its way: look once more for pages before the spider closes."""
        if self._winding is None:
            self._winding = asyncio.ensure_future(self._wind_up())
        if not self._winding.done():
            raise DontCloseSpider

    async def _wind_up(self) -> None:
        """Go on with pages that found no room, and ask a silent domain once more whose fault the silence is."""
        engine = self.crawler.engine
        if self.visit.losses.unsettled and not self.visit.halt:
            url = urljoin(self.visit.losses.unsettled[0].ref.url, "/robots.txt")
            with suppress(IgnoreRequest):
                await engine.download_async(Request(url, meta={"robots": True}, dont_filter=True))
            for page in self.visit.losses.settled():
                await engine.scraper.start_itemproc_async(page, response=None)
        more: list[PageRef] = []
        try:
            more = await self.visit.course.more()
        except StoreError as error:
            self.visit.stop(f"failed: {error}")
        self._winding = None if more else self._winding
        for ref in more:
            engine.crawl(self._request(ref))
        if not more:
            await engine.close_spider_async(reason="finished")

    def read_page(self, response: Response, ref: PageRef) -> PageItem:
        """What the page gives, or why it gives nothing. No page of any kind makes this raise."""
        page = PageItem(ref, datetime.now(UTC), body_hash=blake2b(response.body, digest_size=16).hexdigest())
        if response.request is not None:
            page.tries = response.request.meta.get("tries", 1)
        if response.status != 200:
            page.failed = f"status {response.status}"
            return page
        try:
            self._fill(page, self.extract(response, json.loads(ref.context or "{}")), response)
        except PageError as error:
            page.failed = _wall(response) or error.reason
        except Exception as error:  # a page is other people's input: it may break a reader, never the crawl
            self.logger.exception("cannot read %s", ref.url)
            page.failed = f"unreadable: {type(error).__name__}"
        return page

    def _fill(self, page: PageItem, extract: Extract, response: Response) -> None:
        page.drops = Counter(extract.drops)
        page.raw, page.stated = extract.reviews, extract.stated
        if page.stated is not None and page.stated > _MOST_STATED:
            page.stated, page.drops[_UNBELIEVED] = None, 1
        page.about = digest("about", extract.about) if extract.about else ""
        self.visit.course.capped = self.visit.course.capped or extract.capped
        for review in page.raw:
            review.url = review.url or page.ref.url
        depth = page.ref.depth + 1
        page.next = self._ref(extract.next, depth) if extract.next and extract.next.url.startswith(_WEB) else None
        page.follow = tuple(self._links(extract.follow[:_MAX_LINKS], depth))
        if len(extract.follow) > _MAX_LINKS:
            page.drops[_TOO_MANY_LINKS] += len(extract.follow) - _MAX_LINKS

    def _links(self, follow: Iterable[Follow], depth: int) -> Iterator[PageRef]:
        refs = (self._ref(link, depth) for link in follow if link.url.startswith(_WEB))
        return iter({ref.key: ref for ref in refs}.values())

    def _ref(self, follow: Follow, depth: int) -> PageRef:
        context = json.dumps(dict(follow.context), sort_keys=True, ensure_ascii=False) if follow.context else ""
        return PageRef(self.visit.target.key, follow.url.partition("#")[0], depth, context)

    def _request(self, ref: PageRef) -> Request:
        return Request(ref.url, callback=self.parse, errback=self.lost, cb_kwargs={"ref": ref})


def _wall(response: Response) -> str:
    """The kind of wall that a page without reviews is: a source of JSON is shown one as HTML, too."""
    if isinstance(response, HtmlResponse):
        with suppress(PageError):
            return wall_of(open_html(response)[0])
    return ""
