"""The two feeds of the demo web: the complaint database and the app store, in the shapes of the real ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import TypedDict
from zoneinfo import ZoneInfo

from demo.companies import COMPANIES
from demo.site import NOT_FOUND, Answer, Site, as_json
from demo.truth import Planted

COMPLAINTS_HOST = "www.consumerfinance.gov"
COMPLAINTS_PATH = "/data-research/consumer-complaints/search/api/v1/"
APPS_HOST = "itunes.apple.com"
_APPS_PATH = re.compile(r"/us/rss/customerreviews/page=(\d+)/id=(\d+)/sortby=mostrecent/json", re.IGNORECASE)
_APPS_PER_PAGE, _APPS_PAGES = 50, 10  # what the real feed gives
_CUPERTINO = ZoneInfo("America/Los_Angeles")


class _Hit(TypedDict):
    _id: str
    _source: dict[str, str | bool | None]
    sort: list[int]


def complaints(companies: Mapping[str, Sequence[Planted]]) -> Site:
    """The complaint search API over these companies' reviews: newest first, paged by search_after or frm."""

    def answer(path: str, query: dict[str, str]) -> Answer:
        if path != COMPLAINTS_PATH:
            return NOT_FOUND
        size, start = int(query.get("size", "25")), int(query.get("frm", "0"))
        since = query.get("date_received_min", "")
        hits = [_hit(query.get("company", ""), review) for review in companies.get(query.get("company", ""), ())]
        hits = [hit for hit in hits if str(hit["_source"]["date_received"]) >= since]
        hits.sort(key=lambda hit: hit["sort"], reverse=True)
        total = len(hits)
        after = re.fullmatch(r"(\d+)_(\d+)", query.get("search_after", ""))
        if after:
            hits = [hit for hit in hits if hit["sort"] < [int(after[1]), int(after[2])]]
        return as_json(
            {
                "hits": {"total": {"value": total, "relation": "eq"}, "hits": hits[start : start + size]},
                "_meta": {"license": "CC0", "total_record_count": 9_000_000, "is_data_stale": False},
            }
        )

    return answer


def _hit(company: str, review: Planted) -> _Hit:
    number = _number(review)
    noon = datetime.combine(review.published, time(12), ZoneInfo("America/New_York"))
    return {
        "_id": str(number),
        "_source": {
            "complaint_id": str(number),
            "company": company,
            "product": "Credit card",
            "issue": "Problem with customer service",
            "date_received": noon.isoformat(),
            "date_sent_to_company": noon.isoformat(),
            "complaint_what_happened": review.body,
            "company_response": "Closed with explanation",
            "company_public_response": None,
            "timely": "Yes",
            "submitted_via": "Web",
            "state": "OH",
            "zip_code": "XXXXX",
            "tags": None,
            "has_narrative": True,
        },
        "sort": [int(noon.timestamp() * 1000), number],
    }


def apps(companies: Mapping[str, Sequence[Planted]]) -> Site:
    """The app store's customer reviews feed, by app id: 50 a page, ten pages at the most."""

    def answer(path: str, query: dict[str, str]) -> Answer:
        match = _APPS_PATH.fullmatch(path)
        if match is None or not 1 <= int(match[1]) <= _APPS_PAGES:
            return NOT_FOUND
        start = (int(match[1]) - 1) * _APPS_PER_PAGE
        planted = companies.get(match[2], ())[start : start + _APPS_PER_PAGE]
        entries = [_entry(review, match[2]) for review in planted]
        feed: dict[str, object] = {"author": {"name": {"label": "App feed"}}}
        if entries:
            feed["entry"] = entries if len(entries) > 1 else entries[0]
        return as_json({"feed": feed})

    return answer


def _entry(review: Planted, app: str) -> dict[str, object]:
    updated = datetime.combine(review.published, time(18, 30), UTC).astimezone(_CUPERTINO)
    number, author = str(_number(review)), f"https://itunes.apple.com/us/reviews/id{_number(review)}"
    return {
        "id": {"label": number},
        "author": {"uri": {"label": author}, "name": {"label": review.author}},
        "updated": {"label": updated.isoformat()},
        "im:rating": {"label": str(review.rating or 3)},
        "im:version": {"label": "4.2.0"},
        "title": {"label": review.title or "Review"},
        "content": {"label": review.body, "attributes": {"type": "text"}},
        "im:voteSum": {"label": "0"},
        "im:voteCount": {"label": "0"},
        "link": {"attributes": {"rel": "related", "href": f"https://itunes.apple.com/us/review?id={app}"}},
    }


def _number(review: Planted) -> int:
    """An id as the feeds give them: one series for all companies."""
    return 7_000_000 + COMPANIES.index(review.company) * 100_000 + int(review.ref.rpartition("-")[2])
