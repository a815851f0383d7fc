"""No crawl pretends to be whole: what each kind of incomplete site is told as."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest

from store.base import Store
from tests.crawls import refs, run_one, target
from tests.web import OPEN_ROBOTS, Asked, Web, answer, listing, page, review, site_of, total

HOST = "bluebird.example"
PAGES = [[review(number * 10 + place) for place in range(3)] for number in range(1, 5)]


def test_less_than_the_source_states_is_partial(kept: Store) -> None:
    with Web({HOST: site_of({"/reviews": page([total(3410, [review(n) for n in range(5)])])})}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "partial: 5 of 3,410"
    assert not report.went_wrong
    assert report.run is not None
    assert report.run.stated == 3410


def test_all_that_the_source_states_is_whole(kept: Store) -> None:
    with Web({HOST: site_of({"/reviews": page([total(5, [review(n) for n in range(5)])])})}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"


def test_what_an_older_crawl_had_does_not_make_up_for_what_this_one_lacks(kept: Store) -> None:
    reviews = [review(n) for n in range(5)]
    with Web({HOST: site_of({"/reviews": page([total(5, reviews)])})}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"
    with Web({HOST: site_of({"/reviews": page([total(5, reviews[:2])])})}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "partial: 2 of 5"
    assert report.run is not None
    assert report.run.counts["vanished"] == 0


def test_characters_that_were_lost_do_not_make_up_for_reviews_that_are_missing(kept: Store) -> None:
    reviews = [review(n, reviewBody=f"Support number {n} was \ufffd\ufffd\ufffd quick.") for n in range(5)]
    with Web({HOST: site_of({"/reviews": page([total(9, reviews)])})}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "partial: 5 of 9"


def test_a_page_number_that_changes_nothing_is_suspect(kept: Store) -> None:
    numbers = count(2)
    same = [review(n) for n in range(4)]

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS)
        return answer(page(same, next_page=f"/reviews?page={next(numbers)}"))

    with Web({HOST: site}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict.startswith("suspect: every page repeats page 1")
    assert len(web.paths()) == 4  # three in a row repeat the first
    assert len(refs(kept)) == 4


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html><head><title>Sign in</title></head><body><form><input type='password'></form></body></html>", "login"),
        ("<html><head><title>Before you continue</title></head><body><h1>Cookies</h1></body></html>", "consent"),
        ("<html><head><title>Just a moment...</title></head><body>Checking</body></html>", "robot"),
    ],
)
def test_a_wall_is_suspect_and_nothing_is_stored_from_it(kept: Store, body: str, kind: str) -> None:
    pages = {"/reviews": page(PAGES[0], next_page="/reviews?page=2"), "/reviews?page=2": body}
    with Web({HOST: site_of(pages)}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict.startswith("suspect: 1 page behind a wall (")
    assert kind in report.verdict
    assert report.went_wrong
    assert len(refs(kept)) == 3


def test_a_source_that_suddenly_gives_nothing_is_told(kept: Store) -> None:
    with Web({HOST: listing(PAGES)}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"
    with Web({HOST: site_of({"/reviews": page([])})}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "suspect: no reviews where there were 12"


def test_a_field_that_a_source_had_and_has_no_more_is_told(kept: Store) -> None:
    reviews = [review(n) for n in range(30)]
    with Web({HOST: listing([reviews])}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"
    bare = [{key: value for key, value in one.items() if key != "reviewRating"} for one in reviews]
    with Web({HOST: listing([bare])}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "suspect: field 'rating' was in 100% of the reviews and is in 0%"
    assert report.run is not None
    assert report.run.counts["changed"] == 30


def test_ids_that_change_on_each_visit_are_told_by_content(kept: Store) -> None:
    names = count(1000)

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS)
        return answer(page([review(n) | {"@id": f"#review-{next(names)}"} for n in range(6)]))

    with Web({HOST: site}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"
        before = refs(kept)
        again = run_one(kept, web, target(HOST))
    assert again.verdict == "suspect: unstable ids: 6 reviews came back under another id"
    assert refs(kept) == before


@pytest.mark.parametrize(("known", "told"), [(3, True), (2, False)])
def test_half_of_a_page_must_be_known_before_its_ids_are_mistrusted(kept: Store, known: int, told: bool) -> None:
    """Templates are written twice by chance."""
    names = count(1000)
    shown = [range(6), range(6 - known, 12 - known)]

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS)
        return answer(page([review(n) | {"@id": f"#review-{next(names)}"} for n in shown[0]]))

    with Web({HOST: site}) as web:
        run_one(kept, web, target(HOST))
        del shown[0]
        again = run_one(kept, web, target(HOST))
    assert ("unstable ids: 3 reviews" in again.verdict) is told
    assert len(refs(kept)) == (9 if told else 12)


def test_an_edit_is_noticed_and_what_vanished_is_marked_and_stays(kept: Store) -> None:
    with Web({HOST: listing(PAGES)}) as web:
        run_one(kept, web, target(HOST))
    edited = [[review(10, reviewBody="On second thoughts, support never called me back.")], *PAGES[1:]]
    with Web({HOST: listing(edited)}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.run is not None
    assert {name: report.run.counts[name] for name in ("new", "changed", "known", "vanished")} == {
        "new": 0, "changed": 1, "known": 9, "vanished": 2,
    }  # fmt: skip
    assert len(refs(kept)) == 12


def test_a_maze_of_links_ends(kept: Store) -> None:
    """A calendar: each page leads to one more day, and none has a review."""

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS)
        day = int(asked.path.rpartition("/")[2]) if asked.path != "/reviews" else 0
        reviews = PAGES[0] if asked.path == "/reviews" else []
        return answer(page(reviews, links=[f"/day/{day + step}" for step in (1, 2, 3)]))

    with Web({HOST: site}) as web:
        report = run_one(kept, web, target(HOST, follow="^/day/[0-9]+$"))
    assert report.verdict.startswith("partial: 200 pages in a row without a new review")
    assert len(web.paths()) < 300


def test_ten_thousand_links_on_a_page_are_cut_and_counted(kept: Store) -> None:
    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS)
        links = [f"/branch/{n}" for n in range(10_000)] if asked.path == "/reviews" else []
        return answer(page(PAGES[0], links=links))

    with Web({HOST: site}) as web:
        report = run_one(kept, web, target(HOST, follow="^/branch/[0-9]+$"), max_pages=40)
    assert report.run is not None
    assert report.run.drops["links beyond 1000 on a page"] == 9000
    assert not report.verdict.startswith("whole")
    assert len(web.paths()) < 60


def test_a_cap_on_pages_is_partial_and_the_next_crawl_goes_on(kept: Store) -> None:
    with Web({HOST: listing(PAGES)}) as web:
        capped = run_one(kept, web, target(HOST), max_pages=2)
        assert capped.verdict == "partial: stopped at 2 pages; 1 page still to visit"
        assert run_one(kept, web, target(HOST), max_pages=2).verdict == "whole"
    assert len(refs(kept)) == 12


def test_restart_forgets_the_pages_and_keeps_the_reviews(kept: Store) -> None:
    with Web({HOST: listing(PAGES)}) as web:
        run_one(kept, web, target(HOST), max_pages=2)
        asked = len(web.paths())
        report = run_one(kept, web, target(HOST), restart=True)
    assert report.verdict == "whole"
    assert web.paths()[asked:] == ["/reviews", "/reviews?page=2", "/reviews?page=3", "/reviews?page=4"]
    assert len(refs(kept)) == 12


def test_since_leaves_older_reviews_out_and_marks_nothing_as_vanished(kept: Store) -> None:
    old = [review(n, datePublished="2020-01-01") for n in range(50, 53)]
    with Web({HOST: listing([*PAGES, old])}) as web:
        run_one(kept, web, target(HOST))
        report = run_one(kept, web, target(HOST), since=date(2025, 1, 1))
    assert report.run is not None
    assert report.run.drops == {"older than 2025-01-01": 3}
    assert report.run.counts["vanished"] == 0
    assert report.verdict == "whole"


def test_since_keeps_what_may_be_young_enough(kept: Store) -> None:
    """A year that the day lies in, and no date at all: nobody knows that such a review is older."""
    days = ["2024", "2024-05", "2024-06", "2024-06-01", "2024-05-31", ""]
    with Web({HOST: listing([[review(n, datePublished=day) for n, day in enumerate(days)]])}) as web:
        report = run_one(kept, web, target(HOST), since=date(2024, 6, 1))
    assert report.run is not None
    assert report.run.drops == {"older than 2024-06-01": 2}
    told = {str(reading.review.published or "") for reading in kept.readings()}
    assert told == {"2024", "2024-06", "2024-06-01", ""}


@pytest.mark.parametrize("since_first", [True, False])
def test_since_and_a_sweep_cut_short_do_not_go_on_with_each_other(kept: Store, since_first: bool) -> None:
    """A run with --since marks pages as done of which it left out the older reviews."""
    old = [review(n, datePublished="2020-01-01") for n in range(50, 53)]
    narrow = {"since": date(2025, 1, 1)}
    with Web({HOST: listing([old, *PAGES])}) as web:
        run_one(kept, web, target(HOST))
        run_one(kept, web, target(HOST), full=True, max_pages=2, **(narrow if since_first else {}))
        report = run_one(kept, web, target(HOST), **({} if since_first else narrow))
    assert report.run is not None
    assert (report.verdict, report.run.counts["vanished"]) == ("whole", 0)
    assert report.run.counts["reviews"] == (15 if since_first else 12)
    assert sum(count.vanished for count in kept.census(None)) == 0


def test_pages_that_repeat_others_now_and_then_do_not_end_the_listing(kept: Store) -> None:
    """A pinned review's page comes again between others; three in a row would be a page number that changes nothing."""
    pages = [page for new in PAGES for page in (new, PAGES[0])]
    with Web({HOST: listing(pages)}) as web:
        run_one(kept, web, target(HOST))
    assert len(web.paths()) == len(pages)
    assert len(refs(kept)) == 12
