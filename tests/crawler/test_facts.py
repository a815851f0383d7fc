"""What a run saw, page after page."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.facts import Facts
from crawler.items import PageItem
from store.ledger import PageRef
from tests.store.material import reading


def page(number: int, *refs: str) -> PageItem:
    seen = PageItem(PageRef("t", f"https://bluebird.example/{number}"), datetime.now(UTC), body_hash=str(number))
    seen.readings = [reading(ref) for ref in refs]
    return seen


def test_barren_and_repeating_pages_count_in_a_row_alone() -> None:
    facts, rows = Facts(), []
    for number, refs in enumerate([("1",), (), ("1",), ("2",), (), ("3", "1"), ("3",), ("2",)]):
        facts.note(page(number, *refs))
        rows.append((facts.barren_in_a_row, facts.repeated_in_a_row))
    assert rows == [(0, 0), (1, 0), (2, 1), (0, 0), (1, 0), (0, 0), (1, 1), (2, 2)]
    assert (facts.pages, facts.with_reviews, facts.reviews, facts.shown, facts.repeated) == (8, 6, 3, 7, 3)
