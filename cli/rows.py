"""Rows `{id, text, language?}` as JSON lines: one answer a line, a bad row told and never fatal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class Row:
    """A text to read. `id` is whatever JSON value the row gave. `error` says why it is no row, with empty text."""

    id: object
    text: str = ""
    language: str | None = None
    error: str = ""


def rows(lines: Iterable[bytes]) -> Iterator[Row]:
    """One Row a line, as the lines come."""
    return (_row(line, number) for number, line in enumerate(lines, start=1))


def _row(line: bytes, number: int) -> Row:
    try:
        found = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        got = f"byte 0x{line[error.start]:02x} at column {error.start + 1}"
        return Row(_id_of(line), error=f"line {number}: expected text in UTF-8, got {got}")
    except (ValueError, RecursionError) as error:
        return Row(None, error=f"line {number}: expected a JSON object, got {_short(line)}: {error}")
    if not isinstance(found, dict):
        return Row(None, error=f"line {number}: expected a JSON object, got {_short(line)}")
    if wrong := _wrong_id(found):
        return Row(None, error=f"line {number}: {wrong}")
    text, language = found.get("text"), found.get("language")
    if not isinstance(text, str):
        got = "none" if "text" not in found else type(text).__name__
        return Row(found.get("id"), error=f"line {number}: expected a string in `text`, got {got}")
    if language is not None and not isinstance(language, str):
        return Row(
            found.get("id"), error=f"line {number}: expected a code such as `en` in `language`, got {language!r}"
        )
    return Row(found.get("id"), text, language)


def _wrong_id(found: dict[str, object]) -> str:
    """What is wrong with the id of a row, by which its answer is told from others; empty where nothing is."""
    if "id" not in found:
        return "expected an `id`, got none"
    told = found["id"]
    if isinstance(told, float) and not isfinite(told):  # NaN, or a number that is too large
        return f"expected an `id` that JSON can hold, got {told}"
    return ""


def _id_of(line: bytes) -> object:
    """The id of a row whose text is no UTF-8, so that whoever sent it knows which one; None where it cannot be told."""
    try:
        found = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return found.get("id") if isinstance(found, dict) else None


def _short(line: bytes, most: int = 40) -> str:
    text = line.decode("utf-8", "replace").strip()
    return repr(text if len(text) <= most else text[:most] + "...")
