"""Writes the demo's workspace: rbp.toml and a dossier per vendor, as a person would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from analysis.model import Client, Dossier, Engagement, Evidence, Target
from demo.companies import dossiers

_MARK = "# The workspace of `rbp demo`: all companies in it are fictional.\n"
_SETTINGS = f"""\
{_MARK}contact = "https://rbp-demo.example/contact"

[store]
url = "sqlite:rbp.db"
"""


def is_demo(folder: Path) -> bool:
    """Whether `write` made or began this folder, and may do so again: also an empty one is nobody's."""
    if not folder.is_dir():
        return False
    settings = folder / "rbp.toml"
    text = settings.read_text(encoding="utf-8", errors="replace") if settings.is_file() else ""
    begun = _SETTINGS.startswith(text) and {path.name for path in folder.iterdir()} <= {settings.name}
    return begun or text.startswith(_MARK)


def write(folder: Path) -> None:
    """Write rbp.toml and vendors/*.toml into the folder, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rbp.toml").write_text(_SETTINGS, encoding="utf-8")  # first: what is begun can be told by it
    (folder / "vendors").mkdir(exist_ok=True)
    for dossier in dossiers():
        path = folder / "vendors" / f"{dossier.vendor.id}.toml"
        path.write_text("\n".join(_lines(dossier)) + "\n", encoding="utf-8")


def _lines(dossier: Dossier) -> Iterator[str]:
    yield from _pairs("", name=dossier.vendor.name, domains=list(dossier.vendor.domains))
    for client in dossier.clients:
        edges = [edge for edge in dossier.engagements if edge.client == client.id]
        yield from _client(client, edges, [target for target in dossier.targets if target.client == client.id])


def _client(client: Client, edges: list[Engagement], targets: list[Target]) -> Iterator[str]:
    yield from ("", "[[client]]")
    yield from _pairs("", name=client.name, domains=list(client.domains), industry=client.industry)
    for edge in edges:
        yield from ("", "  [[client.engagement]]")
        yield from _pairs(
            "  ",
            since=str(edge.since or ""),
            until=str(edge.until or ""),
            channels=list(edge.channels),
            languages=list(edge.languages),
            regions=list(edge.regions),
        )
        for evidence in edge.evidence:
            yield from _evidence(evidence)
    for target in targets:
        yield from ("", "  [[client.target]]")
        yield from _pairs("  ", spider=target.source, **dict(target.parameters))


def _evidence(evidence: Evidence) -> Iterator[str]:
    yield from ("", "    [[client.engagement.evidence]]")
    yield from _pairs("    ", tier=evidence.tier.value, url=evidence.url)
    yield f"    seen = {evidence.seen.isoformat()}"
    yield from _pairs("    ", quote=evidence.quote, note=evidence.note)


def _pairs(indent: str, **values: str | list[str] | None) -> Iterator[str]:
    """TOML lines for what is there. JSON text is TOML text for strings and lists of strings."""
    return (f"{indent}{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value)
