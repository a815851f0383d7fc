"""`rbp init`."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.cli.running import command_line, environment, rbp


def test_after_init_check_asks_for_the_contact_only(empty: Path) -> None:
    result = rbp("init", "work")
    assert result.exit_code == 0
    assert "cd work" in result.stdout
    assert (empty / "work/.gitignore").read_text().count(".rbp-secret") == 1
    checked = rbp("--workspace", "work", "check")
    [told, count] = checked.stdout.splitlines()
    assert told.startswith("rbp.toml:6: contact: expected an e-mail address or an https URL")
    assert 'write contact = "you@your-company.example"' in told
    assert (count, checked.exit_code) == ("1 fault in 1 file", 1)


def test_with_a_contact_the_workspace_is_well(empty: Path) -> None:
    rbp("init", "--contact", "ops@buyer.example")
    result = rbp("check")
    assert result.stdout == "1 dossier, 1 client, 1 engagement, 2 targets: no fault\n"


def test_the_example_beside_a_dossier_of_ones_own_is_told(empty: Path) -> None:
    rbp("init", "--contact", "ops@buyer.example")
    (empty / "vendors/mine.toml").write_text('name = "Mine"\n')
    assert "vendors/example.toml: still the invented example of `rbp init`" in rbp("check").stdout


def test_nothing_is_ever_overwritten(empty: Path) -> None:
    (empty / "rbp.toml").write_text("# mine\n")
    (empty / "vendors").mkdir()
    (empty / "vendors/acme.toml").write_text("# mine too\n")
    result = rbp("init", "--contact", "ops@buyer.example")
    assert result.exit_code == 0
    assert 'write contact = "ops@buyer.example" into it yourself' in result.stdout
    assert (empty / "rbp.toml").read_text() == "# mine\n"
    assert sorted(path.name for path in (empty / "vendors").iterdir()) == ["acme.toml"]


def test_a_wrong_contact_makes_nothing(empty: Path) -> None:
    result = rbp("init", "--contact", "me")
    assert result.exit_code == 2
    assert list(empty.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_line(empty: Path) -> None:
    (empty / "file").write_text("")
    result = rbp("init", "file/work")
    assert result.exit_code == 1
    assert result.stderr.startswith("rbp: expected a folder that can be written at file/work, got ")
    assert len(result.stderr.splitlines()) == 1


def _on_a_full_disk(*arguments: str) -> str:
    """What it says where the first byte of any file is refused; the limit of a file's size stands for the disk."""
    line = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command_line(*arguments)]
    ran = subprocess.run(line, env=environment(), capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    return ran.stderr


def test_a_full_disk_leaves_no_half_a_workspace_that_is_kept_later(empty: Path) -> None:
    assert _on_a_full_disk("init", "work").endswith(": work/rbp.toml\n")
    assert list((empty / "work").iterdir()) == []
    assert "made work/rbp.toml" in rbp("init", "work").stdout


def test_a_demo_that_a_full_disk_cut_off_can_be_begun_anew(empty: Path) -> None:
    from demo.workspace import is_demo

    _on_a_full_disk("demo", "work")
    assert is_demo(empty / "work")
    (empty / "work/mine.txt").write_text("")
    assert not is_demo(empty / "work")


@pytest.mark.parametrize("contact", ["a+b@x.example", "https://x.example/{who}?a=b#c", "mailto:o'neill@x.example"])
def test_any_contact_is_written_as_it_is(empty: Path, contact: str) -> None:
    rbp("init", "--contact", contact)
    assert tomllib.loads((empty / "rbp.toml").read_text())["contact"] == contact
