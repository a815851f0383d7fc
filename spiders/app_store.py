"""Customer reviews of an app, from the App Store's public feed of one country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar

from scrapy.http import Response

from analysis.errors import PageError
from crawler.items import Extract, Follow, RawReview
from crawler.links import web_address
from crawler.page import open_json
from crawler.policy import Access, Parameter, SourcePolicy
from crawler.ratings import number
from crawler.spider import ReviewSpider
from crawler.text import plain
from crawler.values import at, listed, text_at

FEED = "https://itunes.apple.com/{country}/rss/customerreviews/page={page}/id={app}/sortby=mostrecent/json"
_PAGE = re.compile(r"/page=(\d{1,4})/")
LAST_PAGE, PAGE_SIZE = 10, 50  # the feed never gives more than the newest 500 of a country


class AppStoreSpider(ReviewSpider):
    """The feed's own links lead to XML, so that page addresses are built here."""

    name = "app_store"
    policy: ClassVar[SourcePolicy] = SourcePolicy(
        home="https://itunes.apple.com/us/rss",
        access=Access.OPEN,
        terms="Apple's public feed, no key, limits undocumented; it gives the newest 500 reviews of a country at most",
        gives="users' reviews of an app, with stars",
        checked=date(2026, 11, 22),
        licence="all rights with Apple and the reviewers; short quotations with a link",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("app", "the number in the app's address (.../id900000101)", True, r"\d{3,12}", "900000101"),
        Parameter("country", "two-letter code of the store", True, "[a-z]{2}", "us"),
    )
    newest_first = True
    stable_ids = True

    def start_pages(self) -> Iterable[Follow]:
        yield self._page(1)

    def extract(self, response: Response, context: Mapping[str, str]) -> Extract:
        feed = at(open_json(response), "feed")
        if not isinstance(feed, dict):
            raise PageError("not a feed", f"{response.url} has no feed")
        entries = listed(feed.get("entry"))  # a list, one object, or nothing
        page = Extract(reviews=[_read(entry) for entry in entries if not _is_app(entry)])
        here = int(context["page"])
        if entries and here < min(_last(feed), LAST_PAGE):
            page.next = self._page(here + 1)
        if here == LAST_PAGE and len(entries) >= PAGE_SIZE:
            page.capped = f"the feed ends at the newest {LAST_PAGE * PAGE_SIZE} reviews"
        return page

    def _page(self, page: int) -> Follow:
        url = FEED.format(country=self.given["country"], page=page, app=self.given["app"])
        return Follow(url, {"page": str(page)})


def _read(entry: object) -> RawReview:
    links = [web_address(text_at(link, "attributes", "href")) for link in listed(at(entry, "link"))]
    return RawReview(
        ref=text_at(entry, "id", "label") or None,
        url=next(filter(None, links), ""),
        published=text_at(entry, "updated", "label") or None,  # Cupertino's time; missing until 2021
        title=text_at(entry, "title", "label"),
        body=_body(listed(at(entry, "content"))),
        rating=number(text_at(entry, "im:rating", "label")),
        author=text_at(entry, "author", "name", "label"),
    )


def _body(contents: list[object]) -> str:
    """Some feeds give the text twice, as text and as HTML."""
    texts = {text_at(part, "attributes", "type"): text_at(part, "label") for part in reversed(contents)}
    return texts.get("text") or plain(next(iter(texts.values()), ""))


def _is_app(entry: object) -> bool:
    """Until 2021 the first entry was the app itself."""
    return at(entry, "im:name") is not None and at(entry, "im:rating") is None


def _last(feed: object) -> int:
    """The number of the last page, where the feed tells it."""
    links = (at(link, "attributes") for link in listed(at(feed, "link")))
    found = [_PAGE.search(text_at(link, "href")) for link in links if at(link, "rel") == "last"]
    return next((int(match[1]) for match in found if match), LAST_PAGE)
