"""The demo web answers as the real sources do, with the same reviews on every machine."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from demo.companies import BLUEBIRD, COMPANIES, FENNEL, PEBBLE, TARGETS, VENDORS, dossiers
from demo.feeds import APPS_HOST, COMPLAINTS_HOST, COMPLAINTS_PATH
from demo.large import large, planted
from demo.truth import reviews
from demo.web import DemoWeb
from demo.workspace import write


@pytest.fixture(scope="module")
def ports() -> Iterator[dict[str, str]]:
    with DemoWeb() as web:
        yield dict(pair.split("=", 1) for pair in web.replay.split(","))


def _get(address: str, path: str) -> str:
    with urlopen(f"http://{address}{path}", timeout=60) as answer:
        text: str = answer.read().decode()
    return text


def test_reviews_are_the_same_every_time_and_all_apart() -> None:
    for company in COMPANIES:
        planted = reviews(company)
        assert planted == reviews(company)
        assert len({review.ref for review in planted}) == len(planted) == company.reviews
        assert [review.published for review in planted] == sorted((r.published for r in planted), reverse=True)
        assert "{" not in "".join(review.body for review in planted)


def test_complaints_page_by_search_after(ports: dict[str, str]) -> None:
    seen: list[str] = []
    after = ""
    while True:
        query = f"?company=BLUEBIRD%20BANK%2C%20N.A.&size=100&search_after={after}"
        answer: dict[str, Any] = json.loads(_get(ports[COMPLAINTS_HOST], COMPLAINTS_PATH + query))
        hits = answer["hits"]["hits"]
        if not hits:
            break
        seen += [hit["_id"] for hit in hits]
        after = "_".join(str(part) for part in hits[-1]["sort"])
    assert len(seen) == len(set(seen)) == answer["hits"]["total"]["value"] == len(reviews(BLUEBIRD)[::2])


def test_app_feed_ends_without_entries(ports: dict[str, str]) -> None:
    path = "/us/rss/customerreviews/page={}/id=900000101/sortby=mostrecent/json"
    full = [json.loads(_get(ports[APPS_HOST], path.format(page)))["feed"] for page in range(1, 8)]
    assert sum(len(feed.get("entry", ())) for feed in full) == len(reviews(PEBBLE))
    assert "entry" not in full[-1]


def test_listing_states_how_many_there_are(ports: dict[str, str]) -> None:
    page = _get(ports["fennelgrocers.example"], "/reviews?page=2")
    assert f'"reviewCount": "{FENNEL.reviews}"' in page
    assert 'href="https://fennelgrocers.example/reviews?page=3"' in page
    assert page.count('"@type": "Review"') == 20


def test_workspace_says_what_the_dossiers_say(tmp_path: Path) -> None:
    write(tmp_path)
    assert tomllib.loads((tmp_path / "rbp.toml").read_text())["contact"].startswith("https://")
    told = [tomllib.loads(path.read_text()) for path in sorted((tmp_path / "vendors").glob("*.toml"))]
    assert [one["name"] for one in told] == [vendor.name for vendor in VENDORS]
    spiders = [target["spider"] for one in told for client in one["client"] for target in client["target"]]
    assert len(spiders) == sum(len(dossier.targets) for dossier in dossiers()) > len(TARGETS)


def test_large_site_leads_from_the_first_page_to_the_last() -> None:
    site = large(50, per_page=3)
    found, queue = {1}, [1]
    while queue:
        page = site(f"/reviews/{queue.pop()}", {}).body.decode()
        new = {int(number) for number in re.findall(r'href="/reviews/(\d+)"', page)} - found
        found |= new
        queue += new
    assert found == set(range(1, 51))
    assert site("/reviews/51", {}).status == 404
    assert all(35 <= len(review.body.split()) <= 60 for page in (1, 50) for review in planted(page))
