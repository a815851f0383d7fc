"""Review pages of the demo's companies, each in another of the syntaxes that schema.org is published in."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape

from demo.companies import Company
from demo.site import NOT_FOUND, Answer, Site, html
from demo.truth import Planted

PER_PAGE = 20
BROKEN_BLOCK = '<script type="application/ld+json">{"@type": "Review", "reviewBody": "cut off in the mid</script>'

Block = Callable[[Planted, str], str]


def listing(company: Company, planted: Sequence[Planted], block: Block, *, broken_on: int | None = None) -> Site:
    """A site with /reviews and rel=next, 20 reviews a page. `broken_on` is a page with a block that no one can read."""
    host = company.client.domains[0]
    pages = [planted[start : start + PER_PAGE] for start in range(0, len(planted), PER_PAGE)]

    def answer(path: str, query: dict[str, str]) -> Answer:
        page = query.get("page", "1")
        if path != "/reviews" or not page.isdigit() or not 1 <= int(page) <= len(pages):
            return NOT_FOUND
        number = int(page)
        more = f"https://{host}/reviews?page={number + 1}" if number < len(pages) else ""
        body = "\n".join(block(review, host) for review in pages[number - 1])
        body += BROKEN_BLOCK if number == broken_on else ""
        return html(_page(company.client.name, body + _aggregate(company, len(planted)), more))

    return answer


def branches(company: Company, planted: Sequence[Planted]) -> Site:
    """A site with an index of branches and one page a branch, all of its reviews on it."""
    host = company.client.domains[0]
    names = ("harbour-street", "mill-lane", "old-town", "station-road", "west-gate", "quay-side")
    shares = {name: planted[place :: len(names)] for place, name in enumerate(names)}

    def answer(path: str, query: dict[str, str]) -> Answer:
        if path == "/branches":
            links = "".join(f'<li><a href="/branches/{name}">{name}</a></li>' for name in names)
            return html(_page(company.client.name, f"<ul>{links}</ul>", ""))
        share = shares.get(path.removeprefix("/branches/"))
        if share is None:
            return NOT_FOUND
        return html(_page(company.client.name, "\n".join(json_ld(review, host) for review in share), ""))

    return answer


def json_ld(review: Planted, host: str) -> str:
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Review",
        "@id": f"https://{host}/reviews/{review.ref}",
        "url": f"https://{host}/reviews/{review.ref}",
        "author": {"@type": "Person", "name": review.author},
        "datePublished": review.published.isoformat(),
        "reviewBody": review.body,
        "inLanguage": review.language,
    }
    if review.title:
        told["headline"] = review.title
    if review.rating is not None:
        told["reviewRating"] = {"@type": "Rating", "ratingValue": str(review.rating), "bestRating": "5"}
    return f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'


def microdata(review: Planted, host: str) -> str:
    stars = (
        f'<div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">'
        f'<span itemprop="ratingValue">{review.rating}</span>/<span itemprop="bestRating">5</span></div>'
        if review.rating is not None
        else ""
    )
    return (
        f'<article itemscope itemtype="https://schema.org/Review" id="{review.ref}">'
        f'<link itemprop="url" href="https://{host}/reviews/{review.ref}"><b itemprop="name">{escape(review.title)}</b>'
        f'<span itemprop="author">{escape(review.author)}</span>{stars}'
        f'<time itemprop="datePublished" datetime="{review.published.isoformat()}">{review.published}</time>'
        f'<p itemprop="reviewBody">{escape(review.body)}</p></article>'
    )


def rdfa(review: Planted, host: str) -> str:
    stars = (
        f'<div property="reviewRating" typeof="Rating"><span property="ratingValue">{review.rating}</span></div>'
        if review.rating is not None
        else ""
    )
    return (
        f'<div vocab="https://schema.org/" typeof="Review" resource="https://{host}/reviews/{review.ref}">'
        f'<link property="url" href="https://{host}/reviews/{review.ref}">{stars}'
        f'<div property="author" typeof="Person"><span property="name">{escape(review.author)}</span></div>'
        f'<meta property="datePublished" content="{review.published.isoformat()}">'
        f'<p property="reviewBody">{escape(review.body)}</p></div>'
    )


def _aggregate(company: Company, count: int) -> str:
    told = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": company.client.name,
        "aggregateRating": {"@type": "AggregateRating", "ratingValue": "3.1", "reviewCount": str(count)},
    }
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def _page(name: str, body: str, more: str) -> str:
    link = f'<link rel="next" href="{more}">' if more else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Reviews of {escape(name)}</title>{link}'
        f"</head><body><h1>What customers say about {escape(name)}</h1>{body}</body></html>"
    )
