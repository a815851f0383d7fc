"""Rows out of JSON: one object a line, as `rbp export` writes them or flat, or an array of such objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from analysis.errors import ReadingError
from cli.importing.files import NOT_UTF8, TOO_LONG, BadLine, Row, Source, lines

LARGEST_ARRAY: Final = 100_000_000  # bytes: it is read whole, and takes some five times as much memory
_SHOWN: Final = 200  # characters of what the JSON reader says


def json_rows(source: Source) -> Iterator[Row | BadLine]:
    """A bad line is told and passed over."""
    for number, line in enumerate(lines(source), start=1):
        if line is None:
            yield BadLine(number, TOO_LONG)
            continue
        if not line.strip():
            continue
        try:
            made = json.loads(line.decode(source.encoding or "utf-8-sig"))
        except UnicodeDecodeError:
            yield BadLine(number, NOT_UTF8)
        except (ValueError, RecursionError) as error:
            yield BadLine(number, f"broken JSON: {error}"[:_SHOWN])
        else:
            yield _row(source, number, made)


def array_rows(source: Source) -> Iterator[Row | BadLine]:
    """Of an array, the number of a row is its place in it, from 1. Raises ReadingError where it cannot be read."""
    data = source.file.read(LARGEST_ARRAY + 1)
    source.read = len(data)
    if len(data) > LARGEST_ARRAY:
        size = f"{LARGEST_ARRAY // 1_000_000} MB"
        raise ReadingError(f"{source.name}: expected a JSON array of at most {size}; write one object a line instead")
    try:
        made = json.loads(data.decode(source.encoding or "utf-8-sig"))
    except UnicodeDecodeError:
        raise ReadingError(f"{source.name}: expected a JSON array, got {NOT_UTF8}") from None
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"{source.name}: expected a JSON array, got broken JSON: {error}"[:_SHOWN]) from None
    for number, one in enumerate(made, start=1):
        yield _row(source, number, one)


def _row(source: Source, number: int, made: object) -> Row | BadLine:
    if not isinstance(made, dict):
        return BadLine(number, "expected a JSON object")
    source.columns = source.columns or tuple(_flat(made))
    return Row(number, _flat(made))


def _flat(made: dict[str, Any]) -> dict[str, Any]:
    inner = made.get("review")
    return inner if isinstance(inner, dict) else made
