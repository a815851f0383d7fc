"""Which reviews a command means: those of some vendors' engagements, of a client, or all of the store."""

from __future__ import annotations

from collections.abc import Sequence

import click

from analysis.errors import UsageError
from analysis.keys import slug
from analysis.model import Dossier, Scope
from cli.context import Context
from cli.render.clean import clean


def asked_scopes(context: Context, vendors: Sequence[str], client: str | None) -> list[Scope] | None:
    """The scopes of the vendors' dated, evidenced engagements; without vendors a client's reviews of any date.

    None where neither is named. Says on stderr which vendor has no such engagement. Raises UsageError
    for a vendor or client that no dossier has.
    """
    if vendors:
        return _of_vendors(context.dossiers(vendors), client)
    return None if client is None else [Scope(client_id(client))]


def _of_vendors(dossiers: Sequence[Dossier], client: str | None) -> list[Scope]:
    from cli.vendors import choose_client

    pairs = [(each, None) for each in dossiers] if client is None else choose_client(dossiers, client)
    found: list[Scope] = []
    for dossier, one in pairs:
        scopes = dossier.scopes(one.id if one else None)
        if not scopes:
            _say_undated(dossier.vendor.name)
        found += scopes
    return found


def client_id(name: str) -> str:
    """The id of a client, from its name or its id. Raises UsageError where nothing is left of the name."""
    made = slug(name)
    if not made:
        raise UsageError(f"expected the name of a client, got {name!r}")
    return made


def _say_undated(vendor: str) -> None:
    line = f"{vendor}: no dated, evidenced engagement, so no review counts for it; give one a since and evidence"
    click.echo(f"rbp: {clean(line)}", err=True)
