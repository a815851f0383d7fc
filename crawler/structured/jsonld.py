"""JSON-LD as the web has it: one script at a time, so that a broken one costs no other."""

from __future__ import annotations

import html
import json
import re
from typing import Any

# The wrappers that hide a script from XHTML or from browsers of the nineties.
_OPENING = re.compile(r"\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)", re.IGNORECASE)
_CLOSING = re.compile(r"(?:(?://)?\s*-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)\s*\Z")
_BRACKETS = ("{", "}", "[", "]")
_WRAPPERS = 3  # one in the other, as in <!--//<![CDATA[
_LONGEST_WRAPPER = 40  # characters
_BETWEEN = re.compile(r"[\s;,}\]\ufeff]*")  # what may stand around a value: `;`, or a brace too many
# Strings are matched first and kept; outside of them go comments, commas before a closing bracket, control characters.
_REPAIR = re.compile(
    r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|,(?=\s*+[}\]])|[\x00-\x08\x0b\x0c\x0e-\x1f]',
    re.DOTALL,
)
_ESCAPE = re.compile(r"""\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(.))""", re.DOTALL)
_LONGEST_INTEGER = 300  # digits; longer ones are no number of ours, and Python refuses them beyond 4,300


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONGEST_INTEGER else float("inf")


_DECODER = json.JSONDecoder(strict=False, parse_int=_integer)


def read_script(script: str) -> tuple[list[Any], bool]:
    """The JSON values of one script, and whether all of it could be read. An empty script is whole.

    Numbers may be infinite or NaN: who uses one must look.
    """
    source = _unwrap(script)
    values, whole = _decode(source)
    if whole:
        return values, True
    repaired = _REPAIR.sub(lambda match: _ESCAPE.sub(_legal, match[1]) if match[1] else " ", source)
    again, whole = _decode(repaired)
    return (again, whole) if whole or len(again) > len(values) else (values, False)


def _legal(escape: re.Match[str]) -> str:
    """PHP and JavaScript write `\\'`, which JSON does not know; any other backslash that is no escape is itself."""
    unknown = escape[1]
    return escape[0] if unknown is None else "'" if unknown == "'" else f"\\\\{unknown}"


def _unwrap(script: str) -> str:
    source = script.strip("\ufeff \t\r\n\x00")
    for _ in range(_WRAPPERS):
        if source[:1] in _BRACKETS and source[-1:] in _BRACKETS:  # nothing around it
            break
        opening, closing = _OPENING.match(source), _CLOSING.search(source, max(0, len(source) - _LONGEST_WRAPPER))
        start, end = opening.end() if opening else 0, closing.start() if closing else len(source)
        source = source[start : max(start, end)]
    return html.unescape(source) if source[:12].lstrip("{[ \n").startswith("&quot;") else source


def _decode(source: str) -> tuple[list[Any], bool]:
    values: list[Any] = []
    at = _end(source, 0)
    while at < len(source):
        try:
            value, at = _DECODER.raw_decode(source, at)
        except (ValueError, RecursionError):
            return values, False
        values.append(value)
        at = _end(source, at)
    return values, True


def _end(source: str, at: int) -> int:
    match = _BETWEEN.match(source, at)
    return match.end() if match else at
