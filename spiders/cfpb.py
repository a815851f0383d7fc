"""Complaints with a narrative, from the API of the US Consumer Complaint Database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import ClassVar
from urllib.parse import quote, urlencode

from scrapy.http import Response

from analysis.errors import PageError
from crawler.items import Extract, Follow, RawReview
from crawler.policy import Access, Parameter, SourcePolicy
from crawler.searching import open_search
from crawler.spider import ReviewSpider
from crawler.text import tidy
from crawler.values import text_at

SEARCH = "https://www.consumerfinance.gov/data-research/consumer-complaints/search/api/v1/"
COMPLAINT = "https://www.consumerfinance.gov/data-research/consumer-complaints/search/detail/"
NARRATIVE = "complaint_what_happened"
PAGE_SIZE = 100
_SILENT = "complaint without narrative"
_DAY = len("2026-11-22")  # noon in Washington stands for the day
UNANSWERED = "In progress"  # the one company_response that is no answer


class CfpbSpider(ReviewSpider):
    """A complaint has no stars, and none are made up. The names in it are blacked out (XXXX) by the Bureau."""

    name = "cfpb"
    policy: ClassVar[SourcePolicy] = SourcePolicy(
        home="https://cfpb.github.io/api/ccdb/",
        access=Access.OPEN,
        terms="documented public API of the US government; anonymous searches are limited to 20 a minute",
        gives="complaints with a narrative about US finance companies: no stars, and nobody praises",
        checked=date(2026, 11, 22),
        licence="CC0-1.0",
        robots=False,  # the API is documented for programs, and its own limit is kept
        delay=3.0,
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "company", "the legal name, exactly as the database has it (its search page suggests names)",
            required=True, example="BLUEBIRD BANK, N.A.",
        ),
    )  # fmt: skip
    newest_first = True
    publication_lag = timedelta(days=90)  # a narrative waits up to 60 days for the company's answer, and is redacted
    stable_ids = True
    left_out = frozenset({_SILENT})

    def start_pages(self) -> Iterable[Follow]:
        yield Follow(self._search())

    def extract(self, response: Response, context: Mapping[str, str]) -> Extract:
        answer = open_search(response)
        company = tidy(self.given["company"]).casefold()
        ours = [hit for hit in answer.hits if text_at(hit, "_source", "company").casefold() == company]
        if answer.hits and not ours:
            raise PageError("company filter ignored", f"{response.url} gives other companies' complaints")
        page = Extract(reviews=[_read(hit) for hit in ours if text_at(hit, "_source", NARRATIVE)])
        silent, others = len(ours) - len(page.reviews), len(answer.hits) - len(ours)
        page.drops = dict(+Counter({"another company's complaint": others, _SILENT: silent}))
        page.stated = None if others else answer.total
        # a malformed search_after is ignored: page 1 again
        if len(answer.hits) == PAGE_SIZE and answer.after not in ("", context.get("after")):
            page.next = Follow(self._search(search_after=answer.after), {"after": answer.after})
        return page

    def _search(self, **more: str) -> str:
        query = {"company": self.given["company"], "has_narrative": "true"}
        if self.since:
            query["date_received_min"] = self.since.isoformat()
        query |= {"size": str(PAGE_SIZE), "frm": "0", "sort": "created_date_desc", "no_aggs": "true"}
        return f"{SEARCH}?{urlencode(query | {'no_highlight': 'true'} | more)}"


def _read(hit: object) -> RawReview:
    number = text_at(hit, "_source", "complaint_id") or text_at(hit, "_id")
    answers = [text_at(hit, "_source", name) for name in ("company_response", "company_public_response")]
    return RawReview(
        ref=number or None,
        url=f"{COMPLAINT}{quote(number, safe='')}" if number else "",
        published=text_at(hit, "_source", "date_received")[:_DAY] or None,
        body=text_at(hit, "_source", NARRATIVE),
        reply="\n".join(answer for answer in answers if answer not in ("", UNANSWERED)),
    )
