"""`rbp export`."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.outcome import PIPE_CLOSED
from cli.records import CSV_COLUMNS, quote_formula, unquote_formula
from tests.cli.running import command_line, environment, rbp
from tests.cli.stocked import READINGS, stock
from tests.store.material import mention, reading, rich_reading


def test_json_lines_hold_review_mentions_and_scorer(root: Path) -> None:
    stock(root, (rich_reading(), *READINGS))
    result = rbp("export")
    assert result.exit_code == 0
    assert "wrote 5 reviews" in result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)
    (full,) = [row for row in rows if row["ref"] == "full"]
    review = rich_reading().review
    assert (full["body"], full["published"], full["scorer"]) == (review.body, "2024-02", "reader-1")
    assert full["rating"] == {"value": 0.25, "worst": 0.0, "best": 10.0}
    assert full["reply"] == {"text": "Wir rufen an. ☎", "published": "2024"}
    assert [one["aspects"] for one in full["mentions"]] == [["attitude", "wait"], ["resolution"]]
    assert "author" not in full


def test_csv_has_a_row_a_review(root: Path) -> None:
    stock(root, (rich_reading(), *READINGS))
    rows = list(csv.DictReader(io.StringIO(rbp("export", "--format", "csv").stdout)))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert sorted(row["ref"] for row in rows) == ["1", "2", "3", "4", "full"]
    (full,) = [row for row in rows if row["ref"] == "full"]
    assert (full["rating"], full["worst"], full["best"]) == ("2.5", "0", "10")
    assert (full["mentions"], full["polarity"], full["verified"], full["quotable"]) == ("2", "-0.125", "false", "false")
    assert "\x1b" not in full["body"]
    assert "\x00" not in full["body"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\n=1",
        "＝1+1",
        "'=1",
        "\t",
        "-",
        "- item",
    ],
)
def test_formulas_are_quoted_and_come_back(text: str) -> None:
    assert quote_formula(text) == f"'{text}"
    assert unquote_formula(quote_formula(text)) == text


@pytest.mark.parametrize("text", ["plain", "5 = five", "-0.5", "'tis", "", "a\n=b", "0"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert quote_formula(text) == unquote_formula(text) == text


@given(st.text(alphabet="'=+-@\t\r\n 1a.", max_size=6) | st.text(max_size=6))
def test_unquoting_undoes_quoting(text: str) -> None:
    assert unquote_formula(quote_formula(text)) == text


def test_a_formula_in_a_review_is_quoted(root: Path) -> None:
    stock(root, (reading("1", mention(0, -0.5), body=" =HYPERLINK(1)", title="@x"), *READINGS[1:]))
    rows = csv.DictReader(io.StringIO(rbp("export", "--format", "csv").stdout))
    (row,) = [row for row in rows if row["ref"] == "1"]
    assert (row["body"], row["title"], row["polarity"]) == ("' =HYPERLINK(1)", "'@x", "-0.5")


def test_scopes(root: Path) -> None:
    stock(root)

    def refs(*arguments: str) -> list[str]:
        return sorted(json.loads(line)["ref"] for line in rbp("export", *arguments).stdout.splitlines())

    assert refs("--vendor", "harbour-care") == ["1", "2"]
    assert refs("--client", "corner-shop") == ["4"]
    assert refs("--vendor", "harbour-care", "--client", "Bluebird Bank") == ["1", "2"]


def test_a_file_appears_whole_and_its_name_tells_the_format(root: Path) -> None:
    stock(root)
    result = rbp("export", "-o", root / "out.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (root / "out.csv").read_text().startswith("key,source,")
    rbp("export", "-o", root / "out.csv", "--format", "jsonl")
    assert (root / "out.csv").read_text().startswith('{"key"')
    assert not list(root.glob("*.part"))
    assert not list(root.glob(".*.part"))


def test_a_link_leads_where_it_led_and_a_closed_file_stays_closed(root: Path) -> None:
    stock(root)
    kept, link = root / "elsewhere" / "kept.jsonl", root / "out.jsonl"
    kept.parent.mkdir()
    link.symlink_to(kept)
    assert rbp("export", "-o", link).exit_code == 0
    kept.chmod(0o600)
    assert rbp("export", "--client", "corner-shop", "-o", link).exit_code == 0
    assert (link.readlink(), kept.read_text().count("\n")) == (kept, 1)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in kept.parent.iterdir()] == ["kept.jsonl"]


@pytest.mark.parametrize("name", ["missing/out.jsonl", "."])
def test_a_file_that_cannot_be_written_is_one_line(root: Path, name: str) -> None:
    stock(root)
    result = rbp("export", "-o", root / name)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "expected a file that can be written" in result.stderr


@pytest.mark.parametrize("name", ["rbp.db", "rbp.toml", "vendors/harbour-care.toml", "link.csv"])
@pytest.mark.parametrize("asked", [("export", "--format", "csv"), ("brief", "harbour-care", "--format", "md")])
def test_what_rbp_reads_is_never_replaced(root: Path, name: str, asked: tuple[str, ...]) -> None:
    stock(root)
    (root / "link.csv").symlink_to("rbp.db")
    before = (root / name).read_bytes()
    result = rbp(*asked, "-o", root / name)
    assert (result.exit_code, (root / name).read_bytes()) == (2, before)
    assert f"expected a file to write to, got {root / name}" in result.stderr


def test_a_reader_that_leaves_is_quiet_by_any_name(root: Path) -> None:
    stock(root)
    reader, writer = os.pipe()
    os.close(reader)
    line = command_line("export", "-o", f"/dev/fd/{writer}")
    ran = subprocess.run(line, cwd=root, pass_fds=[writer], capture_output=True, env=environment(), timeout=60)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (PIPE_CLOSED, b"")


def test_an_empty_store_gives_an_empty_file(root: Path) -> None:
    assert rbp("export").stdout == ""
    assert rbp("export", "--format", "csv").stdout.count("\n") == 1
