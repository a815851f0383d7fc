"""Saved pages of portals that are never crawled, and recorded ones of real sites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.sources import spiders
from tests.cli.importing import readings
from tests.cli.running import rbp
from tests.cli.saved import URL, canonical, saved, take
from tests.golden.cases import ROOT as GOLDEN


def test_trustpilot_pages_tell_replies_and_the_filter_they_were_saved_with(root: Path) -> None:
    pages = [(GOLDEN / "trustpilot" / case / "page.html") for case in ("filtered", "login-page", "markup-alone")]
    named = ("--client", "Bluebird Bank", "--source", "trustpilot")
    files = saved(root, *(one.read_bytes() for one in pages))
    result = rbp("import", *files[:2], *named)
    assert "page1.html: 2 reviews (2 new)" in result.stdout
    assert "partial: saved with a filter (languages, date) that shows 77; 2 of 1,204" in result.stdout
    assert "page2.html: expected a page with reviews, got a login page" in result.stderr
    first, second = (reading.review for reading in readings(root))
    assert (first.verified, second.verified, second.reply) == (False, True, None)
    assert first.reply is not None
    assert str(first.reply.published) == "2026-09-04"
    assert "page3.html: 1 review (1 changed)" in rbp("import", files[2], *named).stdout  # of the same id


def test_a_filter_does_not_matter_where_other_pages_hold_all_that_is_stated(root: Path) -> None:
    all_, some = ((GOLDEN / "trustpilot" / case / "page.html").read_text() for case in ("all-languages", "filtered"))
    some = some.replace('"numberOfReviews": 1204', '"numberOfReviews": 3').replace(
        '"totalCount": 77', '"totalCount": 2'
    )
    files = saved(root, *(html.replace("</title>", f"</title>{canonical(URL)}") for html in (some, all_, some)))
    result = rbp("import", *files, "--client", "Bluebird Bank", "--source", "trustpilot")
    verdicts = [line.partition(": ")[2] for line in result.stdout.splitlines() if line.startswith(f"  {URL}")]
    assert verdicts == ["partial: saved with a filter (languages, date) that shows 2; 2 of 3", "whole", "whole"]


def test_trustpilot_is_listed_as_import_only_and_never_crawled(root: Path) -> None:
    assert "never fetched: save its pages in a browser, and `rbp import" in rbp("sources").stdout
    dossier = next((root / "vendors").glob("*.toml"))
    dossier.write_text(dossier.read_text() + '\n  [[client.target]]\n  spider = "trustpilot"\n')
    result = rbp("crawl", "--source", "trustpilot")
    assert result.exit_code == 1
    assert "trustpilot is never fetched" in result.stdout
    assert "`rbp import` them" in result.stdout
    assert list(spiders()["trustpilot"]().start_pages()) == []


@pytest.mark.shared
def test_recorded_pages(shared: Path, root: Path) -> None:
    recorded = shared / "fixtures"
    result = take(recorded / "jsonld_real_pages", "--json")
    files = {one["file"].partition("__")[0]: one for one in json.loads(result.stdout)["files"]}
    assert {name: one["reviews"] for name, one in files.items() if one["reviews"] > 1} == {
        "allrecipes.com": 10, "eatsmarter.com": 4, "inspiredtaste.net": 4, "justapinch.com": 2,
    }  # fmt: skip
    assert files["food.com"]["verdict"] == "partial: 1 of 2"
    assert all(one["page"].startswith("https://") for one in files.values())
    assert "20 of 28 files gave no review" in result.stderr
    page = recorded / "trustpilot" / "nextdata_2026_synthetic.html"
    told = rbp("import", page, "--client", "T", "--source", "trustpilot").stdout
    assert "partial: saved with a filter (languages) that shows 797; 2 of 73,356" in told
