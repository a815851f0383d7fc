"""`rbp trends`: how what customers say about support moved over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cli.arguments import VENDOR
from cli.context import Context

if TYPE_CHECKING:
    from analysis.model import Client, Dossier
    from analysis.trend import Trend


@click.command(short_help="How what customers say about support moved over time.")
@click.argument("vendors", nargs=-1, type=VENDOR, required=True, metavar="VENDOR...")
@click.option(
    "--by", type=click.Choice(["month", "quarter", "year"]), default="quarter", show_default=True, help="Period."
)
@click.option("--client", metavar="NAME", help="One client only, by its name or id.")
@click.option("--aspect", metavar="NAME", default="overall", help="One aspect or channel, such as wait or phone.")
@click.option("--since", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; from its first day.")
@click.option("--until", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; to its last day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with stock VADER beside each mean.")
@click.pass_obj
def command(
    context: Context,
    vendors: tuple[str, ...],
    by: str,
    client: str | None,
    aspect: str,
    since: str | None,
    until: str | None,
    as_json: bool,
) -> None:
    """Show a table a vendor: reviews, their mean from −1 (all complain) to +1 (all praise) with its 95 % interval,
    the share that complains, a sparkline.

    \b
    Examples:
      rbp trends harbour-care
      rbp trends harbour-care lantern-desk --by year --aspect wait
      rbp trends harbour-care --client "Bluebird Bank" --since 2024 --json
    """
    from analysis.dates import Grain
    from analysis.rows import row_named
    from cli.clock import today
    from cli.dates import day_range
    from cli.gathering import gather_trend

    start, end = day_range(since, until)
    row = row_named(aspect)
    chosen = _chosen(context.dossiers(vendors), client)
    with context.open_store() as store:
        trends = [
            gather_trend(store, each, today(), grain=Grain(by), client=one, aspect=row, since=start, until=end)
            for each, one in chosen
        ]
    _show(trends, as_json)


def _show(trends: Sequence[Trend], as_json: bool) -> None:
    if as_json:
        from analysis.plain import plain
        from cli.render import to_json

        click.echo(to_json({"format": 1, "trends": [plain(trend) for trend in trends]}))
        return
    from cli.render.trends import show_trends

    show_trends(trends)


def _chosen(dossiers: list[Dossier], client: str | None) -> list[tuple[Dossier, Client | None]]:
    """Each dossier with its client of that name; those without such a client are left out, unless none has it."""
    if client is None:
        return [(dossier, None) for dossier in dossiers]
    from cli.vendors import choose_client

    return choose_client(dossiers, client)
