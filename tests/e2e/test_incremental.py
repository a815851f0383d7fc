"""Later crawls of a newest-first source read what is new, and no gap is left when one was cut short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.model import Target
from crawler.facts import Facts
from crawler.plan import KNOWN_ENOUGH
from crawler.replay import Replay
from crawler.report import CrawlOptions, TargetReport
from crawler.run import crawl
from demo.companies import PEBBLE
from demo.feeds import APPS_HOST, COMPLAINTS_HOST, apps, complaints
from demo.site import Answer
from demo.truth import Planted
from demo.web import DemoWeb
from store.base import Store, Writer
from store.ledger import Ack, Page, RunMode

APP = Target.of("app_store", "pebble-mobile", {"app": "900000101", "country": "us"})
FIRST_DAY = date(2023, 1, 1)


def reviews(first: int, last: int) -> list[Planted]:
    """Reviews number first..last, a day apart, newest first."""
    return [_review(number) for number in range(last, first - 1, -1)]


def day(number: int) -> str:
    """When review number so much was written."""
    return str(FIRST_DAY + timedelta(days=number))


def _review(number: int) -> Planted:
    written, text = FIRST_DAY + timedelta(days=number), f"Support answered my chat {number} politely."
    return Planted(f"pebble-{number}", PEBBLE, written, "", text, 4, "A", "en", ())


def visit(kept: Store, published: list[Planted], asked: list[str] | None = None, **told: object) -> TargetReport:
    """`asked` is given the paths that were asked for."""
    site = apps({"900000101": published})

    def noting(path: str, query: dict[str, str]) -> Answer:
        if asked is not None:
            asked.append(path)
        return site(path, query)

    with DemoWeb({APPS_HOST: noting}) as web:
        options = CrawlOptions("https://tests.example", b"secret", replay=Replay.parse(web.replay), **told)  # type: ignore[arg-type]
        [report] = crawl([APP], kept, options).targets
    assert report.run is not None
    return report


def stored(kept: Store) -> set[str]:
    return {reading.review.ref for reading in kept.readings()}


def test_a_later_crawl_stops_at_what_is_known(kept: Store) -> None:
    first = visit(kept, reviews(0, 299))
    assert first.run is not None
    assert (first.run.mode, first.run.counts["new"], first.run.watermark) == (RunMode.FULL, 300, day(299))
    second = visit(kept, reviews(0, 309))
    assert second.run is not None
    assert (second.run.mode, second.run.counts["new"]) == (RunMode.INCREMENTAL, 10)
    assert second.run.counts["pages"] == 1
    assert (second.verdict, second.run.watermark) == ("whole", day(309))
    assert second.run.counts["vanished"] == 0


def test_full_visits_all_again(kept: Store) -> None:
    visit(kept, reviews(0, 299))
    again = visit(kept, reviews(0, 299), full=True)
    assert again.run is not None
    assert (again.run.mode, again.run.counts["known"]) == (RunMode.FULL, 300)


def test_after_thirty_days_all_is_read_again_and_what_changed_far_down_is_noticed(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(kept, reviews(0, 299))
    published = reviews(0, 309)
    published[200] = replace(published[200], body="On second thoughts, nobody in support ever called me back.")
    del published[250]
    soon = visit(kept, published)
    assert soon.run is not None
    assert (soon.run.mode, soon.run.counts["new"], soon.run.counts["changed"]) == (RunMode.INCREMENTAL, 10, 0)
    monkeypatch.setattr("crawler.plan.FULL_SWEEP_EVERY", timedelta())  # as if so much time had gone by
    later = visit(kept, published)
    assert later.run is not None
    counts = {name: later.run.counts[name] for name in ("new", "changed", "known", "vanished")}
    assert (later.run.mode, later.verdict) == (RunMode.FULL, "whole")
    assert counts == {"new": 0, "changed": 1, "known": 308, "vanished": 1}
    assert len(stored(kept)) == 310  # the one that vanished is marked, and stays


def test_a_crawl_cut_short_leaves_no_gap(kept: Store) -> None:
    """New reviews fill three pages; the run stops in the first. What it kept is known then, and yet is no reason to
    stop: the watermark stands behind it."""
    visit(kept, reviews(0, 99))
    cut = visit(kept, reviews(0, 249), limit=KNOWN_ENOUGH + 5)
    assert cut.run is not None
    assert cut.run.watermark == day(99)
    assert cut.verdict.startswith("partial")
    rest = visit(kept, reviews(0, 249))
    assert rest.verdict == "whole"
    assert len(stored(kept)) == 250


def busy(more: int) -> list[Planted]:
    """Three hundred reviews, a day apart, and so many more on the last day."""
    old = reviews(0, 299)
    return [replace(one, published=old[0].published) for one in reviews(300, 299 + more)] + old


def test_a_crawl_cut_short_leaves_no_gap_within_a_day(kept: Store) -> None:
    visit(kept, busy(0))
    assert visit(kept, busy(200), limit=KNOWN_ENOUGH + 5).verdict.startswith("partial")
    assert visit(kept, busy(200)).verdict == "whole"
    assert len(stored(kept)) == 500


def test_what_a_run_has_just_taken_is_nothing_that_it_knew(kept: Store) -> None:
    """Fifty reviews arrive between its first page and its second, which then shows the first once more."""
    visit(kept, busy(0))
    before, after = apps({"900000101": busy(200)}), apps({"900000101": busy(250)})

    def growing(path: str, query: dict[str, str]) -> Answer:
        return (before if "page=1" in path else after)(path, query)

    with DemoWeb({APPS_HOST: growing}) as web:
        [report] = crawl(
            [APP], kept, CrawlOptions("https://tests.example", b"secret", replay=Replay.parse(web.replay))
        ).targets
    assert report.verdict == "whole"
    assert len(stored(kept)) == 300 + 200


def test_a_day_that_is_known_whole_is_not_read_again(kept: Store) -> None:
    visit(kept, busy(150))
    later = visit(kept, busy(160))
    assert later.run is not None
    assert (later.verdict, later.run.counts["new"], later.run.counts["pages"]) == ("whole", 10, 1)


def test_complaints_that_are_published_late_are_found(kept: Store) -> None:
    """Two complaints a day; a narrative appears some 60 days after its own, on the second page."""
    year = [replace(one, published=one.published + timedelta(days=n // 2)) for n, one in enumerate(reviews(0, 399))]
    new, late = reviews(400, 404), [replace(one, published=year[130].published) for one in reviews(405, 407)]

    def crawled(published: list[Planted]) -> TargetReport:
        with DemoWeb({COMPLAINTS_HOST: complaints({"BLUEBIRD": published})}) as web:
            options = CrawlOptions("https://tests.example", b"secret", replay=Replay.parse(web.replay))
            target = Target.of("cfpb", "bluebird-bank", {"company": "BLUEBIRD"})
            [report] = crawl([target], kept, options).targets
        return report

    assert crawled(year).verdict == "whole"
    later = crawled([*new, *year, *late])
    assert later.run is not None
    assert (later.verdict, later.run.mode, later.run.counts["new"]) == ("whole", RunMode.INCREMENTAL, 8)
    assert later.run.counts["pages"] == 3  # down to twenty of 90 days before, of five


def test_a_sweep_cut_short_and_gone_on_with_is_known_from_its_newest_review_on(kept: Store) -> None:
    """The second run reads the older pages alone: what the first one read must not be read again for ever."""
    visit(kept, reviews(0, 299), max_pages=2)
    rest = visit(kept, reviews(0, 299))
    assert rest.run is not None
    assert (rest.verdict, rest.run.counts["pages"], rest.run.watermark) == ("whole", 5, day(299))
    later = visit(kept, reviews(0, 309))
    assert later.run is not None
    assert (later.verdict, later.run.counts["pages"]) == ("whole", 1)


def test_a_full_crawl_that_a_page_stopped_leaves_the_watermark(kept: Store) -> None:
    """What lies behind the page that failed was not read, so that the next crawl must get down to it."""
    visit(kept, reviews(0, 99))
    site = apps({"900000101": reviews(0, 299)})

    def without_page_2(path: str, query: dict[str, str]) -> Answer:
        return Answer(b"gone", status=404) if "page=2/" in path else site(path, query)

    with DemoWeb({APPS_HOST: without_page_2}) as web:
        options = CrawlOptions("https://tests.example", b"secret", replay=Replay.parse(web.replay), full=True)
        [stopped] = crawl([APP], kept, options).targets
    assert stopped.run is not None
    assert stopped.verdict == "partial: 1 of 2 pages failed (status 404)"
    assert stopped.run.watermark == day(99)
    assert visit(kept, reviews(0, 299)).verdict == "whole"
    assert len(stored(kept)) == 300


def test_a_page_that_the_store_cannot_take_does_not_hold_a_later_crawl_up(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a crawl goes on by what the store says of each page; of this one it says nothing."""
    visit(kept, reviews(0, 299))
    writer = kept.writer

    def choosy() -> Writer:
        made = writer()
        save = made.save

        async def save_most(pages: Sequence[Page]) -> list[Ack]:
            if any("page=1/" in page.ref.url and page.readings for page in pages):
                raise OverflowError("too large")
            return await save(pages)

        monkeypatch.setattr(made, "save", save_most)
        return made

    monkeypatch.setattr(kept, "writer", choosy)
    report = visit(kept, reviews(0, 309))
    assert report.run is not None
    assert (report.run.mode, report.run.counts["rejected"]) == (RunMode.INCREMENTAL, 50)
    assert report.verdict == "partial: 1 of 2 pages failed (not saved)"


