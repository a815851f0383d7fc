"""Streams readings into a file, or to standard output."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from analysis.errors import RbpError, UsageError
from analysis.model import Reading
from cli.records import CSV_COLUMNS, to_cells, to_object
from cli.render.clean import to_json

_SQLITE: Final = b"SQLite format 3\0"  # how every such file begins


def write_jsonl(readings: Iterable[Reading], file: TextIO) -> int:
    """One object a line. Returns how many."""
    count = 0
    for reading in readings:
        file.write(to_json(to_object(reading), indent=None) + "\n")
        count += 1
    return count


def write_csv(readings: Iterable[Reading], file: TextIO) -> int:
    """A row of names, then a row a review. Returns how many reviews."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    count = 0
    for reading in readings:
        writer.writerow(to_cells(reading))
        count += 1
    return count


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """Standard output for None or `-`. A file appears under its name when it is whole, never half.

    One that is there keeps its mode, and a link goes on to lead where it leads. Raises UsageError where a store, a
    dossier or rbp.toml would be lost, RbpError where it cannot be written, BrokenPipeError where its reader left.
    """
    if output is None or str(output) == "-":
        yield sys.stdout
        return
    device = output.exists() and not output.is_file()  # a pipe cannot be written aside
    place = Path(os.path.realpath(output))
    if place.is_file() and _is_kept(place):
        raise UsageError(
            f"expected a file to write to, got {output}, which rbp reads and this would replace; name another"
        )
    aside = output if device else place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="") as file:
            if place.is_file():
                aside.chmod(place.stat().st_mode & 0o777)
            yield file
        if not device:
            aside.replace(place)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RbpError(f"expected a file that can be written, got {output}: {error.strerror}") from None
    finally:
        if not device:
            with suppress(OSError):  # on a read-only disk it says so even of what is not there
                aside.unlink(missing_ok=True)


def _is_kept(path: Path) -> bool:
    """Whether it is a store, a dossier or rbp.toml, by what it is called and how it begins."""
    with suppress(OSError), path.open("rb") as file:
        return path.suffix == ".toml" or file.read(len(_SQLITE)) == _SQLITE
    return False
