"""From a file of JSON lines or CSV to rows. A bad line is told with its number and never stops the rest."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from analysis.errors import ReadingError
from cli.records import COLUMNS, READINGS, unquote_formula

LONGEST_LINE: Final = 20_000_000  # characters; a line of JSON, or a cell, beyond it is no review
TEXTS: Final = ("body", "title", "rating")  # one of them makes a review
_PEEK: Final = 64_000
_NOT_TEXT: Final = {
    b"PK\x03\x04": "a zip or spreadsheet file; save it as CSV (UTF-8)",
    b"\x1f\x8b": "a gzip file; unpack it",
    b"SQLite format 3\0": "an SQLite file; a store is named with --store",
    b"%PDF": "a PDF",
}
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNDECODED = re.compile("[\udc80-\udcff]")  # bytes that `surrogateescape` let through
_MARK = "\udc00"  # stands for a line that is too long; no decoder makes it
_TOO_LONG = f"a line, or a cell, of more than {LONGEST_LINE // 1_000_000} MB"
_NOT_UTF8 = "not UTF-8; save the file as UTF-8, or say what it is with --encoding"


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one line. `line` is where it begins, from 1."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BadLine:
    line: int
    reason: str


@dataclass(slots=True)
class Source:
    """An open file. `read` is how many bytes of `size` were taken; a pipe has no size."""

    name: str
    file: io.BufferedReader
    encoding: str
    size: int | None = None
    read: int = 0
    columns: tuple[str, ...] = ()  # known once the first row was read


@contextmanager
def opened(path: Path, encoding: str = "") -> Iterator[Source]:
    """A file, or standard input for `-`. Raises ReadingError for what cannot be opened or is no text."""
    try:
        "".encode(encoding or "utf-8")
    except LookupError:
        raise ReadingError(f"expected an encoding such as utf-8 or cp1252, got {encoding!r}") from None
    if str(path) == "-":
        with _peekable(sys.stdin.buffer) as piped:
            yield _checked(Source("standard input", piped, encoding))
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise ReadingError(f"expected a file of JSON lines or CSV, got {path}: {error.strerror}") from None
    with file:
        yield _checked(Source(path.name, file, encoding, path.stat().st_size if path.is_file() else None))


def rows(source: Source, given: Sequence[str]) -> Iterator[Row | BadLine]:
    """The rows of a file, JSON lines or CSV, whichever it is. `given` are columns that the command line fills.

    Raises ReadingError where CSV lacks a column that it needs.
    """
    start = _peek(source).lstrip()
    if start.startswith(b"["):
        raise ReadingError(f"{source.name}: expected JSON lines (one object a line) or CSV, got a JSON array")
    return _json_rows(source) if start.startswith(b"{") else _csv_rows(source, given)


def accepted() -> str:
    return f"accepted names: {', '.join(COLUMNS)}"


def _checked(source: Source) -> Source:
    start = _peek(source)
    for magic, what in _NOT_TEXT.items():
        if start.startswith(magic):
            raise ReadingError(f"{source.name}: expected JSON lines or CSV, got {what}")
    if not start.strip():
        raise ReadingError(f"{source.name}: expected JSON lines or CSV, got an empty file; {accepted()}")
    return source


@contextmanager
def _peekable(file: BinaryIO) -> Iterator[io.BufferedReader]:
    if isinstance(file, io.BufferedReader):
        yield file
        return
    buffered: io.BufferedReader = io.BufferedReader(cast(Any, file))
    try:
        yield buffered
    finally:
        buffered.detach()


def _peek(source: Source) -> bytes:
    """The beginning, without a byte order mark, and without taking it."""
    return source.file.peek(_PEEK)[:_PEEK].removeprefix(codecs.BOM_UTF8)


def _lines(source: Source) -> Iterator[bytes | None]:
    """Lines as bytes; None for one that is too long to be held."""
    while line := source.file.readline(LONGEST_LINE):
        source.read += len(line)
        whole = len(line) < LONGEST_LINE or line.endswith(b"\n")
        yield line if whole else None
        while not whole:
            line = source.file.readline(LONGEST_LINE)
            source.read += len(line)
            whole = len(line) < LONGEST_LINE or line.endswith(b"\n")


def _json_rows(source: Source) -> Iterator[Row | BadLine]:
    for number, line in enumerate(_lines(source), start=1):
        if line is None:
            yield BadLine(number, _TOO_LONG)
            continue
        if not line.strip():
            continue
        try:
            made = json.loads(line.decode(source.encoding or "utf-8-sig"))
        except UnicodeDecodeError:
            yield BadLine(number, _NOT_UTF8)
        except (ValueError, RecursionError) as error:
            yield BadLine(number, f"broken JSON: {error}"[:200])
        else:
            if isinstance(made, dict):
                source.columns = source.columns or tuple(_flat(made))
                yield Row(number, _flat(made))
            else:
                yield BadLine(number, "expected a JSON object")


def _flat(made: dict[str, Any]) -> dict[str, Any]:
    inner = made.get("review")
    return inner if isinstance(inner, dict) else made


def _csv_rows(source: Source, given: Sequence[str]) -> Iterator[Row | BadLine]:
    encoding = source.encoding or ("utf-16" if _peek(source).startswith(_UTF16) else "utf-8-sig")
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
    if encoding.replace("_", "-").lower().startswith(("utf-16", "utf-32")):
        text = io.TextIOWrapper(source.file, encoding, errors="replace", newline="")
        for line in text:
            source.read += 2 * len(line)
            yield line
        text.detach()
        return
    decode = codecs.getincrementaldecoder(encoding)("surrogateescape").decode
    try:
        yield from (_MARK if raw is None else decode(raw) for raw in _lines(source))
        yield from filter(None, [decode(b"", True)])
    except UnicodeError as error:
        raise ReadingError(f"{source.name}: expected text in {encoding}, got something else: {error}") from None


def _header(name: str, line: str) -> tuple[list[str], str]:
    """The names in the first line, by the delimiter that gives the most of them that are known."""
    try:
        found = [(_names(line, delimiter), delimiter) for delimiter in (",", ";", "\t")]
    except csv.Error as error:
        raise ReadingError(f"{name}: expected names of columns in the first line, got broken CSV: {error}") from None
    return max(found, key=lambda one: len(set(one[0]) & set(COLUMNS)))


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
        got = ", ".join(column or "a nameless one" for column in columns)[:200]
        raise ReadingError(f"{name}: expected columns with {' and '.join(lacks)}, got {got}; {accepted()}")


def unknown_columns(columns: Sequence[str]) -> list[str]:
    """Those that an import passes over, with the name that was perhaps meant."""
    strangers = [column for column in columns if column not in COLUMNS and column not in READINGS]
    near = {column: get_close_matches(column, COLUMNS, n=1) for column in strangers}
    return [f"{column} (did you mean {near[column][0]}?)" if near[column] else column for column in strangers]


def _csv_row(line: int, columns: Sequence[str], cells: Sequence[str]) -> Row | BadLine:
    if any(_MARK in cell for cell in cells):
        return BadLine(line, _TOO_LONG)
    if len(cells) != len(columns):
        return BadLine(line, f"expected {len(columns)} cells, got {len(cells)}")
    if any(not cell.isascii() and _UNDECODED.search(cell) for cell in cells):
        return BadLine(line, _NOT_UTF8)
    return Row(line, dict(zip(columns, map(unquote_formula, cells), strict=True)))


def _csv_fault(error: str) -> str:
    if "unexpected end" in error:
        return "a quoted cell that begins here is never closed"
    return _TOO_LONG if "field limit" in error else f"broken CSV: {error}"
