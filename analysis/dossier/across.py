"""What can only be seen with all dossiers side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.dossier.table import Notes, shown
from analysis.errors import Fault
from analysis.model import Client, Dossier

_ONE_CLIENT = "a client is one in the whole workspace: tell it the same in both dossiers"


@dataclass(frozen=True, slots=True)
class Told:
    """A dossier as read from a file; `places` has the key path of each client by id."""

    file: str
    dossier: Dossier
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a client stands, and what is told of it there."""

    file: str
    path: str
    client: Client


def check_across(told: Sequence[Told], notes: Notes) -> None:
    """Note vendors that share a name, clients that are told differently, domains that two clients claim."""
    _check_vendors(told, notes)
    stands = [_Stand(one.file, one.places[c.id], c) for one in told for c in one.dossier.clients]
    first: dict[str, _Stand] = {}
    owners: dict[str, _Stand] = {}
    for stand in stands:
        _compare(stand, first.setdefault(stand.client.id, stand), notes)
        for domain in stand.client.domains:
            _compare_owner(stand, owners.setdefault(domain, stand), domain, notes)


def join_clients(told: Sequence[Told]) -> tuple[Dossier, ...]:
    """The dossiers with each client as all of them tell it together: one may leave out what another tells."""
    whole: dict[str, Client] = {}
    for one in told:
        for client in one.dossier.clients:
            known = whole.setdefault(client.id, client)
            whole[client.id] = replace(
                known, domains=known.domains or client.domains, industry=known.industry or client.industry
            )
    return tuple(
        replace(one.dossier, clients=tuple(whole[client.id] for client in one.dossier.clients)) for one in told
    )


def _check_vendors(told: Sequence[Told], notes: Notes) -> None:
    seen: dict[str, str] = {}
    for one in told:
        name = one.dossier.vendor.name
        if name and name.casefold() in seen:
            expected = f"a name of its own: {seen[name.casefold()]} has the same"
            notes.faults.append(Fault(one.file, "name", expected, shown(name), "write one dossier a vendor"))
        seen.setdefault(name.casefold(), one.file)


def _compare(here: _Stand, there: _Stand, notes: Notes) -> None:
    """What both tell must be the same. What one leaves out is no disagreement."""
    mine, theirs = here.client, there.client
    for key, told, before in (
        ("name", mine.name, theirs.name),
        ("domains", sorted(mine.domains), sorted(theirs.domains)),
        ("industry", mine.industry, theirs.industry),
    ):
        if told and before and told != before:
            expected = f"the same as in {there.file}: {there.path}.{key} ({shown(before)})"
            notes.faults.append(Fault(here.file, f"{here.path}.{key}", expected, shown(told), _ONE_CLIENT))


def _compare_owner(here: _Stand, there: _Stand, domain: str, notes: Notes) -> None:
    if here.client.id != there.client.id:
        other = there.client.name
        expected = f"a domain of one client only: {there.file}: {there.path} ({other}) has it too"
        hint = f"if both are one client, name it {other!r} in both places"
        notes.faults.append(Fault(here.file, f"{here.path}.domains", expected, shown(domain), hint))
