"""`rbp check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import rbp


def test_a_workspace_that_is_well(root: Path) -> None:
    result = rbp("check")
    assert result.stdout == "1 dossier, 1 client, 1 engagement, 1 target: no fault\n"
    assert result.exit_code == 0


def test_faults_stand_with_file_and_line(root: Path, dossier: str) -> None:
    path = root / "vendors/harbour-care.toml"
    path.write_text(dossier.replace('"phone"', '"fone"').replace("cfpb", "cfbp"))
    result = rbp("check")
    assert result.exit_code == 1
    first, second, last = result.stdout.splitlines()
    assert first.startswith("vendors/harbour-care.toml:12: client[1].engagement[1].channels[1]: expected one of phone,")
    assert first.endswith("got 'fone'; did you mean 'phone'?")
    assert second.startswith("vendors/harbour-care.toml:23: client[1].target[1].spider: expected one of ")
    assert second.endswith("got 'cfbp'; did you mean 'cfpb'?")
    assert last == "2 faults in 1 file"


def test_warnings_are_told_and_no_fault(root: Path, dossier: str) -> None:
    (root / "vendors/harbour-care.toml").write_text(dossier.replace('  since = "2022-03"\n', ""))
    result = rbp("check")
    assert result.stdout.startswith("warning: vendors/harbour-care.toml:10: client[1].engagement[1].since: not told")
    assert result.exit_code == 0


@pytest.mark.parametrize("name", ["lantern", "Lantern Desk", "vendors/lantern.toml"])
def test_only_the_named_vendor_is_told_of(root: Path, dossier: str, name: str) -> None:
    (root / "vendors/harbour-care.toml").write_text(dossier + "\nx = 1")
    (root / "vendors/lantern.toml").write_text(
        dossier.replace("Harbour Care", "Lantern Desk").replace('"banking"', '"insurance"')
    )
    [told, count] = rbp("check", name).stdout.splitlines()
    assert told.startswith(
        "vendors/lantern.toml:8: client[1].industry: expected the same as in vendors/harbour-care.toml"
    )
    assert count == "1 fault in 1 file"


def test_a_dossier_that_cannot_be_parsed_may_be_named(root: Path) -> None:
    (root / "vendors/broken.toml").write_text("name = ")
    result = rbp("check", "broken")
    assert "vendors/broken.toml:1: column 8: expected TOML" in result.stdout
    assert result.exit_code == 1
    assert rbp("check", "harbour-care").exit_code == 0


def test_a_wrong_vendor_gets_the_nearest(root: Path) -> None:
    result = rbp("check", "harbor-care")
    assert result.stderr == "rbp: no vendor named 'harbor-care'; did you mean 'harbour-care'?\n"
    assert result.exit_code == 2


def test_machines_get_json(root: Path) -> None:
    (root / "rbp.toml").write_text("[stor]\n")
    result = rbp("check", "--json")
    told = json.loads(result.stdout)
    assert [(fault["file"], fault["line"], fault["path"]) for fault in told["faults"]] == [
        ("rbp.toml", 0, "contact"),
        ("rbp.toml", 1, "stor"),
    ]
    assert told["counts"] == {"dossiers": 1, "clients": 1, "engagements": 1, "targets": 1}
    assert result.exit_code == 1


def test_without_a_workspace(empty: Path) -> None:
    result = rbp("check")
    assert result.stderr.startswith("rbp: expected rbp.toml in ")
    assert result.exit_code == 1
