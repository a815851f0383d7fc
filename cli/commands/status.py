"""`rbp status`: what is in the store, and how it got there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.arguments import VENDOR
from cli.context import Context

if TYPE_CHECKING:
    from analysis.model import Dossier


@click.command(short_help="Show each target: reviews, dates, last crawl and how it ended.")
@click.argument("vendors", nargs=-1, type=VENDOR, metavar="[VENDOR...]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, vendors: tuple[str, ...], as_json: bool) -> None:
    """Show every target that was crawled or imported, and those of the dossiers that never were.

    With VENDORs, only the targets of their clients. The verdict is what the completeness check said of the
    last crawl: `whole`, `partial: 1,204 of 3,410`, `suspect: ...` or `failed: ...`.

    \b
    Example:
      rbp status harbour-care
    """
    from cli.standing import standings, stored

    dossiers = context.dossiers(vendors) if vendors else _all(context)
    with context.open_store() as store:
        found = standings(store, dossiers, everything=not vendors)
        reviews = 0 if as_json else stored(store, dossiers, everything=not vendors)
    if as_json:
        from analysis.plain import plain
        from cli.render import to_json

        click.echo(to_json({"format": 1, "targets": [plain(standing) for standing in found]}))
        return
    from cli.render.standing import show_standings

    show_standings(found, reviews)


def _all(context: Context) -> list[Dossier]:
    workspace = context.find_workspace()
    return list(workspace.dossiers) if workspace else []
