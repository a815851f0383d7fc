"""Which reviews a command means: those of some vendors' engagements, of a client, or all of the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from analysis.errors import UsageError
from analysis.keys import slug
from analysis.model import Dossier, Scope
from cli.context import Context
from cli.render.clean import clean

if TYPE_CHECKING:
    from store.base import Store


def asked_scopes(context: Context, store: Store, vendors: Sequence[str], client: str | None) -> list[Scope] | None:
    """The scopes of the vendors' dated, evidenced engagements; without vendors a client's reviews of any date.

    None where neither is named. Says on stderr which vendor has no such engagement. Raises UsageError
    for a vendor that no dossier has, and for a client that neither a dossier nor the store has.
    """
    if vendors:
        return _of_vendors(context.dossiers(vendors), client)
    return None if client is None else [Scope(_known(context, store, client))]


def _known(context: Context, store: Store, name: str) -> str:
    """The id of a client. Imported reviews may be of one that stands in no dossier."""
    from cli.vendors import no_client

    wanted = client_id(name)
    workspace = context.find_workspace()
    told = [client for dossier in (workspace.dossiers if workspace else ()) for client in dossier.clients]
    for client in told:
        if wanted in (client.id, slug(client.name)):
            return client.id
    stored = [group.key[0] for group in store.census(None, ("client",))]
    if wanted in stored:
        return wanted
    raise no_client(name, {client.name for client in told}.union(set(stored) - {client.id for client in told}))


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