def test_a_fault_of_our_own_ends_a_later_crawl_and_leaves_the_page_for_the_next(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise KeyError("no such thing")

    visit(kept, reviews(0, 299))
    with monkeypatch.context() as patched:
        patched.setattr(Facts, "note", break_down)
        assert visit(kept, reviews(0, 309)).verdict == "failed: KeyError: 'no such thing'"
    assert visit(kept, reviews(0, 309)).verdict == "whole"
    assert len(stored(kept)) == 310


def test_since_and_then_without_it_reads_the_rest(kept: Store) -> None:
    some = visit(kept, reviews(0, 199), since=FIRST_DAY + timedelta(days=150))
    assert some.run is not None
    assert (some.verdict, some.run.counts["new"]) == ("whole", 50)
    assert some.run.counts["pages"] == 2
    rest = visit(kept, reviews(0, 199))
    assert rest.run is not None
    assert (rest.verdict, rest.run.mode) == ("whole", RunMode.FULL)
    assert len(stored(kept)) == 200


def test_since_asks_for_no_page_behind_the_first_that_is_too_old(kept: Store) -> None:
    asked: list[str] = []
    report = visit(kept, reviews(0, 399), asked, since=FIRST_DAY + timedelta(days=275))
    assert report.verdict == "whole"
    numbers = [path.partition("page=")[2].partition("/")[0] for path in asked if "page=" in path]
    assert numbers == ["1", "2", "3", "4"]  # 50 a page: the third has young and old ones, all of the fourth are old


CAPPED = "partial: the feed ends at the newest 500 reviews"


def test_a_gap_that_the_source_does_not_fill_is_told_for_as_long_as_it_is_there(kept: Store) -> None:
    """300 reviews, all read. Then come 600 more, of which the feed gives 500; then ten more."""
    visit(kept, reviews(0, 299))
    gap = visit(kept, reviews(0, 899))
    assert gap.run is not None
    assert (gap.verdict, gap.run.mode) == (f"{CAPPED}; what was known before was not reached", RunMode.INCREMENTAL)
    assert gap.run.watermark == day(299)  # where it was
    assert visit(kept, reviews(0, 909)).verdict == gap.verdict
    assert len(stored(kept)) == 300 + 510


def test_a_full_crawl_that_the_source_cuts_off_does_not_make_the_next_one_whole(kept: Store) -> None:
    visit(kept, reviews(0, 299))
    assert visit(kept, reviews(0, 899), full=True).verdict == CAPPED
    assert visit(kept, reviews(0, 909)).verdict.startswith(CAPPED)


def test_a_feed_that_was_never_read_to_its_end_is_never_whole(kept: Store) -> None:
    for last in (599, 609):
        report = visit(kept, reviews(0, last))
        assert report.run is not None
        assert (report.verdict, report.run.mode) == (CAPPED, RunMode.FULL)
