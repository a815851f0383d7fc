"""`rbp demo`, as somebody types it who has never seen rbp."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from demo.companies import COMPANIES, TARGETS, VENDORS
from tests.cli.running import Ran, environment, rbp_process


def rbp(folder: Path, *words: str) -> Ran:
    """Run the command line in a process of its own, in a folder that is not the checkout."""
    done = rbp_process(*words, cwd=folder)
    return Ran(folder, done.stdout, done.stderr, done.returncode)


@pytest.fixture
def demo(demo_ran: Ran) -> Ran:
    return demo_ran


def test_it_ends_well_and_leaves_one_folder(demo: Ran) -> None:
    assert demo.code == 0, demo.err
    assert [path.name for path in demo.folder.iterdir()] == ["rbp-demo"]


def test_no_author_address_or_number_was_kept(demo: Ran) -> None:
    with sqlite3.connect(demo.folder / "rbp-demo" / "rbp.db") as kept:
        dump = "\n".join(kept.iterdump())
    kept.close()
    assert "Write to me at" in dump
    for planted in ("Customer 1", "sam.sample@", "555-0142"):
        assert planted not in dump


def test_briefs_lie_where_it_says(demo: Ran) -> None:
    for vendor in VENDORS:
        for name in (f"rbp-demo/{vendor.id}.html", f"rbp-demo/{vendor.id}.md"):
            assert f"  {name}\n" in demo.out
            assert vendor.name in (demo.folder / name).read_text(encoding="utf-8")


def test_every_target_was_crawled_whole(demo: Ran) -> None:
    status = json.loads(rbp(demo.folder / "rbp-demo", "status", "--json").out)
    assert len(status["targets"]) == len(TARGETS)
    assert all(target["verdict"].startswith("whole") for target in status["targets"]), status
    assert sum(target["reviews"] for target in status["targets"]) == sum(company.reviews for company in COMPANIES)


def test_what_it_says_to_type_next_works(demo: Ran) -> None:
    typed = demo.out.partition("Go on in the folder")[2].splitlines()[1:]
    commands = [line.strip() for line in typed if line.startswith("  rbp ")]
    assert len(commands) >= 4
    for line in commands:
        done = subprocess.run(
            line.replace("rbp ", f"{sys.executable} -m cli ", 1),
            shell=True,
            cwd=demo.folder / "rbp-demo",
            env=environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)
        assert done.stdout.strip(), line
        assert "Nothing found" not in done.stdout, line


def test_better_support_scores_higher(demo: Ran) -> None:
    """What was planted is found again: the best and the worst of the clients stand in that order."""
    told = json.loads(rbp(demo.folder / "rbp-demo", "compare", *(vendor.id for vendor in VENDORS), "--json").out)
    means = dict(_client_means(told))
    assert means["fennel-grocers"] > means["juniper-streaming"]
    assert means["pebble-mobile"] > means["halden-energy"]


def _client_means(told: Any) -> list[tuple[str, float]]:
    cards = [candidate["scorecard"] for candidate in told["comparison"]["candidates"]]
    return [
        (client["client"]["id"], client["overall"]["figure"]["mean"]["value"])
        for card in cards
        for client in card["clients"]
        if client["overall"]["figure"]["mean"]["n"]
    ]


def test_again_changes_nothing(demo: Ran, tmp_path: Path) -> None:
    shutil.copytree(demo.folder / "rbp-demo", tmp_path / "rbp-demo")
    again = rbp(tmp_path, "demo")
    assert again.code == 0, again.err
    before = demo.out.partition("Harbour Care: all support")[2].partition("Served from")[0]
    assert before == again.out.partition("Harbour Care: all support")[2].partition("Served from")[0]


def test_it_never_writes_into_a_workspace_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "rbp-demo").mkdir()
    (tmp_path / "rbp-demo" / "rbp.toml").write_text('contact = "mailto:me@mail.example"\n')
    refused = rbp(tmp_path, "demo")
    assert refused.code == 1
    assert refused.err.count("\n") == 1
    assert "rbp demo DIR" in refused.err
    assert [path.name for path in (tmp_path / "rbp-demo").iterdir()] == ["rbp.toml"]
