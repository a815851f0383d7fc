"""A small workspace: one vendor, one client, and where that client's reviews are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

_DOSSIER = """
name = "Harbour Care"
[[client]]
name = "{client}"
  [[client.engagement]]
  since = "2020"
    [[client.engagement.evidence]]
    tier = "stated"
    seen = 2026-01-02
    note = "a test says so"
"""


def lay_out(
    folder: Path, *targets: Mapping[str, str], client: str = "Bluebird Bank", store: Mapping[str, str] | None = None
) -> Path:
    """Write `rbp.toml`, with `store` as its table [store], and one dossier with these targets: `spider` and its
    parameters. Returns the folder."""
    (folder / "vendors").mkdir(parents=True)
    told = "[store]\n" + _pairs(store) if store else ""
    (folder / "rbp.toml").write_text(f'contact = "ops@buyer.example"\n{told}', encoding="utf-8")
    text = _DOSSIER.format(client=client) + "".join("[[client.target]]\n" + _pairs(target) for target in targets)
    (folder / "vendors" / "harbour-care.toml").write_text(text, encoding="utf-8")
    return folder


def _pairs(table: Mapping[str, str]) -> str:
    """Lines of TOML; what is all digits is a number."""
    return "".join(f"{name} = {value if value.isdigit() else json.dumps(value)}\n" for name, value in table.items())
