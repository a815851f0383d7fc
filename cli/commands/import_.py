"""`rbp import`: reviews that the user has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.context import Context

if TYPE_CHECKING:
    from cli.importing.book import Summary


@click.command(short_help="Take in reviews from saved pages, CSV or JSON.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--client", default="", metavar="NAME", help="The company, where the file does not name it.")
@click.option("--source", default="", metavar="NAME", help="Where they were published, where the file does not say.")
@click.option("--encoding", default="", metavar="NAME", help="Of the files, where it is not UTF-8, such as cp1252.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, files: tuple[Path, ...], client: str, source: str, encoding: str, as_json: bool) -> None:
    """Take in reviews that you have: pages saved in a browser (or a folder of them), CSV or JSON, whichever a
    file holds; `-` is standard input. Nothing is fetched.

    A saved page needs --client and --source. Of CSV and JSON the columns are a review's field names: one of
    body, title or rating is needed, and client and source unless the options name them. Bad lines are told with their
    number, good ones kept. Save a spreadsheet as CSV first, its dates as 2024-05-03. docs/import.md tells more.

    \b
    Examples:
      rbp import survey.csv --client "Bluebird Bank" --source survey
      rbp import page1.html page2.html --client "Bluebird Bank" --source trustpilot
      rbp import reviews.jsonl
    """
    from cli.importing.command import import_files
    from cli.render import to_json
    from cli.render.imports import show_summary

    made: list[Summary] = []
    told: set[str] = set()
    try:
        for summary in import_files(context, files, client, source, encoding):
            made.append(summary)
            if not as_json:
                show_summary(summary, told)
    finally:
        if as_json and made:  # also where another file gave nothing
            from analysis.plain import plain

            click.echo(to_json({"format": 1, "files": [plain(summary.told()) for summary in made]}))
