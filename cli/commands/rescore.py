"""`rbp rescore`: apply a newer reading to what is stored."""

from __future__ import annotations

import sys

import click

from cli.context import Context

_STOPPED = 130  # as shells tell an end by Ctrl-C


@click.command(short_help="Apply a newer reading to what is stored.")
@click.option("--client", metavar="NAME", help="Reviews of one client, by its name or id.")
@click.pass_obj
def command(context: Context, client: str | None) -> None:
    """Read stored reviews again, where what is kept was read by another version. Nothing is fetched.

    Stop it at any moment: the next `rbp rescore` goes on where it was.

    \b
    Examples:
      rbp rescore
      rbp rescore --client "Bluebird Bank"
    """
    from cli.asked import asked_scopes
    from cli.reader import chosen_reader
    from cli.render import bars, say
    from cli.rescoring import rescore

    done = 0
    with context.open_store() as store, bars() as shown:
        scopes = asked_scopes(context, store, (), client)
        workspace = context.find_workspace()
        reader = chosen_reader(store, deep=bool(workspace and workspace.reads_deeply))
        reviews = sum(group.reviews for group in store.census(scopes))

        def tell(count: int) -> None:
            nonlocal done
            done = count
            shown.update("rescore", done=count, note=f"of at most {reviews:,} reviews")

        try:
            done = rescore(store, reader, scopes, tell)
        except KeyboardInterrupt:
            click.echo(f"rbp: stopped after {done:,} reviews; `rbp rescore` goes on from there", err=True)
            sys.exit(_STOPPED)
    others = "; the others were read by it already" if done < reviews else ""
    say(f"Read {done:,} of {reviews:,} reviews anew with {reader.version}{others}.")
