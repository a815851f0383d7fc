"""Reviews of a company on Trustpilot, from pages that a person saved: its terms shut robots out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from lxml.html import HtmlElement
from scrapy.http import Response

from analysis.errors import PageError
from crawler.items import Extract, Follow, RawReview
from crawler.page import open_html
from crawler.policy import Access, SourcePolicy
from crawler.ratings import number
from crawler.spider import ReviewSpider
from crawler.structured import read_page
from crawler.structured.jsonld import read_script
from crawler.values import at, count_at, listed, text_at
from crawler.walls import wall_of

_DATA = etree.XPath("string(//script[@id='__NEXT_DATA__'])")
_FILTERS = ("languages", "date", "stars", "search", "topics", "verified", "replies")
_DIGITS = 6  # of a page's number that are repeated
_ID = re.compile(r"[0-9a-f]{24}")
_NAME = re.compile(r"/schema/Review/[^/]+/(\w+)$")


class TrustpilotSpider(ReviewSpider):
    """A page shows the reviews in one language, mostly of the last months, unless a person asks for all."""

    name = "trustpilot"
    policy: ClassVar[SourcePolicy] = SourcePolicy(
        home="https://www.trustpilot.com",
        access=Access.IMPORT_ONLY,
        terms="its terms shut robots out, and a login page stands behind page 10",
        gives="customers' reviews of a company, with stars; a company may invite its customers to write",
        checked=date(2026, 11, 22),
        licence="all rights with Trustpilot and the reviewers; short quotations with a link",
    )
    stable_ids = True

    def start_pages(self) -> Iterable[Follow]:
        return ()

    def extract(self, response: Response, context: Mapping[str, str]) -> Extract:
        root, html = open_html(response)
        told = at(next(iter(read_script(_DATA(root))[0]), None), "props", "pageProps")
        if at(told, "businessUnit") is None:
            return _marked_up(root, html, response.url)
        stated = count_at(told, "businessUnit", "numberOfReviews")
        reviews = [_read(review) for review in listed(at(told, "reviews")) if isinstance(review, Mapping)]
        filters = at(told, "filters")
        return Extract(
            reviews=reviews, stated=stated, capped=_stale(filters, response.url) or _narrowed(filters, stated)
        )


def _read(told: Mapping[str, Any]) -> RawReview:
    verified = at(told, "labels", "verification", "isVerified")
    ref = text_at(told, "id")
    return RawReview(
        ref=ref or None,
        url=f"https://www.trustpilot.com/reviews/{ref}" if _ID.fullmatch(ref) else "",
        published=text_at(told, "dates", "publishedDate") or None,
        title=text_at(told, "title"),
        body=text_at(told, "text"),
        rating=number(text_at(told, "rating")),
        author=text_at(told, "consumer", "displayName"),
        language=text_at(told, "language") or None,
        reply=text_at(told, "reply", "message"),
        reply_published=text_at(told, "reply", "publishedDate") or None,
        verified=verified if isinstance(verified, bool) else None,
    )


def _stale(filters: object, url: str) -> str:
    """A click on "next page" changes what is seen and the address, and leaves the data of the page that was loaded."""
    held, asked = text_at(filters, "pagination", "currentPage"), parse_qs(urlsplit(url).query).get("page", [""])[0]
    if not held.isdecimal() or not asked.isdecimal() or held == asked:
        return ""
    return f"page {asked[:_DIGITS]} was saved with the data of page {held[:_DIGITS]}; load each page anew, then save it"


def _narrowed(filters: object, stated: int | None) -> str:
    """The filters that keep some of the company's reviews from being shown."""
    shown = count_at(filters, "pagination", "totalCount")
    if shown is None or stated is None or shown >= stated:
        return ""
    on = [name for name in _FILTERS if at(filters, "selected", name) not in (None, "", "all", False, [])]
    return f"saved with a filter ({', '.join(on)}) that shows {shown:,}" if on else ""


def _marked_up(root: HtmlElement, html: str, url: str) -> Extract:
    """The schema.org markup, where the page's own data was not saved. Its names of reviews end in their ids."""
    page = read_page(root, html, url)
    names = [_NAME.search(review.ref or "") for review in page.reviews]
    if not any(names):
        raise PageError(wall_of(root) or "not a company's page on Trustpilot", url)
    for review, name in zip(page.reviews, names, strict=True):
        review.ref = name[1] if name else review.ref
    page.about = ""  # the company is all that the page is about
    return page
