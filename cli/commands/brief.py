"""`rbp brief`: everything about one vendor in one document."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.errors import UsageError
from cli.arguments import VENDOR
from cli.context import Context

_ON_SCREEN = "md"  # what a person reads without a browser


@click.command(short_help="Write a brief of one vendor: HTML, Markdown or JSON.")
@click.argument("vendor", type=VENDOR, metavar="VENDOR")
@click.option("--format", "name", metavar="[html|md|json]", help="Default: what FILE's name says, else md.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
@click.option("--since", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; from its first day.")
@click.option("--until", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; to its last day.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def command(
    context: Context,
    vendor: str,
    name: str | None,
    output: Path | None,
    since: str | None,
    until: str | None,
    as_json: bool,
) -> None:
    """Write who was looked at and on what evidence, the score, every aspect, trends, quotations, and what is missing.

    The HTML is one self-contained file without scripts.

    \b
    Examples:
      rbp brief harbour-care
      rbp brief harbour-care -o harbour-care.html
      rbp brief harbour-care --since 2025-07 -o newest.html
      rbp brief harbour-care --format json
    """
    from analysis import formats
    from cli.clock import today
    from cli.dates import day_range
    from cli.exporting import opened
    from cli.gathering import gather_brief

    chosen = _format(name, output, as_json, formats.names())
    days = day_range(since, until)
    (dossier,) = context.dossiers([vendor])
    with context.open_store() as store:
        content = formats.render(gather_brief(store, dossier, today(), *days), chosen)
    if output is None or str(output) == "-":
        click.echo(content, nl=False)
        return
    with opened(output) as file:
        file.buffer.write(content)
    click.echo(f"wrote {output} ({chosen})", err=True)


def _format(name: str | None, output: Path | None, as_json: bool, known: list[str]) -> str:
    """--format, else --json, else the file's suffix. Raises UsageError where they disagree or name none."""
    if as_json and name not in (None, "json"):
        raise UsageError(f"expected one format, got --format {name} and --json")
    if as_json:
        return "json"
    if name is not None:
        if name not in known:
            raise UsageError(f"expected a format ({', '.join(known)}), got {name!r}")
        return name
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    suffix = {"htm": "html", "markdown": "md", "txt": "md", "": _ON_SCREEN}.get(suffix, suffix)
    if suffix not in known and (output is None or output.is_file() or not output.exists()):
        hint = "; print the html from a browser" if suffix == "pdf" else ""
        raise UsageError(f"expected a file that ends in .{', .'.join(known)} (or --format), got {output}{hint}")
    return suffix if suffix in known else _ON_SCREEN
