"""The spiders over recorded real payloads: nothing is raised, and what is found is what is in there.

The numbers were counted in the payloads, by hand and by searching them for their own words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from analysis.errors import PageError
from crawler.items import Extract
from crawler.sources import spiders

pytestmark = pytest.mark.shared

REAL_PAGES = "jsonld_real_pages"
# page -> (reviews, the total that the page states); every other page has no review of a customer
WITH_REVIEWS = {
    f"{REAL_PAGES}/allrecipes.com__allrecipescurated.html": (10, None),
    f"{REAL_PAGES}/eatsmarter.com__eatsmarter.html": (4, None),
    f"{REAL_PAGES}/familyspice.com__familyspice_1.html": (1, 1),
    f"{REAL_PAGES}/familyspice.com__familyspice_2.html": (1, 1),
    f"{REAL_PAGES}/fitmencook.com__fitmencook_1.html": (1, 0),
    f"{REAL_PAGES}/food.com__food.html": (1, 2),
    f"{REAL_PAGES}/inspiredtaste.net__inspiredtaste_2.html": (4, 4),
    f"{REAL_PAGES}/justapinch.com__justapinch_1.html": (2, 3),
    "extruct/misc/null_ld_mock.html": (1, None),
    "extruct/schema.org/CreativeWork.001.html": (2, 3077),
    # one review, in JSON-LD and in microdata, where "Read more" stands below it
    "extruct/songkick/Years_&_Years_Tickets,_Tour_Dates_2015_&_Concerts.html": (1, None),
}
STATED_ONLY = {
    f"{REAL_PAGES}/brewersfriend.com__brewersfriend_1.html": 33,
    f"{REAL_PAGES}/brewersfriend.com__brewersfriend_2.html": 21,
    f"{REAL_PAGES}/cdkitchen.com__cdkitchen_2.html": 1,
    f"{REAL_PAGES}/epicurious.com__epicurious.html": 4,
    # extruct reads none of these five: an empty script stands beside two good ones
    f"{REAL_PAGES}/directoalpaladar.com__directoalpaladar_1.html": 326,
    f"{REAL_PAGES}/directoalpaladar.com__directoalpaladar_2.html": 75,
    f"{REAL_PAGES}/directoalpaladar.com__directoalpaladar_3.html": 399,
    f"{REAL_PAGES}/directoalpaladar.com__directoalpaladar_4.html": 35,
    f"{REAL_PAGES}/directoalpaladar.com__directoalpaladar_5.html": 41,
    f"{REAL_PAGES}/drinkoteket.se__drinkoteket_1.html": 6,
    f"{REAL_PAGES}/drinkoteket.se__drinkoteket_2.html": 2,
    f"{REAL_PAGES}/festligare.se__festligare_1.html": 3,
    f"{REAL_PAGES}/festligare.se__festligare_2.html": 20,
    "extruct/misc/product_microdata.html": 89,
    "extruct/schema.org/LocalBusiness.002.html": 250,
    "extruct/schema.org/product.html": 89,
    "extruct/schema.org/product-ref.html": 89,
    "extruct/w3c/microdata.4.2.meter.html": 11,
}
BROKEN = {
    "extruct/custom.invalid/JoinAction.001.html", "extruct/custom.invalid/JSONLD_with_JS_comment.html",
    "extruct/schema.org.invalid/JoinAction.001.html",
}  # fmt: skip
# complaint payloads: (company asked for, narratives kept, dropped for want of one, other companies', stated)
COMPLAINTS: dict[str, tuple[str, int, int, int, int | None]] = {
    "ccdb5-ui_common_get-10-complaints.json": ("Debt Recovery Solutions, LLC", 0, 7, 3, None),
    "ccdb5-ui_common_get-complaints-date-from.json": ("FLAGSTAR BANK, FSB", 0, 4, 21, None),
    "ccdb5-ui_common_get-complaints.json": ("FLAGSTAR BANK, FSB", 0, 4, 21, None),
    "ccdb5-ui_document_get-complaints.json": ("EQUIFAX, INC.", 0, 4, 21, None),
    "ccdb5-ui_document_get-detail.json": ("CAPITAL ONE FINANCIAL CORPORATION", 1, 0, 0, 1),
    "ccdb5-ui_list_get-next-complaints.json": ("HCFS Health Care Financial Services, Inc.", 1, 0, 9, None),
    "ccdb5-ui_list_get-relevance-complaints.json": ("Debt Recovery Solutions, LLC", 2, 7, 1, None),
    "ccdb5-ui_list_get-results.json": ("CITIBANK, N.A.", 1, 0, 9, None),
}


def read(name: str, body: bytes, context: dict[str, str], **parameters: Any) -> Extract:
    url = parameters.get("url", "https://recorded.example/answer")
    return spiders()[name](**parameters).extract(Response(url, body=body), context)


def pages(shared: Path) -> dict[str, Path]:
    root = shared / "fixtures"
    folders = (REAL_PAGES, "extruct", "trustpilot", "vendor_clients")
    return {
        str(page.relative_to(root)): page for folder in folders for page in sorted(root.glob(f"{folder}/**/*.html"))
    }


def test_real_pages(shared: Path) -> None:
    found = pages(shared)
    assert found.keys() >= WITH_REVIEWS.keys() | STATED_ONLY.keys() | BROKEN
    wrong = {}
    for name, path in found.items():
        page = read("schema_org", path.read_bytes(), {}, url="https://recorded.example/pages/one/")
        expected = WITH_REVIEWS.get(name, (0, STATED_ONLY.get(name)))
        drops = {"broken JSON-LD": 1} if name in BROKEN else {}
        got = (len(page.reviews), page.stated), page.drops, page.next
        if got != (expected, drops, None):
            wrong[name] = got
    assert not wrong


def test_real_reviews_field_by_field(shared: Path) -> None:
    def reviews(name: str) -> Extract:
        path = shared / "fixtures" / REAL_PAGES / name
        return read("schema_org", path.read_bytes(), {}, url="https://recorded.example/pages/one/")

    food = reviews("food.com__food.html").reviews[0]
    assert (food.published, food.rating, food.best) == ("2011-10-24", 5.0, 5.0)
    stars_only = reviews("eatsmarter.com__eatsmarter.html").reviews
    assert [(review.body, review.title) for review in stars_only] == [("", "")] * 4
    assert [review.rating for review in stars_only][:3] == [4.0, 4.0, 5.0]
    miscased = reviews("justapinch.com__justapinch_1.html").reviews
    assert [review.rating for review in miscased] == [5.0, 5.0]
    listed = reviews("inspiredtaste.net__inspiredtaste_2.html").reviews
    assert all(review.author and review.published for review in listed)
    curated = reviews("allrecipes.com__allrecipescurated.html").reviews
    assert [review.rating for review in curated][:2] == [5.0, 4.0]
    assert all(review.body and review.rating for review in curated)


@pytest.mark.parametrize("name", COMPLAINTS)
def test_recorded_complaints(shared: Path, name: str) -> None:
    company, kept, silent, others, stated = COMPLAINTS[name]
    body = (shared / "fixtures" / "cfpb" / name).read_bytes()
    page = read("cfpb", body, {}, company=company)
    hits = json.loads(body)["hits"]["hits"]
    assert len(page.reviews) == kept
    assert page.drops.get("complaint without narrative", 0) == silent
    assert page.drops.get("another company's complaint", 0) == others
    assert len(hits) == kept + silent + others
    assert page.stated == stated
    assert page.next is None  # none of them is a full page of ours
    for review in page.reviews:
        (source,) = [hit["_source"] for hit in hits if hit["_id"] == review.ref]
        assert review.published == source["date_received"][:10]
        assert review.body.split() == source["complaint_what_happened"].split()
        assert review.rating is None
        assert source["company_response"] in review.reply
        assert review.url.endswith(f"/detail/{review.ref}")


def test_recorded_answer_that_is_no_search(shared: Path) -> None:
    body = (shared / "fixtures" / "cfpb" / "ccdb5-api_break_point_data.json").read_bytes()
    with pytest.raises(PageError) as told:
        read("cfpb", body, {}, company="NATIONSTAR MORTGAGE")
    assert told.value.reason == "not a search answer"


@pytest.mark.parametrize(
    ("name", "count", "leads_on", "dated"),
    [
        ("us_1321994487_webster_bank.json", 50, True, 0),  # 2021: the JSON had no dates
        ("derived_single_entry_object.json", 1, True, 1),
        ("derived_no_entry.json", 0, False, 0),
    ],
)
def test_recorded_app_feeds(shared: Path, name: str, count: int, leads_on: bool, dated: int) -> None:
    body = (shared / "fixtures" / "appstore_rss" / name).read_bytes()
    page = read("app_store", body, {"page": "1"}, app="1321994487", country="us")
    assert len(page.reviews) == count
    assert len({review.ref for review in page.reviews}) == count
    assert sum(review.published is not None for review in page.reviews) == dated
    assert all(review.title and review.body and review.rating in {1.0, 2.0, 3.0, 4.0, 5.0} for review in page.reviews)
    assert (page.next is not None) == leads_on
    assert page.stated is None
    assert page.drops == {}


@pytest.mark.parametrize(
    ("name", "count", "replied", "languages"),
    [
        ("review_357330.json", 6, 0, {"en": 5, "ru": 1}),
        ("review_438320.json", 12, 0, {"en": 4, "ru": 1, "zh": 7}),
        ("review_585710.json", 29, 1, {"en": 11, "es": 2, "pt": 1, "ru": 14, "zh": 1}),
    ],
)
def test_recorded_reviews_of_games(
    shared: Path, name: str, count: int, replied: int, languages: dict[str, int]
) -> None:
    """Recorded one by one in 2017, put here into the envelope of today: a review's own fields are the same."""
    recorded = json.loads((shared / "fixtures" / "steam" / name).read_bytes())
    told = list(recorded["reviews"].values()) if isinstance(recorded["reviews"], dict) else recorded["reviews"]
    answer = {"response": {"query_summary": recorded["query_summary"], "reviews": told, "cursor": "AoJ4"}}
    page = read("steam", json.dumps(answer).encode(), {}, app=name[7:13])
    assert len(page.reviews) == len({review.ref for review in page.reviews}) == count
    assert page.stated == recorded["query_summary"]["total_reviews"]
    assert Counter(review.language for review in page.reviews) == languages
    assert sum(bool(review.reply) for review in page.reviews) == replied
    for review, source in zip(page.reviews, told, strict=True):
        assert isinstance(review.published, datetime)
        assert review.published.timestamp() == source["timestamp_updated"]
        assert (review.rating, review.worst, review.best) == (float(source["voted_up"]), 0.0, 1.0)
        assert (review.verified, review.author) == (source["steam_purchase"], source["author"]["steamid"])
        assert not re.search(r"\[/?(b|i|h1|spoiler)\]", review.body)
        assert set(review.body.split()) <= set(re.sub(r"\[/?\w+\]", " ", source["review"]).split())
        assert bool(review.reply) == bool(review.reply_published) == ("developer_response" in source)
