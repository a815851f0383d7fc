"""What can only be seen with all dossiers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from analysis.dossier.table import Notes, shown
from analysis.errors import Fault
from analysis.model import Client, Dossier

ByFile: TypeAlias = Sequence[tuple[str, Dossier]]


def check_across(dossiers: ByFile, notes: Notes) -> None:
    """Note vendors that share a name, and clients that are told differently in two files."""
    _check_vendors(dossiers, notes)
    first: dict[str, tuple[str, str, Client]] = {}
    owners: dict[str, tuple[str, str, Client]] = {}
    for file, dossier in dossiers:
        for number, client in enumerate(dossier.clients, 1):
            here = (file, f"client[{number}]", client)
            _compare(here, first.setdefault(client.id, here), notes)
            for domain in client.domains:
                _compare_owner(here, owners.setdefault(domain, here), domain, notes)


def _check_vendors(dossiers: ByFile, notes: Notes) -> None:
    seen: dict[str, str] = {}
    for file, dossier in dossiers:
        name = dossier.vendor.name.casefold()
        if name and name in seen:
            expected = f"a name of its own: {seen[name]} has the same"
            notes.faults.append(Fault(file, "name", expected, shown(dossier.vendor.name), "one dossier a vendor"))
        seen.setdefault(name, file)


def _compare(here: tuple[str, str, Client], there: tuple[str, str, Client], notes: Notes) -> None:
    """One client, two files: what both tell must be the same. What one leaves out is no disagreement."""
    (file, path, client), (other_file, other_path, other) = here, there
    for key, mine, theirs in (
        ("name", client.name, other.name),
        ("domains", sorted(client.domains), sorted(other.domains)),
        ("industry", client.industry, other.industry),
    ):
        if mine and theirs and mine != theirs:
            expected = f"the same as in {other_file}: {other_path}.{key} ({shown(theirs)})"
            hint = "a client is one in the whole workspace: tell it the same in both dossiers"
            notes.faults.append(Fault(file, f"{path}.{key}", expected, shown(mine), hint))


def _compare_owner(here: tuple[str, str, Client], there: tuple[str, str, Client], domain: str, notes: Notes) -> None:
    (file, path, client), (other_file, other_path, other) = here, there
    if client.id != other.id:
        expected = f"a domain of one client only: {other_file}: {other_path} ({other.name}) has {domain} too"
        hint = f"if both are one client, name it {other.name!r} in both dossiers"
        notes.faults.append(Fault(file, f"{path}.domains", expected, shown(domain), hint))
