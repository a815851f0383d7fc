"""What was forgotten stays so: crawled, forgotten and crawled again, by the real commands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.running import rbp
from tests.e2e.conftest import open_shelf
from tests.web import Web, listing, review
from tests.workspaces import lay_out

HOST = "bluebird.example"


def told(number: int, **more: object) -> dict[str, object]:
    day = f"202{number // 10}-03-04"
    return review(number, url=f"https://{HOST}/r/{number}", datePublished=day, **more)


PAGES = [[told(number * 10 + place) for place in range(3)] for number in (5, 4, 3)]  # 2025, 2024, 2023
ALL = {f"{number * 10 + place}" for number in (5, 4, 3) for place in range(3)}


def numbers(shelf: Mapping[str, str]) -> set[str]:
    """The reviews of the store, by their numbers."""
    with open_shelf(shelf) as kept:
        return {reading.review.ref.rpartition("-")[2].lstrip("0") for reading in kept.readings()}


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        (("--url", f"https://{HOST}/r/41"), {"41"}),
        (("--ref", f"https://{HOST}/reviews#review-000050"), {"50"}),
        (("--before", "2024"), {"30", "31", "32"}),
        (("--client", "Bluebird Bank"), ALL),
    ],
    ids=["url", "ref", "before", "client"],
)
def test_no_crawl_brings_it_back(
    tmp_path: Path, shelf: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], gone: set[str]
) -> None:
    folder = lay_out(tmp_path / "w", {"spider": "schema_org", "url": f"https://{HOST}/reviews"}, store=shelf)
    with Web({HOST: listing(PAGES)}) as web:
        monkeypatch.setenv("RBP_REPLAY", str(web.replay()))
        assert rbp("--workspace", folder, "crawl").exit_code == 0
        assert numbers(shelf) == ALL
        forgot = rbp("--workspace", folder, "forget", *asked, "--yes")
        assert f"Forgot {len(gone)} review" in forgot.stdout
        assert numbers(shelf) == ALL - gone
        for how in ((), ("--full",), ("--restart",)):
            again = rbp("--workspace", folder, "crawl", *how, "--json")
            books = json.loads(again.stdout)["reconciliation"]
            assert (books["forgotten"], books["missing"], books["indexed"]) == (len(gone), 0, 0)
            assert numbers(shelf) == ALL - gone


def test_an_edit_does_not_bring_it_back_and_no_search_finds_it(
    tmp_path: Path, shelf: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = lay_out(tmp_path / "w", {"spider": "schema_org", "url": f"https://{HOST}/reviews"}, store=shelf)
    secret = [told(50, reviewBody="Zanzibar was what the support agent on the phone shouted at me."), told(51)]
    edited = [told(50, reviewBody="Zanzibar again, said the rude agent on the phone."), told(51)]

    def hits() -> int:
        return len(json.loads(rbp("--workspace", folder, "search", "Zanzibar", "--json").stdout)["hits"])

    for shown, found in ((secret, 1), (edited, 0)):
        with Web({HOST: listing([shown])}) as web:
            monkeypatch.setenv("RBP_REPLAY", str(web.replay()))
            assert rbp("--workspace", folder, "crawl").exit_code == 0
        assert hits() == found
        rbp("--workspace", folder, "forget", "--url", f"https://{HOST}/r/50", "--yes")
        assert hits() == 0
    with open_shelf(shelf) as kept:
        assert (kept.stats()["reviews"], kept.stats()["forgotten"]) == (1, 1)


def test_a_total_that_counts_what_was_forgotten_is_still_reached(
    tmp_path: Path, shelf: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = lay_out(tmp_path / "w", {"spider": "schema_org", "url": f"https://{HOST}/reviews"}, store=shelf)
    shop: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, "reviewCount": 3},
        "review": PAGES[0],
    }
    with Web({HOST: listing([[shop]])}) as web:
        monkeypatch.setenv("RBP_REPLAY", str(web.replay()))
        rbp("--workspace", folder, "crawl")
        rbp("--workspace", folder, "forget", "--url", f"https://{HOST}/r/50", "--yes")
        told = json.loads(rbp("--workspace", folder, "crawl", "--json").stdout)
    [again] = told["targets"]
    assert told["format"] == 1
    assert (again["verdict"], again["run"]["stated"]) == ("whole", 3)
