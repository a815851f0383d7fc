"""Reviews that a site marks up with schema.org: JSON-LD, microdata or RDFa, on any page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar

from scrapy.http import Response

from analysis.errors import PageError
from crawler.items import Extract, Follow
from crawler.links import listing_of, matching, next_page, path_of
from crawler.page import open_html
from crawler.policy import Access, Parameter, SourcePolicy
from crawler.spider import ReviewSpider
from crawler.structured import OTHERS, read_page
from crawler.walls import wall_of


class SchemaOrgSpider(ReviewSpider):
    """One page with its rel=next pages; with `follow`, the pages that it links to as well."""

    name = "schema_org"
    policy: ClassVar[SourcePolicy] = SourcePolicy(
        home="https://schema.org/Review",
        access=Access.OPEN,
        terms="those of each site: read them first; robots.txt and nofollow are obeyed, no wall is climbed",
        gives="customers' reviews that a site marks up, chosen by that site; mostly with stars",
        checked=date(2026, 11, 22),
        licence="all rights with the site and its reviewers; short quotations with a link",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "url", "the page to begin with", required=True, pattern="https?://[^\\s/]+.*",
            example="https://bluebird.example/branches",
        ),
        Parameter(
            "follow", "regular expression of paths on the same host (with ?query, if any) to visit too",
            example="^/branches/[a-z-]+$",
        ),
    )  # fmt: skip

    left_out = frozenset(OTHERS.values())

    def start_pages(self) -> Iterable[Follow]:
        yield Follow(self.given["url"])

    def extract(self, response: Response, context: Mapping[str, str]) -> Extract:
        root, html = open_html(response)
        page = read_page(root, html, response.url)
        follow = self.given.get("follow", "")
        more = next_page(root, response.url)
        page.next = Follow(more) if more else None
        page.follow = [Follow(link) for link in matching(root, response.url, follow) if link != more]
        here = listing_of(response.url)
        if not follow or path_of(here) == path_of(listing_of(self.given["url"])):
            page.about = ""  # of the target itself; elsewhere, a branch tells its own total
        elif page.stated is not None:
            page.about = page.about or here
        if not page.reviews and not page.follow and (wall := wall_of(root)):
            raise PageError(wall, response.url)
        return page
