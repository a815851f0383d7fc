"""rbp trends, compare and brief as their users run them."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path
from typing import cast

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison import Pair, Relation
from cli import main
from cli.render.comparisons import above
from cli.render.trends import LEAST_SPAN, spark_scale
from tests.briefs.world import filled_workspace
from tests.cli.running import command_line, environment, rbp


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_workspace(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demo(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    return made


ASKED = {
    "brief": ["brief", "harbour-care"],
    "check": ["check"],
    "compare": ["compare", "harbour-care", "lantern-desk"],
    "doctor": ["doctor"],
    "search": ["search", "agent"],
    "sources": ["sources"],
    "status": ["status"],
    "trends": ["trends", "harbour-care"],
}
ELSEWHERE = {"crawl", "import", "read", "store"}  # they change things, have commands below them, or print lines


def test_json_for_machines_tells_its_format(demo: Path) -> None:
    """Every command that prints an object; a new one is to stand in ASKED."""
    group = click.Context(main.rbp)
    commands = {name: main.rbp.get_command(group, name) for name in main.rbp.list_commands(group)}
    asked = {name for name, one in commands.items() if one and any("--json" in option.opts for option in one.params)}
    assert asked - ELSEWHERE == set(ASKED)
    for words in ASKED.values():
        told = json.loads(rbp(*words, "--json").stdout)
        assert told["format"] == 1, words


def terminal(columns: int, folder: Path, *arguments: str) -> list[str]:
    """The lines that a command prints on a terminal of so many columns."""
    upper, lower = pty.openpty()
    extra = {"COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "xterm"}
    with subprocess.Popen(command_line(*arguments), stdout=lower, cwd=folder, env=environment(extra)) as process:
        os.close(lower)
        told = b""
        while chunk := _read(upper):
            told += chunk
        os.close(upper)
    assert process.returncode == 0
    return re.sub(r"\x1b\[[\d;]*m", "", told.decode().replace("\r\n", "\n")).splitlines()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # Linux says so when the other end is closed
        return b""


def test_a_trend_has_n_interval_share_and_sparkline(demo: Path) -> None:
    lines = rbp("trends", "harbour-care", "--by", "year").stdout.splitlines()
    assert lines[0] == "Harbour Care: all support by year (provisional)"
    assert lines[1].split()[:5] == ["year", "n", "mentions", "mean", "95"]
    years = {first.rstrip("*"): [first, *rest] for first, *rest in map(str.split, lines[2:6])}
    assert {"2024", "2025", "2026", "all"} <= set(years)
    assert int(years["all"][1]) == sum(int(years[year][1]) for year in ("2024", "2025", "2026"))
    assert any(mark in "\n".join(lines) for mark in "▁▂▃▄▅▆▇█")
    assert any("in a language that the engagement does not cover" in line for line in lines)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_sparkline_never_blows_up_noise(one: float, other: float) -> None:
    low, high = spark_scale(min(one, other), max(one, other))
    assert low <= min(one, other) <= max(one, other) <= high + 1e-12
    assert high - low >= LEAST_SPAN - 1e-12
    assert -1 <= low < high <= 1 + 1e-12


def test_trends_as_json_say_the_same_as_the_table(demo: Path) -> None:
    table = rbp("trends", "harbour-care", "--by", "year").stdout
    (trend,) = json.loads(rbp("trends", "harbour-care", "--by", "year", "--json").stdout)["trends"]
    for period in trend["periods"]:
        line = next(line for line in table.splitlines() if line.startswith(period["name"])).split()
        assert int(line[1]) == period["figure"]["mean"]["n"]
        assert float(line[3].replace("−", "-")) == pytest.approx(period["figure"]["mean"]["value"], abs=0.005)
        assert isinstance(period["figure"]["vader"], float)


def test_trends_and_brief_say_the_same_of_the_newest_year(demo: Path) -> None:
    (told,) = [line for line in rbp("trends", "harbour-care").stdout.splitlines() if line.startswith("Over time")]
    assert told.replace("\u00a0", " ") in rbp("brief", "harbour-care").stdout.replace("\u00a0", " ")


def test_compare_tells_apart_or_says_that_it_cannot(demo: Path) -> None:
    text = rbp("compare", "tallow-reed", "harbour-care").stdout
    first = text.partition("\n\n")[0]
    rows = [line for line in first.splitlines() if line.startswith(("Tallow Reed  ", "Harbour Care  "))]
    assert [row.split("  ")[0] for row in rows] == ["Tallow Reed", "Harbour Care"]
    assert "3 of 3*" in rows[0]
    assert "Halden Energy: that it is a client is stated by the user, without a source." in text
    assert "cannot be told apart" in text or "do not meet" in text
    assert "What cannot be told" in text
    assert "Bluebird Bank is a client of Tallow Reed and Harbour Care" in text


def test_compare_shows_each_client_with_its_industry_score_and_evidence(demo: Path) -> None:
    text = rbp("compare", "tallow-reed", "lantern-desk").stdout
    lines = {tuple(re.split(r"  +", line)[:3]): line for line in text.partition("Client by client\n")[2].splitlines()}
    bank = lines["Tallow Reed", "Bluebird Bank", "banking"]
    assert re.search(
        r" −0\.\d\d  \[−0\.\d\d, −0\.\d\d\] +\d+  case study, 2022-03 to 2024-12 +2024-01-\d\d to 2024-12-\d\d$", bank
    )
    assert "Reviews within the engagements were written: Tallow Reed 2024-01-" in text
    assert "--since and --until hold all against the same days" in text
    assert "Bluebird Bank: the vendor answered for it until 2024-12." in text
    assert "same days" not in rbp("compare", "tallow-reed", "lantern-desk", "--since", "2025").stdout
    assert lines["Lantern Desk", "Copper Kettle Bank", "banking"].split()[-8:] == [
        "–",
        "–",
        "0",
        "logo,",
        "start",
        "not",
        "known",
        "–",
    ]


def test_an_export_reckoned_by_hand_gives_the_score_that_compare_tells(demo: Path) -> None:
    told = json.loads(rbp("compare", "harbour-care", "tallow-reed", "--json").stdout)["comparison"]["candidates"]
    for each in told:
        vendor, mean = each["scorecard"]["vendor"]["id"], each["scorecard"]["overall"]["figure"]["mean"]
        by_client: dict[str, list[float]] = {}
        for row in csv.DictReader(io.StringIO(rbp("export", "--vendor", vendor, "--format", "csv").stdout)):
            if row["vendor_polarity"]:
                by_client.setdefault(row["client"], []).append(float(row["vendor_polarity"]))
        assert sum(map(len, by_client.values())) == mean["n"]
        score = sum(sum(values) / len(values) for values in by_client.values()) / len(by_client)
        assert score == pytest.approx(mean["value"], abs=1e-9)


def test_pairs_are_gathered_by_who_is_above() -> None:
    told = [
        ("A", "B", "higher"),
        ("A", "C", "higher"),
        ("B", "C", "overlap"),
        ("B", "D", "lower"),
        ("C", "D", "unknown"),
    ]
    pairs = [Pair(left, right, "overall", cast("Relation", relation), "") for left, right, relation in told]
    assert above(pairs) == ["A is above B and C", "D is above B"]
    assert above([]) == []


def test_ten_candidates_fit_too(demo: Path) -> None:
    vendors = [(demo / "vendors" / f"{name}.toml").read_text("utf-8") for name in ("harbour-care", "tallow-reed")]
    made = [demo / "vendors" / f"x{number}.toml" for number in range(10)]
    for number, file in enumerate(made):
        text = vendors[number % 2]
        file.write_text(text.replace('name = "', f'name = "No {number} ', 1), "utf-8")
    try:
        result = rbp("compare", *(file.stem for file in made))
    finally:
        for file in made:
            file.unlink()
    assert result.exit_code == 0, result.output
    assert "Of 45 pairs, " in result.stdout
    assert len(result.stdout.splitlines()) < 450  # a line a row and candidate, and none a pair


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("arguments", [("trends", "harbour-care"), ("compare", "harbour-care", "lantern-desk")])
def test_a_terminal_is_never_overrun(demo: Path, columns: int, arguments: tuple[str, ...]) -> None:
    lines = terminal(columns, demo, *arguments)
    assert len(lines) > 15
    assert max(map(len, lines)) <= columns
    assert any(line.lstrip().startswith(("2024-Q1", "Harbour Care")) and "[" in line for line in lines), lines[:9]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("trends", "harbor-care"), "did you mean 'harbour-care'?"),
        (("trends", "harbour-care", "--aspect", "wiat"), "did you mean 'wait'?"),
        (("trends", "harbour-care", "--client", "Bluebrid Bank"), "did you mean 'Bluebird Bank'?"),
        (("trends", "harbour-care", "--since", "2025-13"), "expected a date as YYYY, YYYY-MM or YYYY-MM-DD, got"),
        (("trends", "harbour-care", "--since", "2026", "--until", "2020"), "expected --since before --until"),
        (("compare", "harbour-care"), "expected two or more different vendors"),
        (("compare", "harbour-care", "Harbour Care"), "expected two or more different vendors"),
        (("brief", "harbour-care", "--format", "pdf"), "expected a format (html, json, md), got 'pdf'"),
        (("brief", "harbour-care", "--format", "md", "--json"), "expected one format"),
        (("brief", "harbour-care", "-o", "x.pdf"), "got x.pdf; print the html from a browser"),
        (("export", "-o", "x.parquet"), "expected a file that ends in .jsonl or .csv (or --format), got x.parquet"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_one_line_and_exit_code_2(demo: Path, arguments: tuple[str, ...], words: str) -> None:
    result = rbp(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_brief_that_cannot_be_written_is_one_line_and_exit_code_1(demo: Path) -> None:
    result = rbp("brief", "harbour-care", "-o", demo / "no-such-folder" / "x.html")
    assert result.exit_code == 1
    assert "expected a file that can be written" in result.stderr


def test_a_brief_cut_short_by_a_full_disk_leaves_the_one_before(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "harbour.json"
    file.write_text("the one before")
    cut = ["bash", "-c", 'ulimit -f 40 && exec "$@"', "cut", *command_line("brief", "harbour-care", "-o", str(file))]
    result = subprocess.run(cut, capture_output=True, text=True, env=environment(), check=False)
    assert result.returncode == 1
    assert result.stderr == f"rbp: expected a file that can be written, got {file}: File too large\n"
    assert [one.read_text() for one in tmp_path.iterdir()] == ["the one before"]


def test_the_files_ending_says_the_format(demo: Path, tmp_path: Path) -> None:
    for ending, start in (
        ("html", "<!DOCTYPE html>"),
        ("md", "# Harbour Care"),
        ("json", "{"),
        ("htm", "<!DOCTYPE html>"),
    ):
        file = tmp_path / f"brief.{ending}"
        result = rbp("brief", "harbour-care", "-o", file)
        assert result.stdout == ""
        assert str(file) in result.stderr
        assert file.read_text("utf-8").startswith(start)
    assert rbp("brief", "harbour-care").stdout.startswith("# Harbour Care")
    assert json.loads(rbp("brief", "harbour-care", "--json").stdout)["vendor"]["name"] == "Harbour Care"


def test_a_client_without_a_known_start_is_told(demo: Path) -> None:
    text = rbp("trends", "lantern-desk", "--client", "Copper Kettle Bank").stdout
    assert "No dated review within the engagements (n = 0); `rbp status` tells what is in the store." in text
    assert "No engagement with evidence and a known start" in text
    assert "240 reviews written outside a dated engagement" in text


def test_an_empty_store_is_told_and_no_error(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    store = f"sqlite:{tmp_path / 'none.db'}"
    for arguments in (
        ("trends", "lantern-desk"),
        ("compare", "lantern-desk", "tallow-reed"),
        ("brief", "lantern-desk"),
    ):
        result = rbp("--store", store, *arguments)
        assert result.exit_code == 0, result.output
        assert "no review in the store" in result.stdout.lower() or "no dated review" in result.stdout.lower()


def test_a_trend_says_on_what_scale_it_is_and_a_brief_how_to_make_it_again(demo: Path) -> None:
    told = " ".join(rbp("trends", "tallow-reed", "--by", "year").stdout.split())
    assert "Mean: of what reviews say about support, from −1 (all complain) to +1 (all praise)." in told
    assert "Not scored: none of those within the engagements; besides, 4" in told
    for name in ("md", "html"):
        made = rbp("brief", "Tallow Reed", "--since", "2025-07", "--format", name).stdout
        assert "rbp brief tallow-reed --since 2025-07-01" in made
        assert "were written from 1 July 2025 to 29 June 2026." in made
