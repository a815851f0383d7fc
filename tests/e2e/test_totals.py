"""Totals that a site states on several pages: one a branch, added up, and the same over all runs of a sweep."""

from __future__ import annotations

import pytest

from store.base import Store
from tests.crawls import run_one, target
from tests.web import Web, page, review, site_of, total

HOST = "bluebird.example"
BRANCHES = {f"/branch/{name}": [review(f"{name}{n}") for n in range(4)] for name in ("mill", "quay", "west")}
INDEX = page([], links=BRANCHES)


def branches(stated: int, more: dict[str, object] | None = None) -> dict[str, str]:
    """An index of three branches with four reviews each, of which each says that there are so many."""
    told = {path: page([total(stated, shown) | (more or {"url": path})]) for path, shown in BRANCHES.items()}
    return {"/reviews": INDEX, **told}


def test_the_totals_of_followed_pages_add_up(kept: Store) -> None:
    one = target(HOST, follow="^/branch/")
    with Web({HOST: site_of(branches(4))}) as web:
        assert run_one(kept, web, one).verdict == "whole"
    with Web({HOST: site_of(branches(1136))}) as web:
        report = run_one(kept, web, one)
    assert report.verdict == "partial: 12 of 3,408"
    assert report.run is not None
    assert report.run.stated == 3408


@pytest.mark.parametrize("sign", [{"@id": "/#us"}, {"url": "https://bluebird.example/"}, {"name": "Bluebird Bank"}])
def test_what_a_site_tells_of_itself_on_each_page_is_one_total(kept: Store, sign: dict[str, object]) -> None:
    with Web({HOST: site_of(branches(12, sign))}) as web:
        report = run_one(kept, web, target(HOST, follow="^/branch/"))
    assert (report.verdict, report.run and report.run.stated) == ("whole", 12)


def test_the_pages_of_one_branch_tell_one_total_and_the_targets_own_is_not_added(kept: Store) -> None:
    west = BRANCHES["/branch/west"]
    pages = branches(4) | {"/reviews": page([total(12, [])], links=BRANCHES)}
    pages["/branch/west"] = page([total(4, west[:2])], next_page="/branch/west?page=2")
    pages["/branch/west?page=2"] = page([total(4, west[2:])])
    with Web({HOST: site_of(pages)}) as web:
        report = run_one(kept, web, target(HOST, follow="^/branch/[a-z]+$"))
    assert (report.verdict, report.run and report.run.stated) == ("whole", 12)


def test_totals_and_what_was_left_out_are_those_of_all_runs_of_a_sweep(kept: Store) -> None:
    one, pages = target(HOST, follow="^/branch/"), branches(5)
    empty = {"@type": "Review", "author": "Nobody"}
    for path, shown in BRANCHES.items():
        pages[path] = page([total(5, [*shown, empty]) | {"url": path}])
    with Web({HOST: site_of(pages)}) as web:
        assert run_one(kept, web, one, max_pages=2).verdict.startswith("partial: stopped at 2 pages")
        report = run_one(kept, web, one)
    assert (report.verdict, report.run and report.run.stated) == ("whole", 15)
    assert sorted(kept.told(one.key).totals.values()) == [5, 5, 5]
    assert kept.told(one.key).drops == {"no text and no rating": 3}
