"""A review site of any size, for benchmarks and crash tests: made page by page, so that it costs no memory."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from demo.companies import FENNEL
from demo.pages import json_ld
from demo.phrases import ASIDES, SUPPORT
from demo.site import NOT_FOUND, Answer, Site, html
from demo.truth import Planted, filled

HOST = "large.example"
_WORDS = 40  # about as many words a review as public reviews have
_LAST_DAY = date(2026, 6, 30)
_PER_DAY = 8
_FAN_OUT = 3  # links a page to pages further down, so that a crawl has more than one way to go


def large(pages: int, per_page: int = 20) -> Site:
    """A link-following site: /reviews/1 to /reviews/PAGES, each linking to the next one and to three further down."""

    def answer(path: str, query: dict[str, str]) -> Answer:
        number = path.removeprefix("/reviews/")
        if not number.isdigit() or not 1 <= int(number) <= pages:
            return NOT_FOUND
        page = int(number)
        ahead = range(page + 1, min(page + 1 + _FAN_OUT, pages + 1))
        links = "".join(f'<a href="/reviews/{next_page}">{next_page}</a> ' for next_page in ahead)
        reviews = "\n".join(json_ld(review, HOST) for review in planted(page, per_page))
        return html(f'<!doctype html><html lang="en"><body>{links}{reviews}</body></html>')

    return answer


def planted(page: int, per_page: int = 20) -> list[Planted]:
    """The reviews of one page, the same each time."""
    chance = Random(f"large/{page}")  # noqa: S311  (repeatable, not a secret)
    return [_review((page - 1) * per_page + place, chance) for place in range(per_page)]


def _review(number: int, chance: Random) -> Planted:
    phrase = chance.choice(SUPPORT)
    words = phrase.text.split()
    while len(words) < _WORDS:
        words += chance.choice(ASIDES[chance.choice((1, -1))]).split()
    published = _LAST_DAY - timedelta(days=number // _PER_DAY % 900)
    body = filled(" ".join(words), FENNEL, chance) + f" No {number}."
    rating = chance.randrange(1, 6)
    return Planted(f"large-{number:07d}", FENNEL, published, "", body, rating, f"Customer {number}", "en", (phrase,))
