"""Complaints with a narrative, from the API of the US Consumer Complaint Database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar
from urllib.parse import quote, urlencode

from scrapy.http import Response

from analysis.errors import PageError
from crawler.items import Extract, Follow, RawReview
from crawler.page import open_json
from crawler.policy import Access, Parameter, SourcePolicy
from crawler.spider import ReviewSpider
from crawler.text import tidy
from crawler.values import at, count_at, listed, text_at

SEARCH = "https://www.consumerfinance.gov/data-research/consumer-complaints/search/api/v1/"
COMPLAINT = "https://www.consumerfinance.gov/data-research/consumer-complaints/search/detail/"
PAGE_SIZE = 100
_DAY = len("2026-11-22")  # noon in Washington stands for the day
UNANSWERED = "In progress"  # the one company_response that is no answer


class CfpbSpider(ReviewSpider):
    """A complaint has no stars, and none are made up. The names in it are blacked out (XXXX) by the Bureau."""

    name = "cfpb"
    policy: ClassVar[SourcePolicy] = SourcePolicy(
        home="https://cfpb.github.io/api/ccdb/",
        access=Access.OPEN,
        terms="documented public API of the US government; anonymous searches are limited to 20 a minute",
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
    stable_ids = True

    @property
    def _company(self) -> str:
        return tidy(self.given["company"]).casefold()

    def start_pages(self) -> Iterable[Follow]:
        yield Follow(self._search())

    def extract(self, response: Response, context: Mapping[str, str]) -> Extract:
        answer = open_json(response)
        hits = at(answer, "hits", "hits")
        if not isinstance(hits, list):
            raise PageError("not a search answer", f"{response.url} has no hits.hits")
        if at(answer, "timed_out") is True or count_at(answer, "_shards", "failed"):
            raise PageError("incomplete search answer", f"{response.url}: the search timed out or a shard failed")
        ours = [hit for hit in hits if text_at(hit, "_source", "company").casefold() == self._company]
        if hits and not ours:
            raise PageError("company filter ignored", f"{response.url} gives other companies' complaints")
        kept = [hit for hit in ours if text_at(hit, "_source", "complaint_what_happened")]
        lost = {
            "another company's complaint": len(hits) - len(ours),
            "complaint without narrative": len(ours) - len(kept),
        }
        page = Extract(reviews=[_read(hit) for hit in kept], drops={why: count for why, count in lost.items() if count})
        if at(answer, "hits", "total", "relation") == "eq" and len(ours) == len(hits):  # `gte` is only a lower bound
            page.stated = count_at(answer, "hits", "total", "value")
        after = "_".join(map(str, listed(at(hits[-1], "sort")))) if len(hits) == PAGE_SIZE else ""
        if after not in ("", context.get("after")):  # a malformed search_after is ignored: page 1 again
            page.next = Follow(self._search(search_after=after), {"after": after})
        return page

    def _search(self, **more: str) -> str:
        query = {"company": self.given["company"], "has_narrative": "true"}
        if self.since:
            query["date_received_min"] = self.since.isoformat()
        query |= {"size": str(PAGE_SIZE), "frm": "0", "sort": "created_date_desc", "no_aggs": "true"}
        return f"{SEARCH}?{urlencode(query | {'no_highlight': 'true'} | more)}"


def _read(hit: object) -> RawReview:
    told = at(hit, "_source")
    number = text_at(told, "complaint_id") or text_at(hit, "_id")
    answers = [text_at(told, name) for name in ("company_response", "company_public_response")]
    return RawReview(
        ref=number or None,
        url=f"{COMPLAINT}{quote(number, safe='')}" if number else "",
        published=text_at(told, "date_received")[:_DAY] or None,
        body=text_at(told, "complaint_what_happened"),
        reply="\n".join(answer for answer in answers if answer not in ("", UNANSWERED)),
    )
