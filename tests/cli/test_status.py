"""`rbp status`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.running import rbp
from tests.cli.stocked import stock


def told(*vendors: str) -> list[dict[str, Any]]:
    result = rbp("status", *vendors, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(result.stdout)["targets"]
    return found


def test_a_crawled_target_tells_reviews_dates_and_how_it_ended(root: Path) -> None:
    stock(root)
    (one,) = [standing for standing in told() if standing["source"] == "cfpb"]
    expected = {
        "client": "bluebird-bank",
        "place": "company BLUEBIRD BANK, N.A.",
        "vendors": ["harbour-care"],
        "reviews": 1,
        "first": "2024-05-03",
        "last": "2024-05-03",
        "pages": 1,
        "pending": 1,
        "failed": 1,
        "finish": "finished",
        "verdict": "partial: 1 of 3 pages",
        "dropped": [["no text", 2]],
        "replay": "x=127.0.0.1:1",
    }
    assert {name: one[name] for name in expected} == expected


def test_a_target_that_was_never_crawled_is_shown(root: Path) -> None:
    (one,) = told()
    assert (one["source"], one["finish"], one["reviews"], one["first"]) == ("cfpb", "never crawled", 0, None)
    assert "never crawled" in rbp("status").stdout


def test_vendors_narrow_it_to_their_clients(root: Path) -> None:
    stock(root)
    assert {one["client"] for one in told()} == {"bluebird-bank", "corner-shop"}
    mine = told("harbour-care")
    assert {one["client"] for one in mine} == {"bluebird-bank"}
    assert [one for one in told() if one["client"] == "bluebird-bank"] == mine
    assert rbp("status", "harbour").exit_code == 2


def test_the_table_says_it_in_words(root: Path) -> None:
    stock(root)
    output = rbp("status").stdout
    assert "partial: 1 of 3 pages; 1 page to go; 1 page failed" in output
    assert "in no dossier, so counted for no vendor: corner-shop" in output
    assert "served from a replay: pages of x came from this machine, not from the web" in output
    assert "3 targets, 4 reviews" in output  # one of them was shown by two


def test_pages_that_a_whole_crawl_had_no_need_of_are_not_to_go(root: Path) -> None:
    """A later crawl of a newest-first source stops at what is known, and leaves the next page of the listing alone."""
    stock(root, verdict="whole")
    (one,) = [standing for standing in told() if standing["source"] == "cfpb"]
    assert (one["verdict"], one["pending"]) == ("whole", 0)
    assert "to go" not in rbp("status").stdout


def test_nothing_at_all_is_said(empty: Path) -> None:
    result = rbp("--store", "sqlite:new.db", "status")
    assert result.exit_code == 0
    assert result.stdout == "Nothing was crawled or imported yet, and no dossier names a target.\n"
