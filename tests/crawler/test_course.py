"""Where a run goes on from a page, and where it has gone far enough."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from crawler.completeness import Outcome, verdict
from crawler.course import MAX_DEPTH, Course
from crawler.facts import Facts
from crawler.items import PageItem
from crawler.plan import Plan
from store.ledger import PageRef, RunMode

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def ref(name: str, depth: int) -> PageRef:
    return PageRef("target", f"https://bluebird.example/{name}", depth)


@pytest.mark.parametrize("way", ["next", "follow"])
@pytest.mark.parametrize(
    ("depth", "goes_on", "said"),
    [(MAX_DEPTH, True, "whole"), (MAX_DEPTH + 1, False, "partial: stopped 5,000 links from the first page")],
)
def test_a_link_at_the_limit_of_depth_is_followed_and_one_beyond_is_told(
    way: str, depth: int, goes_on: bool, said: str
) -> None:
    onward = ref("onward", depth)
    page = PageItem(ref("here", depth - 1), NOW)
    if way == "next":
        page.next = onward
    else:
        page.follow = (onward,)

    async def act() -> tuple[list[PageRef], str]:
        page.judged.set()
        course = Course(Plan(1, RunMode.FULL, resumed=False), Facts(pages=1, with_reviews=1, reviews=20), None)
        return await course.onward(page), course.capped

    links, capped = asyncio.run(act())
    assert links == ([onward] if goes_on else [])
    seen = Outcome("finished", Facts(pages=1, with_reviews=1, reviews=20), captured=20, resumed=False, capped=capped)
    assert verdict(seen) == said
