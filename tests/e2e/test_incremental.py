"""Later crawls of a newest-first source read what is new, and no gap is left when one was cut short."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from analysis.model import Target
from crawler.plan import KNOWN_ENOUGH
from crawler.replay import Replay
from crawler.report import CrawlOptions, TargetReport
from crawler.run import crawl
from demo.companies import PEBBLE
from demo.feeds import APPS_HOST, apps
from demo.truth import Planted
from demo.web import DemoWeb
from store.base import Store
from store.ledger import RunMode
from tests.crawls import opened

APP = Target.of("app_store", "pebble-mobile", {"app": "900000101", "country": "us"})
FIRST_DAY = date(2025, 1, 1)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as store:
        yield store


def reviews(first: int, last: int) -> list[Planted]:
    """Reviews number first..last, a day apart, newest first."""
    return [_review(number) for number in range(last, first - 1, -1)]


def _review(number: int) -> Planted:
    day, text = FIRST_DAY + timedelta(days=number), f"Support answered my chat {number} politely."
    return Planted(f"pebble-{number}", PEBBLE, day, "", text, 4, "A", "en", ())


def visit(kept: Store, published: list[Planted], **told: object) -> TargetReport:
    with DemoWeb({APPS_HOST: apps({"900000101": published})}) as web:
        options = CrawlOptions("https://tests.example", b"secret", replay=Replay.parse(web.replay), **told)  # type: ignore[arg-type]
        [report] = crawl([APP], kept, options).targets
    assert report.run is not None
    return report


def stored(kept: Store) -> set[str]:
    return {reading.review.ref for reading in kept.readings()}


def test_a_later_crawl_stops_at_what_is_known(kept: Store) -> None:
    first = visit(kept, reviews(0, 299))
    assert first.run is not None
    assert (first.run.mode, first.run.counts["new"], first.run.watermark) == (RunMode.FULL, 300, "2025-10-27")
    second = visit(kept, reviews(0, 309))
    assert second.run is not None
    assert (second.run.mode, second.run.counts["new"]) == (RunMode.INCREMENTAL, 10)
    assert second.run.counts["pages"] == 1
    assert (second.verdict, second.run.watermark) == ("whole", "2025-11-06")
    assert second.run.counts["vanished"] == 0


def test_full_visits_all_again(kept: Store) -> None:
    visit(kept, reviews(0, 299))
    again = visit(kept, reviews(0, 299), full=True)
    assert again.run is not None
    assert (again.run.mode, again.run.counts["known"]) == (RunMode.FULL, 300)


def test_a_crawl_cut_short_leaves_no_gap(kept: Store) -> None:
    """New reviews fill three pages; the run stops in the first. What it kept is known then, and yet is no reason to
    stop: the watermark stands behind it."""
    visit(kept, reviews(0, 99))
    cut = visit(kept, reviews(0, 249), limit=KNOWN_ENOUGH + 5)
    assert cut.run is not None
    assert cut.run.watermark == "2025-04-10"
    assert cut.verdict.startswith("partial")
    rest = visit(kept, reviews(0, 249))
    assert rest.verdict == "whole"
    assert len(stored(kept)) == 250


def test_since_and_then_without_it_reads_the_rest(kept: Store) -> None:
    some = visit(kept, reviews(0, 199), since=FIRST_DAY + timedelta(days=150))
    assert some.run is not None
    assert (some.verdict, some.run.counts["new"]) == ("whole", 50)
    assert some.run.counts["pages"] < 4
    rest = visit(kept, reviews(0, 199))
    assert rest.run is not None
    assert (rest.verdict, rest.run.mode) == ("whole", RunMode.FULL)
    assert len(stored(kept)) == 200
