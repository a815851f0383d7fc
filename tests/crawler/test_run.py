"""A whole crawl of the demo web into a real file."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from analysis.model import Target
from crawler.facts import Facts
from crawler.replay import Replay
from crawler.report import CrawlOptions, CrawlReport, Progress, Silence
from crawler.run import crawl
from demo.companies import dossiers
from demo.web import DemoWeb
from store.base import Store

TARGETS = [target for dossier in dossiers() for target in dossier.targets]


@pytest.fixture(scope="module")
def web() -> Iterator[Replay]:
    with DemoWeb() as served:
        yield Replay.parse(served.replay)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    with store.open(f"sqlite:{tmp_path / 'rbp.db'}") as opened:
        yield opened


def run(kept: Store, web: Replay, targets: list[Target], **options: object) -> CrawlReport:
    return crawl(targets, kept, CrawlOptions("https://tests.example", b"secret", replay=web, **options))  # type: ignore[arg-type]


def test_every_target_of_the_demo_is_whole_and_a_second_crawl_changes_nothing(kept: Store, web: Replay) -> None:
    first = run(kept, web, TARGETS)
    assert {report.verdict for report in first.targets} == {"whole"}
    assert first.exit_code(fail_on_partial=True) == 0
    reviews = kept.stats()["reviews"]
    assert reviews == sum(report.run.counts["new"] for report in first.targets if report.run)
    second = run(kept, web, TARGETS)
    assert {report.verdict for report in second.targets} == {"whole"}
    assert sum(report.run.counts["new"] + report.run.counts["changed"] for report in second.targets if report.run) == 0
    assert kept.stats()["reviews"] == reviews


def test_the_stored_address_is_the_original_and_no_author_is_stored(kept: Store, web: Replay) -> None:
    run(kept, web, [target for target in TARGETS if target.source == "schema_org"][:1])
    for reading in kept.readings():
        assert reading.review.url.startswith("https://")
        assert "127.0.0.1" not in reading.review.url
        assert reading.review.author_key is None or len(reading.review.author_key) == 32


def test_a_limit_is_kept_to_the_review_and_the_next_crawl_goes_on(kept: Store, web: Replay) -> None:
    target = next(target for target in TARGETS if target.source == "schema_org")
    limited = run(kept, web, [target], limit=25)
    assert limited.targets[0].verdict.startswith("partial: stopped at the limit")
    assert kept.stats()["reviews"] == 25
    rest = run(kept, web, [target])
    assert rest.targets[0].verdict == "whole"
    again = run(kept, web, [target], full=True)
    assert again.targets[0].run is not None
    assert again.targets[0].run.counts["new"] == 0


def test_what_a_run_remembers_is_let_go_when_its_target_has_ended(kept: Store, web: Replay) -> None:
    """Up to 12 MB a target, of which a crawl may have hundreds."""
    ended: set[Target] = set()
    remembered: list[int] = []

    def count() -> int:
        gc.collect()
        return sum(isinstance(one, Facts) for one in gc.get_objects())

    class Counting(Silence):
        def update(self, progress: Progress) -> None:
            ended.update([progress.target] if progress.ended else [])
            if ended == set(TARGETS) and not remembered:
                remembered.append(count())

    before = count()  # other tests', and those of requests that belong to no target
    crawl(TARGETS, kept, CrawlOptions("https://tests.example", b"secret", replay=web), Counting())
    assert remembered[0] - before < len(ended) / 2
