"""The spiders against their sources' real addresses, served from here: recorded answers, and our own in their shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.model import Review, Target
from store.base import Store
from tests.crawls import opened, run
from tests.golden.cases import ROOT
from tests.web import OPEN_ROBOTS, Asked, Site, Web, answer

API, APPS, RECIPES, BANK = "www.consumerfinance.gov", "itunes.apple.com", "www.allrecipes.com", "bluebird.example"
JSON = "application/json"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as store:
        yield store


def complaints(first: bytes, then: bytes) -> Site:
    """The search API: one answer for the first page, another for those behind a search_after."""

    def site(asked: Asked) -> bytes:
        parts = urlsplit(asked.path)
        assert parts.path == "/data-research/consumer-complaints/search/api/v1/"
        query = parse_qs(parts.query)
        assert {name: query[name] for name in ("size", "frm", "sort", "no_aggs", "no_highlight", "has_narrative")} == {
            "size": ["100"], "frm": ["0"], "sort": ["created_date_desc"], "no_aggs": ["true"],
            "no_highlight": ["true"], "has_narrative": ["true"],
        }  # fmt: skip
        return answer(then if "search_after" in query else first, kind=JSON)

    return site


def feeds(first: bytes, then: bytes) -> Site:
    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer("", 404)
        return answer(first if "/page=1/" in asked.path else then, kind="text/javascript; charset=utf-8")

    return site


def pages(told: dict[str, bytes]) -> Site:
    def site(asked: Asked) -> bytes:
        return answer(OPEN_ROBOTS) if asked.path == "/robots.txt" else answer(told[asked.path], kind="text/html")

    return site


def reviews(kept: Store, source: str) -> list[Review]:
    return [reading.review for reading in kept.readings() if reading.review.source == source]


@pytest.mark.shared
def test_recorded_answers_under_their_real_addresses(kept: Store, shared: Path) -> None:
    fixtures = shared / "fixtures"
    found = (fixtures / "cfpb/ccdb5-ui_list_get-results.json").read_bytes()
    feed = (fixtures / "appstore_rss/us_1321994487_webster_bank.json").read_bytes()
    no_more = (fixtures / "appstore_rss/derived_no_entry.json").read_bytes()
    recipe = (fixtures / "jsonld_real_pages/allrecipes.com__allrecipescurated.html").read_bytes()
    sites = {API: complaints(found, b""), APPS: feeds(feed, no_more), RECIPES: pages({"/recipe/1/pizza/": recipe})}
    targets = (
        Target.of("cfpb", "citibank", {"company": "CITIBANK, N.A."}),
        Target.of("app_store", "webster", {"app": "1321994487", "country": "us"}),
        Target.of("schema_org", "allrecipes", {"url": f"https://{RECIPES}/recipe/1/pizza/"}),
    )
    with Web(sites) as web:
        report = run(kept, web, *targets)
    told = {each.target.source: each for each in report.targets}
    assert report.replay == str(web.replay())
    assert [told[name].verdict for name in ("app_store", "schema_org")] == ["whole", "whole"]
    # the recorded search was for a word, not for this company: nine of its ten complaints are others'
    assert told["cfpb"].run is not None
    assert told["cfpb"].run.drops == {"another company's complaint": 9}
    assert [len(reviews(kept, source)) for source in ("cfpb", "app_store", "schema_org")] == [1, 50, 10]
    assert web.paths(APPS) == [
        f"/us/rss/customerreviews/page={page}/id=1321994487/sortby=mostrecent/json" for page in (1, 2)
    ]
    [complaint] = reviews(kept, "cfpb")
    assert complaint.url == f"https://{API}/data-research/consumer-complaints/search/detail/{complaint.ref}"
    assert (complaint.rating, complaint.licence) == (None, "CC0-1.0")
    assert {review.url for review in reviews(kept, "schema_org")} == {f"https://{RECIPES}/recipe/1/pizza/"}


def test_own_payloads_under_the_real_addresses(kept: Store) -> None:
    first = (ROOT / "cfpb/full-page-leads-on/page.json").read_bytes()
    rest = json.loads((ROOT / "cfpb/lower-bound-is-not-stated/page.json").read_bytes())
    rest["hits"]["hits"][0]["_source"]["complaint_id"] = "1"
    feed = (ROOT / "app_store/list/page.json").read_bytes()
    markup = (ROOT / "schema_org/json-ld/page.html").read_bytes()
    sites = {
        API: complaints(first, json.dumps(rest).encode()),
        APPS: feeds(feed, b'{"feed": {}}'),
        BANK: pages({"/branches/north": markup, "/branches/north?page=2": b"<html><body>No more.</body></html>"}),
    }
    targets = (
        Target.of("cfpb", "bluebird-bank", {"company": "BLUEBIRD BANK, N.A."}),
        Target.of("app_store", "bluebird-bank", {"app": "900000101", "country": "us"}),
        Target.of("schema_org", "bluebird-bank", {"url": f"https://{BANK}/branches/north"}),
    )
    with Web(sites) as web:
        report = run(kept, web, *targets)
    told = {each.target.source: each.verdict for each in report.targets}
    assert told == {"cfpb": "partial: 101 of 1,204", "app_store": "whole", "schema_org": "partial: 4 of 3,410"}
    assert [len(reviews(kept, source)) for source in ("cfpb", "app_store", "schema_org")] == [101, 3, 4]
    [utc] = {str(review.published) for review in reviews(kept, "app_store") if review.published}
    assert utc == "2026-09-15"  # 22:24 of the 14th in Cupertino


def test_a_feed_that_ends_at_its_cap_is_not_whole(kept: Store) -> None:
    full = json.loads((ROOT / "app_store/tenth-page-full/page.json").read_bytes())

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer("", 404)
        page = int(asked.path.partition("/page=")[2].partition("/")[0])
        entries = [
            entry | {"id": {"label": f"{page}{place:02}000"}} for place, entry in enumerate(full["feed"]["entry"])
        ]
        return answer(json.dumps({"feed": {"entry": entries}}), kind="text/javascript")

    target = Target.of("app_store", "bluebird-bank", {"app": "900000101", "country": "us"})
    with Web({APPS: site}) as web:
        [report] = run(kept, web, target).targets
        [later] = run(kept, web, target).targets
    assert report.verdict == "partial: the feed ends at the newest 500 reviews"
    assert not report.went_wrong
    assert len(reviews(kept, "app_store")) == 500
    assert later.run is not None
    assert later.run.counts["vanished"] == 0
