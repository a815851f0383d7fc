"""`rbp search`: the reviews that hold some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.arguments import VENDOR
from cli.context import Context

if TYPE_CHECKING:
    from analysis.tally import Hit


@click.command(short_help="Find the reviews that hold some words.")
@click.argument("words", nargs=-1, required=True)
@click.option("--vendor", "vendors", type=VENDOR, multiple=True, help="Within this vendor's engagements.")
@click.option("--client", metavar="NAME", help="Reviews of one client only, by its name or id.")
@click.option("--aspect", "aspects", multiple=True, metavar="NAME", help="Only reviews that speak of it, such as wait.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="So many at most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(
    context: Context,
    words: tuple[str, ...],
    vendors: tuple[str, ...],
    client: str | None,
    aspects: tuple[str, ...],
    limit: int,
    as_json: bool,
) -> None:
    """Find the reviews that hold all of WORDS, best first, with their dates and links.

    Case does not matter, accents do; no character is an operator.

    \b
    Examples:
      rbp search never called back
      rbp search "hung up" --vendor harbour-care --aspect attitude
    """
    from analysis.rows import row_named
    from cli.asked import asked_scopes

    rows = [row_named(aspect) for aspect in aspects]
    with context.open_store() as store:
        scopes = asked_scopes(context, store, vendors, client)
        hits = store.search(" ".join(words), scopes, aspects=rows, limit=limit)
    if as_json:
        _print_json(hits)
    elif not hits:
        click.echo("Nothing found.")
    else:
        from cli.render.hits import show_hits

        show_hits(hits, limit)


def _print_json(hits: list[Hit]) -> None:
    from analysis.plain import plain
    from cli.render import to_json

    click.echo(to_json({"format": 1, "hits": [plain(hit) for hit in hits]}))
