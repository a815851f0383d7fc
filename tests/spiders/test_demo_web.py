"""The spiders find on the demo web what was planted there, in every syntax, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from scrapy.http import Response

from analysis.model import Target
from crawler.items import RawReview
from crawler.sources import spiders
from demo.companies import BLUEBIRD, COMPANIES, TARGETS
from demo.truth import Planted, reviews
from demo.web import sites
from tests.spiders.walking import walk

SITES = sites()


def fetch(url: str) -> Response:
    parts = urlsplit(url)
    answer = SITES[parts.hostname or ""](parts.path, dict(parse_qsl(parts.query)))
    assert answer.status == 200, url
    return Response(url, body=answer.body, headers={"Content-Type": answer.content_type})


def planted_for(target: Target) -> tuple[Planted, ...]:
    company = next(company for company in COMPANIES if company.client.id == target.client)
    planted = reviews(company)
    if company is BLUEBIRD:  # published in two places
        return planted[::2] if target.source == "cfpb" else planted[1::2]
    return planted


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: f"{target.source}-{target.client}")
def test_finds_what_was_planted(target: Target) -> None:
    given: dict[str, Any] = dict(target.parameters)
    found = walk(spiders()[target.source](**given), fetch)
    planted = planted_for(target)
    read = [review for page in found.pages.values() for review in page.reviews]
    assert sorted(review.body for review in read) == sorted(review.body for review in planted)
    by_text = defaultdict(list)
    for review in planted:
        by_text[review.body].append(review)
    for raw in read:
        _compare(raw, by_text[raw.body])
    assert {page.stated for page in found.pages.values()} <= {None, len(planted)}
    assert found.drops == ({"broken JSON-LD": 1} if target.client == "marlow-air" else {})


def _compare(raw: RawReview, candidates: list[Planted]) -> None:
    """The same text may have been planted twice: one of them must fit in every field."""
    fitting = [planted for planted in candidates if planted.published.isoformat() == str(raw.published)[:10]]
    assert fitting, f"{raw.published} is not the day of {raw.body!r}"
    assert raw.ref
    assert (raw.worst, raw.best) == (1.0, 5.0)
    if raw.url.startswith("https://itunes.apple.com/"):  # an app's review always has a title and stars
        assert (raw.title, raw.rating) in [(planted.title or "Review", planted.rating or 3) for planted in fitting]
    elif raw.url.startswith("https://www.consumerfinance.gov/"):
        assert (raw.title, raw.rating) == ("", None)
    else:  # RDFa has no title in this web
        assert raw.rating in [planted.rating for planted in fitting]
        assert raw.title in ["", *(planted.title for planted in fitting)]
