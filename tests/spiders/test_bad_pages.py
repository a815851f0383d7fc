"""Pages that are nothing, half of something, or far too much: a reason that is counted, and soon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from scrapy.http import Response

from analysis.errors import PageError
from crawler.decode import LARGEST_PAGE
from crawler.items import Extract
from crawler.sources import spiders
from crawler.structured import MOST_REVIEWS

GIVEN: Mapping[str, dict[str, Any]] = {
    "schema_org": {"url": "https://bluebird.example/x", "follow": "."},
    "cfpb": {"company": "BLUEBIRD BANK, N.A."},
    "app_store": {"app": "900000101", "country": "us"},
    "steam": {"app": "900000201"},
}
ATTRIBUTES = b" ".join(b"a%d" % n for n in range(150_000))
LOGIN = b"<html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>"


def read(name: str, body: bytes, **headers: str) -> Extract:
    told = {key.replace("_", "-"): value for key, value in headers.items()}
    response = Response("https://bluebird.example/x", body=body, headers=told)
    return spiders()[name](**GIVEN[name]).extract(response, {"page": "1"})


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize(
    ("body", "html", "feed"),
    [
        (b"", "empty page", "empty page"),
        (b" \r\n\t\x00\xef\xbb\xbf ", "empty page", "empty page"),
        (b"\xef\xbb\xbf \n", "empty page", "empty page"),
        (b"<html><body><p>He said <a hr", "truncated page", "HTML instead of JSON"),
        (b"<html><script type='application/ld+json'>{", "truncated page", "HTML instead of JSON"),
        (b'{"hits": {"hits": [{"_id": "1"', "not HTML", "broken JSON"),
        (b"[" * 100_000, "not HTML", "broken JSON"),
        (bytes(range(256)) * 50, "not HTML", "broken JSON"),
        (b"<" + b"\x00\xff\xfe\x81" * 500, "not text", "not text"),
        (LOGIN, "login page", "HTML instead of JSON"),
        (b"null", "not HTML", None),
        (b"<html>" + b"<p>x" * 100_000 + b"</html>", "too much markup", "HTML instead of JSON"),
        (b"<html><p " + ATTRIBUTES + b">x</p></html>", "too much markup", "HTML instead of JSON"),
        (b"<html><script>if(a<b c='</script><p " + ATTRIBUTES + b">x", "too much markup", "HTML instead of JSON"),
        (
            b"<html><p " + ATTRIBUTES.replace(b" ", b"='>'") + b">x</p></html>",
            "too much markup",
            "HTML instead of JSON",
        ),
        (b"<html><script>[" + b"{}," * 100_000 + b"{}]</script></html>", "too much markup", "too much markup"),
        (b"[" + b"{}," * 100_000 + b"{}]", "not HTML", "too much markup"),
        (b" " * (LARGEST_PAGE + 1), "page over 10 MB", "page over 10 MB"),
    ],
)
def test_a_bad_page_is_told_by_a_fixed_reason(name: str, body: bytes, html: str, feed: str | None) -> None:
    reason = html if name == "schema_org" else feed
    with pytest.raises(PageError) as told:
        read(name, body)
    assert reason is None or told.value.reason == reason


def script(text: str) -> bytes:
    return f'<html><script type="application/ld+json">{text}</script></html>'.encode()


def review(body: str) -> bytes:
    return script(f'{{"@type": "Review", "author": "A", "reviewBody": "{body}"}}')


N = 30_000


@pytest.mark.parametrize(
    "body",
    [
        script("[" * N), script('{"a":' * N), script("[" * N + "]" * N), script("/*" * N), script("//\n" * N),
        script('"' * N), script('{"' + '\\"' * N), script('{"' + '"\\' * N), script("{" + ", " * N), script("<!--" * N),
        script("{" + (", " + " " * 300) * 300), script("//" + " " * N), b"<html>" + b"<" * N,
        b"<html>" + b"<script type='application/ld+json'>{}</script>" * 2000 + b"</html>",
        b"<b>" * N, b"<div itemscope itemprop=review itemtype='https://schema.org/Review'>" * 2000,
        b"<p itemscope itemtype='https://schema.org/Review'><i itemprop=reviewBody>x</i></p>" * 3000,
        b"<html>" + b"".join(b"<a href='/p/%d'>x</a>" % n for n in range(10_000)) + b"</html>",
        b"<a rel='" + b"next " * N + b"' href='/y'></a>", review("<p>" * N), review("<b>" * 90_000), review("<" * N),
        review("&amp;" * N), review("&" * N), review(" " * N), review("<!--" * N),
        script("[" + ",".join(f'{{"@id":"#{n}","author":{{"@id":"#{n + 1}"}}}}' for n in range(5_000)) + "]"),
        review("\\u003cp " + ATTRIBUTES.decode()[:450_000] + ">"),
    ],
    ids=range(28),
)  # fmt: skip
def test_a_page_built_to_hang_a_reader_does_not(body: bytes) -> None:
    """No clock is read: where time grew with the square of the size, this would not end."""
    page = read("schema_org", body)
    assert len(page.reviews) <= 3000
    assert len(page.follow) <= 10_000


_OF_ALL = b"<p itemscope itemtype='https://schema.org/Review' itemref=x></p>"
_TOLD = b"<p typeof=Review><b property=reviewBody>x</b></p>"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<p id=x>" + b"<b itemprop=reviewBody>x</b>" * 2_000 + b"</p>" + _OF_ALL * 2_000, "microdata"),
        (_OF_ALL.replace(b"=x", b"='" + b"y " * 30_000 + b"'"), "microdata"),
        (b"<body vocab='http://schema.org/'>" + _TOLD * 16_000, "RDFa"),
        (b"<body prefix='" + b"p: http://p.example/ " * 4_000 + b"'>" + _TOLD * 10, "RDFa"),
    ],
)
def test_markup_that_is_too_much_to_read_is_counted(body: bytes, what: str) -> None:
    """2,000 items that each have the same 2,000 properties took minutes and hundreds of megabytes."""
    page = read("schema_org", b"<html>" + body + script('{"@type": "Review", "reviewBody": "kept"}') + b"</html>")
    assert [review.body for review in page.reviews] == ["kept"]
    assert page.drops == {f"too much {what}": 1}


def test_a_long_review_is_kept_whole() -> None:
    text = "word " * 40_000 + "end"
    assert read("schema_org", review(text)).reviews[0].body == text
    marked = read("schema_org", review("<p>" + "word <b>word</b> " * 40_000 + "</p>")).reviews[0].body
    assert marked == ("word word " * 40_000).strip()


def test_more_reviews_than_a_page_for_people_has_are_counted() -> None:
    many = ",".join(f'{{"@type": "Review", "reviewBody": "number {n}"}}' for n in range(MOST_REVIEWS + 50))
    page = read("schema_org", script(f"[{many}]"))
    assert len(page.reviews) == MOST_REVIEWS
    assert page.drops == {"reviews beyond 10,000 on a page": 50}


def test_an_emoji_is_a_text() -> None:
    assert read("schema_org", review("👍🏽")).reviews[0].body == "👍🏽"


def test_links_are_followed_once_each_and_only_at_home() -> None:
    links = (
        "/a",
        "/a#b",
        "https://bluebird.example/a",
        "//elsewhere.example/b",
        "mailto:x@y.example",
        "/c?d=1",
        "http:/d",
    )
    body = "".join(f'<a href="{link}">x</a>' for link in links).encode()
    found = [link.url for link in read("schema_org", body).follow]
    assert found[:2] == ["https://bluebird.example/a", "https://bluebird.example/c?d=1"]
    assert all(url.startswith(("https://bluebird.example/", "http://bluebird.example/")) for url in found)
