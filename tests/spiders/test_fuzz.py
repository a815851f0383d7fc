"""Bytes in, reviews or counted reasons out, never an exception: every spider, and all that stands behind it."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from datetime import date
from random import Random
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import Response

from analysis.errors import PageError
from crawler.decode import decode
from crawler.intake import admit
from crawler.items import Extract
from crawler.sources import spiders
from crawler.structured.jsonld import read_script
from crawler.text import plain, tidy
from tests.golden.cases import Case, cases
from tests.spiders.mutation import mutate

TODAY = date(2026, 11, 22)
REASONS = {
    "empty page", "page over 10 MB", "not text", "not HTML", "truncated page", "broken JSON", "HTML instead of JSON",
    "not a search answer", "incomplete search answer", "company filter ignored", "not a feed", "not a list of reviews",
    "not a company's page on Trustpilot", "login page", "consent wall", "robot check",
}  # fmt: skip
EMPTIED = {
    "no text and no rating", "rating outside its scale", "replacement characters", "date unreadable",
    "date in the future", "date before 1990", "reply: date unreadable", "reply: date in the future",
    "reply: date before 1990",
}  # fmt: skip
CASES = cases()
ASKED = {case.name: json.loads((case.folder / "request.json").read_text(encoding="utf-8")) for case in CASES}
BODIES = {case.name: case.body for case in CASES}
SPIDERS = spiders()
MOST_REASONS = 50
FAST, SLOW = 1_500, 100_000


def outcome(case: Case, body: bytes) -> str:
    """What becomes of the bytes, all the way to reviews that a store can hold: a reason, or `read`."""
    asked = ASKED[case.name]
    spider = SPIDERS[case.spider](**asked["parameters"])
    response = Response(asked["url"], headers=asked.get("headers"), body=body)
    try:
        page = spider.extract(response, asked.get("context", {}))
    except PageError as error:
        return error.reason
    hold(page, asked["url"])
    for raw in page.reviews:
        review, emptied = admit(
            raw, source=case.spider, client="bluebird", policy=spider.policy, secret=b"s" * 32, today=TODAY
        )
        assert emptied.keys() <= EMPTIED
        if review is not None:
            assert review.ref
            assert review.rating is None or 0 <= review.rating.value <= 1
            (review.text + review.ref + review.url + (review.reply.text if review.reply else "")).encode()
    return "read"


def fixed(reason: str) -> bool:
    """Whether it is a short fixed phrase: reasons are counted, so that none may hold a part of the page."""
    return reason == "read" or reason in REASONS or re.fullmatch("[A-Za-z][A-Za-z0-9 ,'-]{2,40}", reason) is not None


def hold(page: Extract, url: str) -> None:
    """An extract is well formed whatever the page was."""
    assert all(map(fixed, page.drops))
    assert all(count > 0 for count in page.drops.values())
    assert page.stated is None or 0 <= page.stated < 10**300
    for link in [*([page.next] if page.next else []), *page.follow]:
        assert urlsplit(link.url).scheme in ("http", "https")
        assert urlsplit(link.url).hostname == urlsplit(url).hostname
        assert link.url != url
    for raw in page.reviews:
        for text in (raw.title, raw.body, raw.author, raw.reply):
            assert text == tidy(text)
            text.encode()
        assert raw.url == "" or urlsplit(raw.url).scheme in ("http", "https")
        assert raw.ref is None or raw.ref


def run(number: int, seed: int) -> Counter[str]:
    chance = Random(seed)
    small = [body for body in BODIES.values() if len(body) < 20_000]
    outcomes: Counter[str] = Counter()
    for _ in range(number):
        case = chance.choice(CASES)
        body = mutate([BODIES[case.name]] if BODIES[case.name] in small else small, chance)
        outcomes[outcome(case, body)] += 1
    assert all(map(fixed, outcomes))
    assert len(outcomes) < MOST_REASONS
    return outcomes


def test_spoilt_pages() -> None:
    outcomes = run(FAST, seed=20261122)
    assert outcomes["read"] > FAST / 4, outcomes
    assert len(outcomes) >= 8, outcomes


@pytest.mark.slow
def test_a_hundred_thousand_spoilt_pages(capsys: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    outcomes = run(SLOW, seed=1)
    seconds = time.monotonic() - started
    with capsys.disabled():
        sys.stdout.write(f"\n{SLOW:,} spoilt pages in {seconds:.0f} s ({SLOW / seconds:,.0f}/s): {outcomes}\n")
    assert outcomes.total() == SLOW


NAMES = st.sampled_from(
    [
        "@type", "@id", "@graph", "@value", "review", "author", "name", "reviewBody", "reviewRating",
        "ratingValue", "itemReviewed", "aggregateRating", "reviewCount", "comment", "datePublished", "identifier",
        "url", "feed", "entry", "label", "hits", "_source", "sort", "total", "company", "complaint_what_happened",
        "complaint_id", "im:rating", "id", "content", "attributes", "link", "response", "reviews", "query_summary",
        "cursor", "total_matching", "recommendationid", "voted_up", "timestamp_updated", "developer_response",
    ]
)  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30),
    st.sampled_from(["Review", "#a0001", "https://bluebird.example/x", "4,5", "2024-01-01", "BLUEBIRD BANK, N.A.", ""]),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=6)),
    max_leaves=40,
)
CALM = settings(max_examples=150)


@CALM
@given(VALUES, st.sampled_from(sorted(SPIDERS)))
def test_any_values_where_reviews_should_be(value: object, name: str) -> None:
    case = next(case for case in CASES if case.spider == name)
    text = json.dumps(value)
    wrapped = f'<html><script type="application/ld+json">{text}</script></html>' if name == "schema_org" else text
    assert fixed(outcome(case, wrapped.encode()))


@CALM
@given(st.binary(max_size=400), st.sampled_from(CASES))
def test_any_bytes(body: bytes, case: Case) -> None:
    assert fixed(outcome(case, body))


@CALM
@given(st.text(max_size=300))
def test_any_script(script: str) -> None:
    values, whole = read_script(script)
    assert whole or script.strip()
    assert isinstance(values, list)


@CALM
@given(st.text(max_size=300))
def test_any_fragment_becomes_tidy_text(fragment: str) -> None:
    assert tidy(tidy(fragment)) == tidy(fragment)
    assert plain(fragment) == tidy(plain(fragment))
    plain(fragment).encode()


@CALM
@given(VALUES)
def test_a_script_says_again_what_was_written(value: object) -> None:
    read, whole = read_script(json.dumps(value))
    assert whole
    assert json.dumps(read) == json.dumps([value])


@CALM
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x1b"), min_size=1, max_size=200)
)
def test_utf8_is_read_as_it_was_written(text: str) -> None:
    body = text.encode()
    if not text.strip("\x00﻿ \t\r\n") or body[:2] in (b"\xff\xfe", b"\xfe\xff") or text.startswith("﻿"):
        return
    if text.count("�") > 10:
        return
    assert (
        decode(Response("https://x.example/", body=body, headers={"Content-Type": "text/html; charset=latin-1"}))
        == text
    )
