"""Opens the files of an import: what is no text is told, lines come one by one and never too long."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from analysis.errors import ReadingError
from cli.records import COLUMNS

LONGEST_LINE: Final = 20_000_000  # characters; a line of JSON, or a cell, beyond it is no review
_PEEK: Final = 64_000
_NOT_TEXT: Final = {
    b"PK\x03\x04": "a zip or spreadsheet file; save it as CSV (UTF-8)",
    b"\x1f\x8b": "a gzip file; unpack it",
    b"SQLite format 3\0": "an SQLite file; a store is named with --store",
    b"%PDF": "a PDF",
    b"bplist00": "a Safari web archive; save the page as 'Page Source'",
}
UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_EXPECTED: Final = "CSV, JSON or a saved page"
TOO_LONG: Final = f"a line, or a cell, of more than {LONGEST_LINE // 1_000_000} MB"
NOT_UTF8: Final = "not UTF-8; save the file as UTF-8, or say what it is with --encoding"


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


def check_there(path: Path, encoding: str = "") -> None:
    """Raises ReadingError where a file cannot be opened, or the encoding is none."""
    try:
        "".encode(encoding or "utf-8")
    except LookupError:
        raise ReadingError(f"expected an encoding such as utf-8 or cp1252, got {encoding!r}") from None
    if str(path) != "-":
        _open(path).close()


@contextmanager
def opened(path: Path, encoding: str = "") -> Iterator[Source]:
    """A file, or standard input for `-`. Raises ReadingError for what cannot be opened or is no text."""
    if str(path) == "-":
        with _peekable(sys.stdin.buffer) as piped:
            yield _checked(Source("standard input", piped, encoding))
        return
    with _open(path) as file:
        yield _checked(Source(path.name, file, encoding, path.stat().st_size if path.is_file() else None))


def _open(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise ReadingError(f"expected a file of {_EXPECTED}, got {path}: {error.strerror}") from None


def accepted() -> str:
    return f"accepted names: {', '.join(COLUMNS)}"


def _checked(source: Source) -> Source:
    start = peek(source)
    for magic, what in _NOT_TEXT.items():
        if start.startswith(magic):
            raise ReadingError(f"{source.name}: expected {_EXPECTED}, got {what}")
    if b"\0" in start and not source.encoding and not start.startswith(UTF16_MARKS):
        raise ReadingError(f"{source.name}: expected {_EXPECTED}, got bytes that are no UTF-8 text; see --encoding")
    if not start.strip():
        raise ReadingError(f"{source.name}: expected {_EXPECTED}, got an empty file; {accepted()}")
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


def peek(source: Source) -> bytes:
    """The beginning, without a byte order mark, and without taking it."""
    return source.file.peek(_PEEK)[:_PEEK].removeprefix(codecs.BOM_UTF8)


def lines(source: Source) -> Iterator[bytes | None]:
    """Lines as bytes; None for one that is too long to be held."""
    while line := source.file.readline(LONGEST_LINE):
        source.read += len(line)
        whole = len(line) < LONGEST_LINE or line.endswith(b"\n")
        yield line if whole else None
        while not whole:
            line = source.file.readline(LONGEST_LINE)
            source.read += len(line)
            whole = len(line) < LONGEST_LINE or line.endswith(b"\n")
