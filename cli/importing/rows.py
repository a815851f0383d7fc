"""From a file to rows, whichever of the formats it has. A bad line never stops the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cli.importing.columns_meant import suggested
from cli.importing.files import BadLine, Row, Source, peek
from cli.importing.jsonlines import array_rows, json_rows
from cli.importing.spreadsheet import csv_rows
from cli.records import COLUMNS, READINGS


def rows(source: Source, given: Sequence[str]) -> Iterator[Row | BadLine]:
    """The rows of a file, JSON or CSV, whichever it is. `given` are columns that the command line fills.

    Raises ReadingError where CSV lacks a column that it needs, or a JSON array is none that can be read.
    """
    start = peek(source).lstrip()
    if start.startswith(b"["):
        return array_rows(source)
    return json_rows(source) if start.startswith(b"{") else csv_rows(source, given)


def unknown_columns(columns: Sequence[str]) -> list[str]:
    """Those that an import passes over, with the name that was perhaps meant."""
    return [suggested(column) for column in columns if column not in COLUMNS and column not in READINGS]
