"""docs/queries.md shows commands that work, and names what the JSON really holds."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest

from analysis.brief import Brief
from analysis.claims import Claim, Query
from analysis.coverage import Coverage
from analysis.model import ASPECTS, CHANNELS
from analysis.statistics import Estimate, Figure
from tests.briefs.world import filled_workspace
from tests.cli.running import rbp

PAGE = (Path(__file__).parents[2] / "docs/queries.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_workspace(tmp_path_factory.mktemp("workspace"))


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_works(line: str, demo_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo_workspace)
    monkeypatch.delenv("RBP_STORE", raising=False)
    name, *arguments = shlex.split(line)
    assert name == "rbp"
    result = rbp(*arguments)
    assert result.exit_code == 0, result.output
    output = Path(arguments[arguments.index("-o") + 1]).read_text("utf-8") if "-o" in arguments else result.stdout
    assert "provisional" in output
    if "json" in line:
        assert json.loads(output)["format"] == 1


def named(*fits: type) -> set[str]:
    return {field.name for each in fits for field in fields(each)}


def test_the_page_names_every_key_that_it_speaks_of() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    assert {"format", *named(Brief, Estimate, Figure, Claim, Query, Coverage)} <= told
    assert {*ASPECTS, *CHANNELS} <= told
    row = next(line for line in PAGE.splitlines() if line.startswith("| `rbp brief` | `format`"))
    assert re.findall(r"`(\w+)`", row.split("|")[2]) == ["format", *(field.name for field in fields(Brief))]


def test_the_table_of_coverage_is_whole() -> None:
    told = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert [*told, "disagreeing", "vanished", "copies"] == [field.name for field in fields(Coverage)]
