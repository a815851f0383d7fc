"""`rbp doctor`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.running import rbp
from tests.cli.stocked import stock


def findings(*options: str) -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in json.loads(rbp(*options, "doctor", "--json").stdout)["findings"]}


def test_all_is_well(root: Path) -> None:
    result = rbp("doctor")
    assert result.exit_code == 0, result.stdout
    assert result.stdout.endswith("All is well.\n")
    told = findings()
    assert {"rbp", "Python", "scrapy", "elasticsearch", "SQLite", "clock", "disk", "dossiers", "store"} <= set(told)
    assert {row["state"] for row in told.values()} == {"well"}
    assert told["store"]["detail"].startswith(f"sqlite:{root}/rbp.db")


def test_each_thing_that_is_ill_has_its_cure(root: Path, dossier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "rbp.toml").write_text('[store]\nurl = "sqlite:nowhere/rbp.db"\n')
    (root / "nowhere").write_text("a file where a folder should be")
    (root / "vendors/harbour-care.toml").write_text(dossier.replace("phone", "fone"))
    monkeypatch.setenv("RBP_REPLAY", "a.example=93.184.216.34:80")
    (root / ".rbp-secret").write_text("zz")
    assert rbp("doctor").exit_code == 1
    told = findings()
    ill = {name for name, row in told.items() if row["state"] == "fault"}
    assert ill == {"contact", "dossiers", "store", "replay", "secret"}
    assert all(row["cure"] for row in told.values() if row["state"] != "well")


def test_a_clock_that_is_behind_is_found_out(root: Path) -> None:
    later = 4_000_000_000  # in 2096
    os.utime(root / "rbp.toml", (later, later))
    told = findings()["clock"]
    assert told["state"] == "fault"
    assert "rbp.toml is of 2096-10-02" in told["detail"]


def test_no_password_is_ever_printed(root: Path) -> None:
    for command in ("doctor", "status"):
        result = rbp("--store", "http://elastic:hunter2@127.0.0.1:1", command)
        assert "hunter2" not in result.output


def test_without_a_workspace_it_is_a_note(empty: Path) -> None:
    told = findings()
    assert (told["workspace"]["state"], told["store"]["state"]) == ("note", "note")
    assert rbp("doctor").exit_code == 0
    assert list(empty.iterdir()) == []


def test_a_secret_that_others_may_read_is_a_note(root: Path) -> None:
    path = root / ".rbp-secret"
    path.write_text("00" * 32)
    path.chmod(0o644)
    assert findings()["secret"]["cure"] == f"chmod 600 {path}"


def test_with_something_to_do_nothing_is_broken_but_not_all_is_well(root: Path) -> None:
    path = root / ".rbp-secret"
    path.write_text("00" * 32)
    path.chmod(0o644)
    result = rbp("doctor")
    assert result.exit_code == 0
    assert f"What to do:\n  secret: chmod 600 {path}\n\nNothing is broken.\n" in result.stdout
    path.chmod(0o600)
    assert rbp("doctor").stdout.endswith("All is well.\n")


def test_a_store_that_is_not_known_is_not_made_up(root: Path) -> None:
    (root / "rbp.toml").write_text("[store\n")
    told = findings()
    assert told["store"]["state"] == "fault"
    assert "the store is not known" in told["store"]["detail"]
    assert not (root / "rbp.db").exists()


def test_replay_is_a_note(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RBP_REPLAY", "www.bluebird.example=127.0.0.1:8001")
    told = findings()["replay"]
    assert (told["state"], told["detail"]) == ("note", "on: www.bluebird.example served from this machine")


def test_readings_of_another_version_are_a_note_until_they_are_rescored(root: Path) -> None:
    stock(root)
    told = findings()["readings"]
    assert (told["state"], "`rbp rescore`" in told["cure"]) == ("note", True)
    assert rbp("rescore").exit_code == 0
    assert "readings" not in findings()
