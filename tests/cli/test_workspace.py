"""Workspaces on disk: found, read, checked."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analysis.errors import DossierError, UsageError, WorkspaceError
from cli.context import Context
from cli.secret import read_secret
from tests.cli.running import rbp_process


def test_a_workspace_is_found_from_below(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "vendors")
    workspace = Context().workspace()
    assert workspace.root == root
    assert workspace.store_url == f"sqlite:{root}/rbp.db"
    [dossier] = workspace.dossiers
    assert dossier.vendor.id == "harbour-care"
    assert dossier.scopes()[0].client == "bluebird-bank"
    assert dossier.targets[0].parameters == (("company", "BLUEBIRD BANK, N.A."),)


def test_no_workspace_is_one_clear_line(empty: Path) -> None:
    assert Context().find_workspace() is None
    with pytest.raises(WorkspaceError, match="rbp init"):
        Context().workspace()
    with pytest.raises(WorkspaceError, match="rbp init"):
        Context(workspace_option=empty).find_workspace()


def test_a_vendor_is_meant_by_file_or_by_name(root: Path) -> None:
    for name in ("harbour-care", "Harbour Care", "harbour care"):
        assert [dossier.vendor.id for dossier in Context().dossiers([name])] == ["harbour-care"]
    with pytest.raises(UsageError, match="did you mean 'harbour-care'"):
        Context().dossiers(["habour-care"])


def test_every_fault_comes_in_one_go(root: Path, dossier: str) -> None:
    (root / "rbp.toml").write_text("")
    (root / "vendors/other.toml").write_text(dossier.replace("Harbour Care", "Other").replace("banking", "insurance"))
    (root / "vendors/third.toml").write_bytes(b'name = "Caf\xe9"\n')
    with pytest.raises(DossierError) as error:
        Context().workspace()
    told = str(error.value)
    assert [fault.file for fault in error.value.faults] == ["rbp.toml", "vendors/other.toml", "vendors/third.toml"]
    assert "contact" in told
    assert "vendors/harbour-care.toml: client[1].industry ('banking')" in told
    assert "UTF-8" in told


def test_the_secret_is_made_once_and_is_private(root: Path) -> None:
    first = Context().workspace().secret()
    assert len(first) == 32
    assert Context().workspace().secret() == first
    assert stat.S_IMODE((root / ".rbp-secret").stat().st_mode) == 0o600


def test_the_store_is_the_option_or_the_setting_or_the_file_or_beside_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Context().store_url() == f"sqlite:{root}/rbp.db"
    (root / "rbp.toml").write_text('contact = "ops@buyer.example"\n[store]\nurl = "sqlite:data/kept.db"\n')
    assert Context().store_url() == f"sqlite:{root}/data/kept.db"
    monkeypatch.setenv("RBP_STORE", "http://127.0.0.1:9200")
    assert Context().store_url() == "http://127.0.0.1:9200"
    assert Context(store_option="sqlite:mine.db").store_url() == "sqlite:mine.db"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b'name = "Caf\xe9"\n', "vendors/x.toml:1: the file: expected text in UTF-8, got byte 0xe9"),
        (b'name = "X"\n\ndomains = [}', "vendors/x.toml:3: column 12: expected TOML, got invalid value"),
        (b'name = "X"\nname = "Y"', "cannot overwrite a value"),
        (b"a = " + b"[" * 3000, "nested too deeply"),
        (b"\x00\x01", "expected TOML"),
        (b"x" * 10_000_001, "10,000,001 bytes, of 10,000,000 at most"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_place(root: Path, written: bytes, told: str) -> None:
    (root / "vendors/x.toml").write_bytes(written)
    with pytest.raises(DossierError) as error:
        Context().workspace()
    assert told in str(error.value)


def test_what_is_no_file_is_told(root: Path) -> None:
    (root / "vendors/folder.toml").mkdir()
    (root / "vendors/gone.toml").symlink_to(root / "nowhere")
    (root / "vendors/loop.toml").symlink_to(root / "vendors/loop.toml")
    os.mkfifo(root / "vendors/pipe.toml")
    with pytest.raises(DossierError) as error:
        Context().workspace()
    told = [f"{fault.file} {fault.got}" for fault in error.value.faults]
    assert told == [
        "vendors/folder.toml a folder",
        "vendors/gone.toml No such file or directory",
        "vendors/loop.toml Too many levels of symbolic links",
        "vendors/pipe.toml something that is no plain file",
    ]


def test_a_byte_order_mark_windows_lines_and_an_editors_leavings_are_forgiven(root: Path, dossier: str) -> None:
    text = dossier.replace("\n", "\r\n").encode("utf-8-sig")
    (root / "vendors/harbour-care.toml").write_bytes(text)
    (root / "vendors/.harbour-care.toml.swp").write_bytes(b"\xff")
    (root / "vendors/.#harbour-care.toml").symlink_to("nobody@nowhere:1")
    (root / "vendors/notes.txt").write_bytes(b"\xff")
    assert [found.vendor.name for found in Context().workspace().dossiers] == ["Harbour Care"]


def test_what_looks_like_a_dossier_and_is_none_is_told(root: Path) -> None:
    (root / "vendors/Lantern.TOML").write_text("")
    (root / "vendors/acme.toml.txt").write_text("")
    (root / "vendors/europe").mkdir()
    (root / "vendors/notes.md").write_text("")
    found = Context().survey()
    assert found is not None
    assert [str(remark) for remark in found.warnings] == [
        "vendors/Lantern.TOML: not read: the name of a dossier ends in .toml",
        "vendors/acme.toml.txt: not read: the name of a dossier ends in .toml",
        "vendors/europe: a folder: dossiers in it are not read, move them up into vendors/",
    ]


def test_a_broken_secret_is_told_and_never_replaced(root: Path) -> None:
    (root / ".rbp-secret").write_text("not hex")
    with pytest.raises(WorkspaceError, match="expected hex digits"):
        Context().workspace().secret()
    (root / ".rbp-secret").write_text("00ff")
    with pytest.raises(WorkspaceError, match="expected 32 bytes"):
        Context().workspace().secret()
    assert (root / ".rbp-secret").read_text() == "00ff"


def test_many_processes_make_one_secret(root: Path) -> None:
    path = root / ".rbp-secret"
    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(lambda _: read_secret(path), range(64)))
    assert len(made) == 1
    assert [file.name for file in root.iterdir() if file.name.startswith(".rbp-secret")] == [".rbp-secret"]


def test_a_shell_completes_vendors_from_anywhere(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def completed(words: str) -> str:
        extra = {"_RBP_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
        return rbp_process(extra=extra).stdout

    assert completed("rbp check har") == "plain,harbour-care\n"
    assert completed("rbp check x").strip() == ""
    monkeypatch.chdir("/")
    assert completed("rbp check har").strip() == ""
    assert completed(f"rbp --workspace {root} check har") == "plain,harbour-care\n"
