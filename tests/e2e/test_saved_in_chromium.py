"""Pages that a real Chromium saved of the demo's web, imported when that web is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.web import DemoWeb
from tests.briefs.chromium import browser, required
from tests.cli.running import rbp
from tests.workspaces import lay_out

SCRIPTED, PLAIN = "fennelgrocers.example", "oaklineinsurance.example"  # JSON-LD, microdata
DOCUMENT = "'<!DOCTYPE html>' + document.documentElement.outerHTML"  # what "Webpage, Complete" writes


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with each page as Chromium saves it in each of its ways."""
    folder = tmp_path / "saved"
    folder.mkdir()
    with DemoWeb() as web, browser(required(), tmp_path / "profile") as page:
        ports = dict(one.split("=") for one in web.replay.split(","))
        for name, host in (("scripted", SCRIPTED), ("plain", PLAIN)):
            url = f"http://{ports[host]}/reviews"
            page.visit(url, 1200)
            (folder / f"{name}.html").write_text(page.value(DOCUMENT), "utf-8")
            for kind, address in (("archive", url), ("source", f"view-source:{url}")):
                page.visit(address, 1200)
                archive = page.ask("Page.captureSnapshot")["data"]
                (folder / f"{name}-{kind}.mhtml").write_text(archive, "utf-8", newline="")
    return folder


def test_every_way_of_saving_gives_the_same_reviews_or_says_why_not(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = rbp("import", saved, "--client", "Fennel", "--source", "portal")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if " reviews (" in line] == [
        "plain-archive.mhtml: 20 reviews (20 new)",
        "plain-source.mhtml: 20 reviews (20 known)",
        "plain.html: 20 reviews (20 known)",
        "scripted-source.mhtml: 20 reviews (20 new)",
        "scripted.html: 20 reviews (20 known)",
    ]
    assert "scripted-archive.mhtml: expected a page with reviews, got none" in result.stderr
    assert "save it as 'Webpage, Complete'" in result.stderr
    assert "partial: 20 of 260" in result.stdout
