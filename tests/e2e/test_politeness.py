"""What a site asks for is what it gets: robots.txt, Crawl-delay, Retry-After, pauses; and when it is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from store.base import Store
from tests.crawls import opened, run, run_one, target
from tests.web import OPEN_ROBOTS, Asked, Reset, Site, Web, answer, listing, page, review

HOST = "bluebird.example"
PAGES = [[review(number * 10 + place) for place in range(3)] for number in range(1, 5)]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as store:
        yield store


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def with_robots(text: str, status: int = 200) -> Site:
    inner = listing(PAGES)
    return lambda asked: answer(text, status, "text/plain") if asked.path == "/robots.txt" else inner(asked)


def failing(times: int, what: bytes | Callable[[], bytes]) -> Site:
    """Answers the second page `times` times with `what`, made at that moment where it is called; then as it should."""
    inner, left = listing(PAGES), [times]

    def site(asked: Asked) -> bytes | Iterator[bytes]:
        if asked.path.endswith("page=2") and left[0]:
            left[0] -= 1
            return what if isinstance(what, bytes) else what()
        told = inner(asked)
        assert isinstance(told, bytes)
        return told

    return site


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_does_not_answer_closes_the_domain(kept: Store, status: int) -> None:
    with Web({HOST: with_robots("", status)}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == f"failed: robots.txt unavailable (HTTP {status})"
    assert web.paths() == []


def test_a_robots_txt_that_does_not_come_at_all_closes_the_domain_too(kept: Store) -> None:
    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            raise Reset
        return answer(page(PAGES[0]))

    with Web({HOST: site}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "failed: robots.txt unavailable (connection lost)"
    assert web.paths() == []


@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://[", "/robots.txt"])
def test_a_robots_txt_that_leads_nowhere_is_none(kept: Store, place: str) -> None:
    """As many redirects as a crawl follows, and no rules behind them: as good as a 404 (RFC 9309, 2.3.1.2)."""
    inner = listing(PAGES)

    def site(asked: Asked) -> bytes | Iterable[bytes]:
        return answer("", 302, location=place) if asked.path == "/robots.txt" else inner(asked)

    with Web({HOST: site}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_opens_it(kept: Store, status: int) -> None:
    with Web({HOST: with_robots("", status)}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"


def test_what_robots_txt_forbids_is_not_asked_for_and_is_told(kept: Store) -> None:
    with Web({HOST: with_robots("User-agent: rbp\nDisallow: /reviews?page=3\n")}) as web:
        report = run_one(kept, web, target(HOST))
    assert web.paths() == ["/reviews", "/reviews?page=2"]
    assert report.verdict == "partial: 1 of 3 pages failed (robots.txt forbids it)"
    assert report.went_wrong


@pytest.mark.parametrize(
    "text",
    ["\ufeffUser-agent: *\nDisallow: /", "User-agent: *\nAllow: /\n\nUser-agent: RBP/0.1 (+https://x)\nDisallow: /"],
)
def test_a_byte_order_mark_or_a_version_of_our_name_hides_no_rule(kept: Store, text: str) -> None:
    with Web({HOST: with_robots(text)}) as web:
        report = run_one(kept, web, target(HOST))
    assert web.paths() == []
    assert dict(report.failures) == {"robots.txt forbids it": 1}


def test_of_a_robots_txt_without_end_the_first_500_kib_hold(kept: Store) -> None:
    """RFC 9309, 2.5: so much must be read; nobody can be held to what stands behind it."""
    padding = "# nothing to see here\n" * (500 * 1024 // 22 + 1)
    with Web({HOST: with_robots(f"User-agent: *\nDisallow: /reviews?page=3\n{padding}Disallow: /\n")}) as web:
        report = run_one(kept, web, target(HOST))
    assert dict(report.failures) == {"robots.txt forbids it": 1}
    assert web.paths() == ["/reviews", "/reviews?page=2"]


def test_crawl_delay_and_the_pace_are_kept(kept: Store) -> None:
    with Web({HOST: with_robots("User-agent: *\nCrawl-delay: 0.4\n")}) as web:
        assert run_one(kept, web, target(HOST), pace=";pace=0.1").verdict == "whole"
    gaps = [later.at - earlier.at for earlier, later in pairwise(web.log)]
    assert min(gaps[1:]) >= 0.39  # the first gap is the pace: the delay is known when robots.txt was read
    assert gaps[0] >= 0.09


def test_a_crawl_delay_beyond_patience_gives_the_domain_up(kept: Store) -> None:
    with Web({HOST: with_robots("User-agent: *\nCrawl-delay: 86400\n")}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict.startswith("failed: bluebird.example given up: robots.txt wants 86400 s")
    assert web.paths() == []


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_waited_for(kept: Store, status: int, form: str) -> None:
    def slow_down() -> bytes:
        until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        return answer("slow down", status, retry_after="1" if form == "seconds" else until)

    with Web({HOST: failing(1, slow_down)}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "whole"
    refused, again = (asked.at for asked in web.log if asked.path.endswith("page=2"))
    assert again - refused >= 0.99  # the date has whole seconds: of the two that it asks for, more than one is left
    assert web.paths() == ["/reviews", *["/reviews?page=2"] * 2, "/reviews?page=3", "/reviews?page=4"]


def test_a_refusal_without_end_gives_the_domain_up_and_the_next_crawl_goes_on(kept: Store) -> None:
    with Web({HOST: failing(6, answer("no", 429, retry_after="0"))}) as web:
        given_up = run_one(kept, web, target(HOST))
        assert given_up.verdict == "failed: bluebird.example given up: 6 refusals in a row (status 429)"
        assert kept.stats()["reviews"] == 3
        assert run_one(kept, web, target(HOST)).verdict == "whole"
    assert kept.stats()["reviews"] == 12


def test_being_told_to_wait_for_hours_is_no_waiting(kept: Store) -> None:
    with Web({HOST: failing(1, answer("later", 503, retry_after="86400"))}) as web:
        report = run_one(kept, web, target(HOST))
    assert "asked to wait 86400 s (status 503)" in report.verdict


def test_a_page_that_fails_for_ever_is_tried_four_times_and_told(kept: Store) -> None:
    with Web({HOST: failing(99, answer("broken", 500))}) as web:
        report = run_one(kept, web, target(HOST))
    assert web.paths() == ["/reviews", *["/reviews?page=2"] * 4]
    assert report.verdict == "partial: 1 of 2 pages failed (status 500)"
    assert dict(report.failures) == {"status 500": 1}


def test_a_page_that_is_unavailable_for_ever_does_not_keep_the_crawl_from_the_others(kept: Store) -> None:
    """The domain was given up on its account, by this crawl and by each one after it."""
    links = [f"/reviews/{place}" for place in range(4)]

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS, kind="text/plain")
        if asked.path == links[0]:
            return answer("broken", 503)
        return answer(page(PAGES[links.index(asked.path)], links=[]) if asked.path in links else page([], links=links))

    with Web({HOST: site}) as web:
        report = run_one(kept, web, target(HOST, follow="^/reviews/"))
    assert dict(report.failures) == {"status 503": 1}
    assert report.verdict == "partial: 1 of 5 pages failed (status 503)"
    assert web.paths().count(links[0]) == 4
    assert kept.stats()["reviews"] == 9


def test_no_cookie_is_sent_back_and_the_user_agent_is_honest(kept: Store) -> None:
    inner = listing(PAGES)

    def site(asked: Asked) -> bytes:
        told = inner(asked)
        assert isinstance(told, bytes)
        return told.replace(b"\r\n", b"\r\nSet-Cookie: who=you\r\n", 1)

    with Web({HOST: site}) as web:
        run_one(kept, web, target(HOST))
    assert all("cookie" not in asked.headers and "referer" not in asked.headers for asked in web.log)
    assert {asked.headers["user-agent"].partition("/")[0] for asked in web.log} == {"rbp"}
    assert all("(+https://tests.example)" in asked.headers["user-agent"] for asked in web.log)


def test_targets_of_one_domain_share_its_pace(kept: Store) -> None:
    hosts = [f"{name}.bluebird.example" for name in ("a", "b", "c")]
    with Web({host: listing(PAGES[:2]) for host in hosts}) as web:
        report = run(kept, web, *(target(host) for host in hosts), pace=";pace=0.15")
    assert {each.verdict for each in report.targets} == {"whole"}
    assert min(later.at - earlier.at for earlier, later in pairwise(web.log)) >= 0.14


def test_different_domains_do_not_wait_for_each_other(kept: Store) -> None:
    hosts = ["bluebird.example", "fennel.example"]
    with Web({host: listing(PAGES[:3]) for host in hosts}) as web:
        run(kept, web, *(target(host) for host in hosts), pace=";pace=0.2")
    first = {host: min(asked.at for asked in web.log if asked.host == host) for host in hosts}
    last = {host: max(asked.at for asked in web.log if asked.host == host) for host in hosts}
    assert first[hosts[0]] < last[hosts[1]]
    assert first[hosts[1]] < last[hosts[0]]


def test_a_public_api_that_is_documented_for_programs_is_not_asked_for_robots_txt(kept: Store) -> None:
    from analysis.model import Target

    empty = answer('{"hits": {"total": {"value": 0, "relation": "eq"}, "hits": []}}', kind="application/json")
    with Web({"www.consumerfinance.gov": lambda asked: empty}) as web:
        report = run_one(kept, web, Target.of("cfpb", "bluebird-bank", {"company": "BLUEBIRD BANK, N.A."}))
    assert [asked.path for asked in web.log if asked.path == "/robots.txt"] == []
    assert report.verdict == "failed: no reviews found"


def test_open_robots_and_an_empty_page_are_told_as_nothing_found(kept: Store) -> None:
    def site(asked: Asked) -> bytes:
        return answer(OPEN_ROBOTS if asked.path == "/robots.txt" else page([]))

    with Web({HOST: site}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "failed: no reviews found"
    assert report.went_wrong
