"""Which dossier is meant by a VENDOR on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.dossier import nearest
from analysis.errors import UsageError
from analysis.keys import slug
from analysis.model import Client, Dossier

_LISTED = 10  # vendors named in an error: a line that can be read


def choose(dossiers: Sequence[Dossier], names: Sequence[str]) -> list[Dossier]:
    """The dossiers of these vendors, each once; all of them where none is named. Raises UsageError on a miss."""
    found = [_find(dossiers, name) for name in names] if names else list(dossiers)
    return list({dossier.vendor.id: dossier for dossier in found}.values())


def _find(dossiers: Sequence[Dossier], name: str) -> Dossier:
    """By file name (a path to it is taken as well), by vendor's name, by either in another spelling; the first
    that fits."""
    wanted = Path(name).stem if name.endswith(".toml") else name.strip()
    tests = (
        lambda d: d.vendor.id == wanted,
        lambda d: d.vendor.name == wanted,
        lambda d: slug(wanted) in (slug(d.vendor.id), slug(d.vendor.name)) and slug(wanted) != "",
    )
    for fits in tests:
        for dossier in dossiers:
            if fits(dossier):
                return dossier
    known = [dossier.vendor.id for dossier in dossiers]
    names = [dossier.vendor.name for dossier in dossiers]
    listed = ", ".join(known[:_LISTED]) + (f" and {len(known) - _LISTED} more" if len(known) > _LISTED else "")
    raise UsageError(f"no vendor named {name!r}; {nearest(wanted, [*known, *names]) or f'known vendors: {listed}'}")


def choose_client(dossiers: Sequence[Dossier], name: str) -> list[tuple[Dossier, Client | None]]:
    """Each dossier that has a client of that name or id, with it. Raises UsageError where none has."""
    wanted = slug(name)
    found: list[tuple[Dossier, Client | None]] = [
        (each, client) for each in dossiers for client in each.clients if wanted in (client.id, slug(client.name))
    ]
    if found and wanted:
        return found
    raise no_client(name, {client.name for dossier in dossiers for client in dossier.clients})


def no_client(name: str, known: Iterable[str]) -> UsageError:
    """The error for a client that is none of these, with the nearest."""
    names = sorted(known)
    listed = ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")
    return UsageError(f"no client named {name!r}; {nearest(name, names) or f'known clients: {listed or None}'}")
