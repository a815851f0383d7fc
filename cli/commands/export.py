"""`rbp export`: the readings, for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.errors import UsageError
from cli.arguments import VENDOR
from cli.context import Context

_ENDINGS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", "": "jsonl"}


@click.command(short_help="Write the reviews with their readings as JSON lines or CSV.")
@click.option("--vendor", "vendors", type=VENDOR, multiple=True, help="Within this vendor's engagements.")
@click.option("--client", metavar="NAME", help="Reviews of one client only, by its name or id.")
@click.option("--format", "format_", type=click.Choice(["jsonl", "csv"]), help="Default: by the file's name, or jsonl.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
@click.pass_obj
def command(
    context: Context, vendors: tuple[str, ...], client: str | None, format_: str | None, output: Path | None
) -> None:
    """Write the reviews of the store, or of some vendors or a client, in order of their keys.

    JSON lines hold everything: the review, its mentions, the scorer; `rbp import` takes them back. CSV has a
    row a review; cells that a spreadsheet would run as a formula begin with an apostrophe.

    \b
    Examples:
      rbp export -o reviews.jsonl
      rbp export --vendor harbour-care --format csv > harbour-care.csv
    """
    from cli.asked import asked_scopes
    from cli.exporting import opened, write_csv, write_jsonl
    from cli.render import track
    from cli.render.numbers import plural

    write = write_csv if (format_ or _by_name(output)) == "csv" else write_jsonl
    with context.open_store() as store:
        scopes = asked_scopes(context, store, vendors, client)
        total = sum(row.reviews for row in store.census(scopes))
        with opened(output) as file:
            count = write(track(store.readings(scopes), "exporting", total), file)
    click.echo(f"rbp: wrote {plural(count, 'review')} to {output or 'standard output'}", err=True)


def _by_name(output: Path | None) -> str:
    """Raises UsageError for an ending that promises another format."""
    ending = output.suffix.lower() if output else ""
    if output and output.exists() and not output.is_file():
        ending = ""  # a pipe is called anything
    if ending not in _ENDINGS:
        raise UsageError(f"expected a file that ends in .jsonl or .csv (or --format), got {output}")
    return _ENDINGS[ending]
