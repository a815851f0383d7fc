"""Workspaces on disk: found, read, checked."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from analysis.errors import DossierError, UsageError, WorkspaceError
from cli.context import Context

DOSSIER = """
name = "Harbour Care"
domains = ["harbourcare.example"]

[[client]]
name = "Bluebird Bank"
domains = ["bluebird.example"]
industry = "banking"

  [[client.engagement]]
  since = "2022-03"
  channels = ["phone", "chat"]
  languages = ["en"]
  share = 0.6

    [[client.engagement.evidence]]
    tier = "case_study"
    url = "https://harbourcare.example/cases/bluebird"
    seen = 2026-11-02
    quote = "Bluebird moved its card support to Harbour Care"

  [[client.target]]
  spider = "cfpb"
  company = "BLUEBIRD BANK, N.A."
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rbp.toml").write_text('contact = "ops@buyer.example"\n')
    (tmp_path / "vendors").mkdir()
    (tmp_path / "vendors/harbour-care.toml").write_text(DOSSIER)
    monkeypatch.delenv("RBP_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_workspace_is_found_from_below(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "vendors")
    workspace = Context().workspace()
    assert workspace.root == root
    assert workspace.store_url == f"sqlite:{root}/rbp.db"
    [dossier] = workspace.dossiers
    assert dossier.vendor.id == "harbour-care"
    assert dossier.scopes()[0].client == "bluebird-bank"
    assert dossier.targets[0].parameters == (("company", "BLUEBIRD BANK, N.A."),)


def test_no_workspace_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Context().find_workspace() is None
    with pytest.raises(WorkspaceError, match="rbp init"):
        Context().workspace()
    with pytest.raises(WorkspaceError, match="rbp init"):
        Context(workspace_option=tmp_path).find_workspace()


def test_a_vendor_is_meant_by_file_or_by_name(root: Path) -> None:
    for name in ("harbour-care", "Harbour Care", "harbour care"):
        assert [dossier.vendor.id for dossier in Context().dossiers([name])] == ["harbour-care"]
    with pytest.raises(UsageError, match="did you mean 'harbour-care'"):
        Context().dossiers(["habour-care"])


def test_every_fault_comes_in_one_go(root: Path) -> None:
    (root / "rbp.toml").write_text("")
    (root / "vendors/other.toml").write_text(DOSSIER.replace("Harbour Care", "Other").replace("banking", "insurance"))
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
