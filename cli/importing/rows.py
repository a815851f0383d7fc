"""From a file to rows, whichever of the formats it has. A bad line never stops the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from analysis.errors import ReadingError
from cli.importing.files import BadLine, Row, Source, peek
from cli.importing.jsonlines import json_rows
from cli.importing.spreadsheet import csv_rows
from cli.records import COLUMNS, READINGS


def rows(source: Source, given: Sequence[str]) -> Iterator[Row | BadLine]:
    """The rows of a file, JSON lines or CSV, whichever it is. `given` are columns that the command line fills.

    Raises ReadingError where CSV lacks a column that it needs.
    """
    start = peek(source).lstrip()
    if start.startswith(b"["):
        raise ReadingError(f"{source.name}: expected JSON lines (one object a line) or CSV, got a JSON array")
    return json_rows(source) if start.startswith(b"{") else csv_rows(source, given)


def unknown_columns(columns: Sequence[str]) -> list[str]:
    """Those that an import passes over, with the name that was perhaps meant."""
    strangers = [column for column in columns if column not in COLUMNS and column not in READINGS]
    near = {column: get_close_matches(column, COLUMNS, n=1) for column in strangers}
    return [f"{column} (did you mean {near[column][0]}?)" if near[column] else column for column in strangers]
