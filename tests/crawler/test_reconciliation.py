"""What was crawled against what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from analysis.model import Target
from crawler.report import CrawlReport, Reconciliation, TargetReport
from store.ledger import Run, RunMode

TARGET = Target.of("reviews.example", "bluebird-bank", {})
COUNTS = {"shown": 12, "reviews": 11, "new": 5, "changed": 1, "known": 3, "rejected": 2, "forgotten": 1}
RUN = Run("run", TARGET.key, 1, RunMode.FULL, datetime(2026, 1, 1, tzinfo=UTC), finish="finished", counts=COUNTS)


def report(*runs: Run) -> CrawlReport:
    return CrawlReport([TargetReport(TARGET, "whole", run) for run in runs])


def test_the_books_add_up_over_all_targets() -> None:
    books = report(RUN, RUN).books
    assert books == Reconciliation(crawled=24, indexed=12, unchanged=6, dead_lettered=4, forgotten=2)
    assert books.missing == 0
    assert report(RUN).exit_code() == 0


def test_a_review_that_is_not_accounted_for_is_a_failure() -> None:
    short = report(RUN, replace(RUN, counts={**COUNTS, "new": 4}))
    assert short.books.missing == 1
    assert short.exit_code() == 1
