"""Rows out of CSV, whatever its delimiter; the first line names the columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from analysis.errors import ReadingError
from cli.importing.columns_meant import suggested
from cli.importing.files import (
    LONGEST_LINE,
    NOT_UTF8,
    TOO_LONG,
    UTF16_MARKS,
    BadLine,
    Row,
    Source,
    accepted,
    lines,
    peek,
)
from cli.records import COLUMNS, unquote_formula

TEXTS: Final = ("body", "title", "rating")  # one of them makes a review
_SHOWN: Final = 400  # characters of a header that is repeated
_UNDECODED = re.compile("[\udc80-\udcff]")  # bytes that `surrogateescape` let through
_MARK = "\udc00"  # stands for a line that is too long; no decoder makes it


def csv_rows(source: Source, given: Sequence[str]) -> Iterator[Row | BadLine]:
    """A bad line is told and passed over. Raises ReadingError where a column is missing."""
    encoding = source.encoding or ("utf-16" if peek(source).startswith(UTF16_MARKS) else "utf-8-sig")
    csv.field_size_limit(LONGEST_LINE)
    text = _decoded(source, encoding)
    columns, delimiter = _header(source.name, next(text, ""))
    _check_columns(source.name, columns, given)
    source.columns = tuple(columns)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 2  # the header was the first
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadLine(line, _csv_fault(str(error)))
            continue
        if any(cell.strip() for cell in cells):
            yield _csv_row(line, columns, cells)


def _decoded(source: Source, encoding: str) -> Iterator[str]:
    """Lines as text; bytes that are not of the encoding stay, marked, so that only their own line is refused."""
    decode = codecs.getincrementaldecoder(encoding)("surrogateescape").decode
    try:
        if encoding.replace("_", "-").lower().startswith(("utf-16", "utf-32")):
            text = io.TextIOWrapper(source.file, encoding, errors="replace", newline="")
            for line in text:
                source.read += 2 * len(line)
                yield line
            text.detach()
            return
        yield from (_MARK if raw is None else decode(raw) for raw in lines(source))
        yield from filter(None, [decode(b"", True)])
    except UnicodeError as error:
        raise ReadingError(f"{source.name}: expected text in {encoding}, got something else: {error}") from None


def _header(name: str, line: str) -> tuple[list[str], str]:
    """The names in the first line, by the delimiter that gives the most of them that are known, else the most."""
    try:
        found = [(_names(line, delimiter), delimiter) for delimiter in (",", ";", "\t")]
    except csv.Error as error:
        got = "lines that end in CR alone; save it as CSV (UTF-8)" if "\r" in line.strip() else f"broken CSV: {error}"
        raise ReadingError(f"{name}: expected names of columns in the first line, got {got}") from None
    return max(found, key=lambda one: (len(set(one[0]) & set(COLUMNS)), len(one[0])))


def _names(line: str, delimiter: str) -> list[str]:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return [cell.strip().lower().replace(" ", "_") for cell in cells]


def _check_columns(name: str, columns: Sequence[str], given: Sequence[str]) -> None:
    twice = sorted({column for column in columns if column in COLUMNS and columns.count(column) > 1})
    if twice:
        raise ReadingError(f"{name}: expected each column once, got {', '.join(twice)} twice")
    missing = [column for column in ("client", "source") if column not in columns and column not in given]
    lacks = [f"`{column}` (or --{column})" for column in missing]
    if not set(TEXTS).intersection(columns):
        lacks.insert(0, "one of `body`, `title`, `rating`")
    if lacks:
        got = ", ".join(suggested(column) if column else "a nameless one" for column in columns)[:_SHOWN]
        raise ReadingError(f"{name}: expected columns with {' and '.join(lacks)}, got {got}; {accepted()}")


def _csv_row(line: int, columns: Sequence[str], cells: Sequence[str]) -> Row | BadLine:
    if any(_MARK in cell for cell in cells):
        return BadLine(line, TOO_LONG)
    if len(cells) != len(columns):
        return BadLine(line, f"expected {len(columns)} cells, got {len(cells)}")
    if any(not cell.isascii() and _UNDECODED.search(cell) for cell in cells):
        return BadLine(line, NOT_UTF8)
    return Row(line, dict(zip(columns, map(unquote_formula, cells), strict=True)))


def _csv_fault(error: str) -> str:
    if "unexpected end" in error:
        return "a quoted cell that begins here is never closed"
    return TOO_LONG if "field limit" in error else f"broken CSV: {error}"
