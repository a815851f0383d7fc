"""From parsed TOML files to dossiers, the whole workspace in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.dossier.across import Told, check_across, join_clients
from analysis.dossier.address import domains
from analysis.dossier.engagement import read_engagement
from analysis.dossier.settings import Settings, read_settings
from analysis.dossier.table import Notes, Remark, Table
from analysis.dossier.target import Spiders, read_target
from analysis.errors import Fault
from analysis.keys import slug
from analysis.model import Client, Dossier, Engagement, Target, Vendor

VENDOR_KEYS = ("name", "domains", "client")
CLIENT_KEYS = ("name", "domains", "industry", "engagement", "target")


@dataclass(frozen=True, slots=True)
class Written:
    """A dossier's file as parsed: `file` is how it is named in faults, `id` its name without `.toml`."""

    file: str
    id: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """`dossiers` are whole only where there is no fault."""

    dossiers: tuple[Dossier, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Remark, ...]


def check_settings(
    file: str, data: Mapping[str, Any], spiders: Spiders | None = None
) -> tuple[Settings, tuple[Fault, ...]]:
    notes = Notes()
    return read_settings(Table(file, "", data, notes), spiders), tuple(notes.faults)


def check_dossiers(files: Sequence[Written], today: date, spiders: Spiders | None = None) -> Checked:
    """Every fault of every file, and those that only show between files. With `spiders=None`,
    the names and parameters of targets are taken as they are."""
    notes = Notes()
    told = [_dossier(written, today, spiders, notes) for written in files]
    check_across(told, notes)
    return Checked(join_clients(told), tuple(notes.faults), tuple(notes.warnings))


def _dossier(written: Written, today: date, spiders: Spiders | None, notes: Notes) -> Told:
    table = Table(written.file, "", written.data, notes).only(VENDOR_KEYS)
    vendor = Vendor(written.id, table.text("name", required="the vendor's name"), domains(table))
    clients: dict[str, Client] = {}
    places: dict[str, str] = {}
    engagements: list[Engagement] = []
    targets: list[Target] = []
    for row in table.tables("client"):
        client = _client(row, clients)
        places.setdefault(client.id, row.path)
        edges = [read_engagement(edge, vendor.id, client.id, today) for edge in row.tables("engagement")]
        engagements += edges
        targets += _targets(row, client.id, spiders)
        if not edges:
            row.warn("", "no [[client.engagement]], so none of its reviews count")
    if not clients:
        table.warn("", "no [[client]] yet, so there is nothing to look at")
    return Told(written.file, Dossier(vendor, tuple(clients.values()), tuple(engagements), tuple(targets)), places)


def _client(row: Table, clients: dict[str, Client]) -> Client:
    row.only(CLIENT_KEYS)
    name = row.text("name", required="the client's name")
    client = Client(slug(name), name, domains(row), row.text("industry"))
    if client.id in clients:
        row.fault("name", "each client once in a dossier", name, "put both into one [[client]]")
    if client.id:
        clients.setdefault(client.id, client)
    return client


def _targets(row: Table, client: str, spiders: Spiders | None) -> list[Target]:
    found: dict[str, Target] = {}
    for table in row.tables("target"):
        target = read_target(table, client, spiders)
        if target and target.key in found:
            table.fault("spider", "each target once", target.source, "it is the same as one above")
        elif target:
            found[target.key] = target
    if not found and not row.data.get("target"):
        row.warn("", "no [[client.target]], so nothing is crawled for it")
    return list(found.values())
