"""`rbp store`: make, upgrade and measure the place where readings are kept."""

from __future__ import annotations

from collections.abc import Mapping

import click

from cli.context import Context
from cli.naming import NearestGroup


@click.group(cls=NearestGroup, short_help="Make, upgrade and measure the store.")
def command() -> None:
    """Look after the store that --store, RBP_STORE or rbp.toml names.

    \b
    Examples:
      rbp store init
      rbp --store http://127.0.0.1:9200 store stats
      rbp store migrate --drop-old
    """


@command.command(short_help="Make the store ready, and try to write to it.")
@click.pass_obj
def init(context: Context) -> int:
    """Make the file, or the indices, where they are missing; every other command does so as well.

    \b
    Example:
      rbp store init
    """
    from cli.render import say

    with context.open_store() as store:
        health = store.health()
    if not health.writable:
        say(f"{health.url}: {health.detail}; {health.cure}")
        return 1
    say(f"{health.url} is ready: {health.version}, schema {health.schema}, writable.")
    return 0


@command.command(short_help="Bring what an older rbp wrote to this version.")
@click.option("--drop-old", is_flag=True, help="Delete the old indices that earlier migrations have kept.")
@click.pass_obj
def migrate(context: Context, drop_old: bool) -> None:
    """Copy indices of an older schema into new ones, and change over in one step. The old ones stay until --drop-old.

    An SQLite file is brought to this version whenever it is opened. Let no crawl run meanwhile: it would be told
    that the store takes no writes.

    \b
    Examples:
      rbp store migrate
      rbp store migrate --drop-old
    """
    from cli.render import say
    from cli.render.numbers import plural

    with context.open_store(older="true") as store:
        count = store.migrate(say)
        dropped = store.drop_old() if drop_old else []
    if dropped:
        say(f"Deleted: {', '.join(dropped)}.")
    if count:
        kept = "" if drop_old else " The old ones are kept; `rbp store migrate --drop-old` deletes them."
        say(f"{plural(count, 'index', 'indices')} brought to this version.{kept}")
    elif not dropped:
        say("Nothing to do: the store is of this version.")


@command.command(short_help="Count documents and bytes.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def stats(context: Context, as_json: bool) -> None:
    """Show how many of each kind the store holds, and the bytes on disk.

    \b
    Examples:
      rbp store stats
      rbp store stats --json
    """
    from cli.render import to_json

    with context.open_store() as store:
        found, url = store.stats(), store.url
    if as_json:
        click.echo(to_json({"format": 1, "store": url, **found}))
        return
    _show(found, url)


def _show(found: Mapping[str, int], url: str) -> None:
    from cli.render import Column, show
    from cli.render.numbers import count

    rows = [[kind, count(number)] for kind, number in found.items() if kind != "bytes"]
    reviews = found.get("reviews", 0)
    each = f", {count(round(found['bytes'] / reviews))} a review" if reviews else ""
    notes = [f"{count(found['bytes'])} bytes on disk{each}, in {url}."]
    show((Column("kind"), Column("number", number=True)), rows, notes=notes)
