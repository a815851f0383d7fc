"""The contract of every brief format, found by discovery: nothing that a brief says may be missing."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from analysis import formats
from analysis.brief import Brief
from analysis.claims import Claim
from analysis.errors import UsageError
from analysis.words import interval, percent_interval, signed

NAMES = formats.names()


def told(text: str) -> str:
    """A rendered brief as its reader sees it: no tags, no escapes, one kind of blank."""
    text = re.sub(r"</?(?:strong|span|a)\b[^>]*>", "", text)
    plain = unescape(re.sub(r"<(?:style|desc|title)[^>]*>.*?</(?:style|desc|title)>|<[^>]+>", " ", text, flags=re.S))
    return " ".join(re.sub(r"\\(?=[^A-Za-z0-9\s])", "", plain).split())


def shown(brief: Brief, name: str) -> str:
    text = formats.render(brief, name).decode()
    return " ".join(json.dumps(json.loads(text), ensure_ascii=False).split()) if name == "json" else told(text)


def test_the_three_formats_are_found() -> None:
    assert set(NAMES) >= {"html", "json", "md"}
    assert not [name for name in NAMES if name.startswith("_")]


def test_a_format_that_is_not_there_names_those_that_are(harbour: Brief) -> None:
    with pytest.raises(UsageError, match=r"expected a format \(html, json, md\), got 'pdf'"):
        formats.render(harbour, "pdf")


def test_a_new_format_is_one_new_file(harbour: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loud.py").write_text("def render(brief):\n    return brief.vendor.name.upper().encode('utf-16')\n")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    assert "loud" in formats.names()
    assert formats.render(harbour, "loud").decode("utf-16") == "HARBOUR CARE"


@pytest.mark.parametrize("vendor", ["harbour", "lantern", "tallow"])
@pytest.mark.parametrize("name", NAMES)
def test_every_claim_stands_in_it_with_its_n_and_interval(
    name: str, vendor: str, request: pytest.FixtureRequest
) -> None:
    brief: Brief = request.getfixturevalue(vendor)
    text = shown(brief, name)
    assert len(brief.claims) > 10
    for claim in brief.claims:
        assert " ".join(claim.text.split()) in text
        assert f"{claim.estimate.n:,}" in claim.text, claim.id
        assert _interval(claim) in claim.text, claim.id


def _interval(claim: Claim) -> str:
    return percent_interval(claim.estimate) if claim.query.side else interval(claim.estimate)


@pytest.mark.parametrize("name", NAMES)
def test_every_section_is_there(name: str, tallow: Brief) -> None:
    text = shown(tallow, name)
    for words in (
        tallow.question, tallow.cautions, tallow.status, tallow.why_provisional, tallow.made.version,
        tallow.vendor.name,
        *(gap.words for gap in tallow.gaps), *(target.state for target in tallow.targets),
        *(scorer for scorer, _ in tallow.made.scorers),
        *(quote.text for theme in (*tallow.praise, *tallow.complaints) for quote in theme.quotes),
        *(row.label for row in tallow.scorecard.aspects), *(period.name for period in tallow.trend.periods),
    ):  # fmt: skip
        assert " ".join(words.split()) in text
    for edge in tallow.edges:
        assert edge.client.name in text
        for evidence in edge.engagement.evidence:
            assert (evidence.url or evidence.note) in text


@pytest.mark.parametrize("name", ["html", "md"])
def test_documents_show_the_numbers_of_the_json(name: str, harbour: Brief) -> None:
    data, text = json.loads(formats.render(harbour, "json")), shown(harbour, name)
    card = data["scorecard"]
    rows = [card["overall"], *card["aspects"], *card["channels"], *(client["overall"] for client in card["clients"])]
    assert len(rows) > 12
    for row in rows:
        mean = row["figure"]["mean"]
        if mean["n"]:
            assert signed(mean["value"]) in text
            assert f"{mean['n']:,}" in text
        if mean["low"] is not None:
            assert f"{signed(mean['low'])} to {signed(mean['high'])}" in text
    for period in data["trend"]["periods"]:
        assert period["name"] in text
        assert f"(n = {period['stars']['n']:,})" in text


def test_the_json_keeps_vader_beside_every_mean_and_the_keys_behind_every_claim(harbour: Brief) -> None:
    data = json.loads(formats.render(harbour, "json"))
    assert data["format"] == 1
    assert isinstance(data["scorecard"]["overall"]["figure"]["vader"], float)
    by_id = {claim["id"]: claim for claim in data["claims"]}
    assert len(by_id["score"]["reviews"]) == by_id["score"]["estimate"]["n"] == data["scorecard"]["coverage"]["counted"]
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in by_id["score"]["reviews"])
    assert by_id["score"]["query"]["basis"] == "vendor"
    assert {scope["client"] for scope in by_id["score"]["query"]["scopes"]} == {
        "bluebird-bank", "pebble-mobile", "fennel-grocers"}  # fmt: skip


@pytest.mark.parametrize("vendor", ["harbour", "lantern", "tallow", "hostile", "empty"])
def test_the_markdown_is_whole_tables_and_no_markup_of_strangers(vendor: str, request: pytest.FixtureRequest) -> None:
    """A CommonMark reader finds each table whole, and no HTML, code or picture."""
    text = formats.render(request.getfixturevalue(vendor), "md").decode()
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert sum(token.type == "table_open" for token in tokens) == text.count("\n| ---")
    assert not [child for child in inline if child.type in ("html_inline", "code_inline", "image", "s_open")]
    assert not [token for token in tokens if token.type in ("html_block", "code_block", "fence", "hr")]
    assert not [child for child in inline if child.type == "text" and child.content.startswith("| ")]
    assert [token.tag for token in tokens if token.type == "heading_open"].count("h1") == 1
    links = [child.attrGet("href") for child in inline if child.type == "link_open"]
    assert all(str(link).startswith(("https://", "http://")) for link in links)
    assert "\x1b" not in text
    assert "\u202e" not in text
