"""What the tests of the command line are given."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    seen = 2026-01-02
    quote = "Bluebird moved its card support to Harbour Care"

  [[client.target]]
  spider = "cfpb"
  company = "BLUEBIRD BANK, N.A."
"""


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RBP_STORE", "RBP_REPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where the test stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def root(empty: Path) -> Path:
    """A workspace that is well, where the test stands."""
    (empty / "rbp.toml").write_text('contact = "ops@buyer.example"\n')
    (empty / "vendors").mkdir()
    (empty / "vendors/harbour-care.toml").write_text(DOSSIER)
    return empty


@pytest.fixture
def dossier() -> str:
    return DOSSIER
