"""`rbp forget`: remove reviews for good."""

from __future__ import annotations

import sys

import click

from analysis.errors import UsageError
from cli.context import Context


@click.command(short_help="Remove reviews for good, and never take them in again.")
@click.option("--url", metavar="URL", help="Reviews whose link is exactly this.")
@click.option("--ref", metavar="ID", help="Reviews that have this id at their source.")
@click.option("--client", metavar="NAME", help="Reviews of one client, by its name or id.")
@click.option("--source", metavar="NAME", help="Reviews of one source, such as an import's; exactly this name.")
@click.option("--before", metavar="DATE", help="Reviews written before this day (not on it); undated ones stay.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def command(
    context: Context,
    url: str | None,
    ref: str | None,
    client: str | None,
    source: str | None,
    before: str | None,
    yes: bool,
) -> None:
    """Remove reviews with all that was read from them, from the store and from its full text.

    What is given must all hold. Only the hash of a removed review's id is kept, so that no later crawl or
    import brings it back.

    \b
    Examples:
      rbp forget --url https://reviews.example/r/17
      rbp forget --client "Bluebird Bank" --before 2020
      rbp forget --source "old survey"
    """
    from cli.asked import client_id
    from cli.dates import first_day
    from cli.render.numbers import plural
    from store.base import Selection

    whose = client_id(client) if client is not None else None
    selection = Selection(url, ref, whose, first_day("--before", before), source)
    if selection == Selection():
        raise UsageError(
            "expected what to forget: --url, --ref, --client, --source or --before; see `rbp forget --help`"
        )
    with context.open_store() as store:
        if not yes:
            _ask(store.selected(selection))
        count = store.forget(selection)
    click.echo(f"Forgot {plural(count, 'review')}." if count else "Nothing to forget: no review is like that.")


def _ask(count: int) -> None:
    from cli.render.numbers import plural

    if not count:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"this would remove {plural(count, 'review')} for good; add --yes to do it")
    click.confirm(f"Remove {plural(count, 'review')} for good?", abort=True)
