"""`rbp compare`: candidates side by side, without a ranking that the numbers do not carry."""

from __future__ import annotations

import click

from analysis.errors import UsageError
from cli.arguments import VENDOR
from cli.context import Context


@click.command(short_help="Put candidates side by side.")
@click.argument("vendors", nargs=-1, type=VENDOR, required=True, metavar="VENDOR VENDOR...")
@click.option("--since", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; from its first day.")
@click.option("--until", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; to its last day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, vendors: tuple[str, ...], since: str | None, until: str | None, as_json: bool) -> None:
    """Show each candidate's score with its interval, every aspect, and what cannot be told.

    \b
    Examples:
      rbp compare harbour-care lantern-desk
      rbp compare harbour-care lantern-desk --since 2025-07
      rbp compare harbour-care lantern-desk tallow-reed --json
    """
    from cli.clock import today
    from cli.dates import day_range
    from cli.gathering import gather_comparison

    start, end = day_range(since, until)
    dossiers = context.dossiers(vendors)
    if len(dossiers) < 2:
        raise UsageError(f"expected two or more different vendors, got {', '.join(vendors)}; for one: rbp brief")
    with context.open_store() as store:
        comparison = gather_comparison(store, dossiers, today(), start, end)
    if as_json:
        from analysis.plain import plain
        from cli.render import to_json

        click.echo(to_json({"format": 1, "comparison": plain(comparison)}))
        return
    from cli.render.comparisons import show_comparison

    show_comparison(comparison)
