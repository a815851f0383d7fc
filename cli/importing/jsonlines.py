"""Rows out of JSON lines: one object a line, as `rbp export` writes them or flat."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from cli.importing.files import NOT_UTF8, TOO_LONG, BadLine, Row, Source, lines

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
            if isinstance(made, dict):
                source.columns = source.columns or tuple(_flat(made))
                yield Row(number, _flat(made))
            else:
                yield BadLine(number, "expected a JSON object")


def _flat(made: dict[str, Any]) -> dict[str, Any]:
    inner = made.get("review")
    return inner if isinstance(inner, dict) else made
