"""docs/crawling.md tells the numbers that the code keeps."""

from __future__ import annotations

import re

from crawler import course, intake, keeper, page, plan, settings
from crawler.politeness import gate
from crawler.replay import Replay
from tests.docs.pages import CHECKOUT

PAGE = re.sub(r"\s+", " ", (CHECKOUT / "docs/crawling.md").read_text("utf-8"))


def test_the_numbers_are_those_of_the_code() -> None:
    for told in (
        f"At most {keeper.BATCH_PAGES} pages a target are asked for a second time",
        f"down to {plan.KNOWN_ENOUGH} known and unchanged reviews",
        f"Every {plan.FULL_SWEEP_EVERY.days} days",
        f"after {gate.REFUSALS} refusals in a row",
        f"more than {gate.LONGEST_PAUSE / 60:.0f} minutes",
        f"when {gate.FAILURES} pages in a row never come",
        f"hold {page.MOST_PARTS:,} tags and objects",
        f"more than {intake.LONGEST_TEXT:,} characters is no review",
        f"may be {settings.DOWNLOAD_MAXSIZE // 1024**2} MB",
        f"take {settings.DOWNLOAD_TIMEOUT} s, with {settings.REDIRECT_MAX_TIMES} redirects",
        f"ends at {course.MAX_PAGES:,} pages a target, or when {course.MAX_BARREN} pages in a row",
    ):
        assert told in PAGE, told


def test_the_replay_setting_is_one_that_is_read() -> None:
    [told] = re.findall(r'RBP_REPLAY="([^"]+)"', PAGE)
    assert len(Replay.parse(told).hosts) == 2
    assert Replay.parse(f"{told};pace=0.2").pace == 0.2
