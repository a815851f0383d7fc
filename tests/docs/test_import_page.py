"""docs/import.md names every column that the code takes, and no other; its small files are taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.records import COLUMNS
from tests.cli.running import rbp

PAGE = (Path(__file__).parents[2] / "docs/import.md").read_text("utf-8")


def test_the_table_is_the_codes() -> None:
    assert dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE)) == COLUMNS


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_small_files_are_taken(kind: str, tmp_path: Path) -> None:
    (text,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    file, store = tmp_path / f"small.{kind}", f"sqlite:{tmp_path / 'rbp.db'}"
    file.write_text(text, "utf-8")
    result = rbp("--store", store, "import", file, "--client", "Bluebird Bank", "--source", "survey")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2 reviews of 2 lines (2 new)" in result.stdout
    assert rbp("--store", store, "search", "agent hung").stdout.startswith("1. 2024-05-03  bluebird-bank  survey")
