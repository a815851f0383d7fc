"""Text from the web made harmless for a terminal: it may not move the cursor, colour, or turn the line around."""

from __future__ import annotations

import json
import math
import re
from typing import Any

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates: they reorder what stands behind
_INVISIBLE = re.compile("[\ufeff\U000e0000-\U000e007f]")  # byte order mark, tag characters: text nobody sees
_BREAKS = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNSAFE_IN_JSON = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|[\U000e0000-\U000e007f]")
_CREDENTIALS = re.compile(r"(://)[^/?#\s]*@")
_FIRST_PICTURE = 0x2400  # U+2400 SYMBOL FOR NULL and on: one visible sign for each control character below 0x20
_DELETE, _REPLACEMENT = 0x7F, "\N{REPLACEMENT CHARACTER}"


def clean(text: str, *, lines: bool = False) -> str:
    """The text with nothing in it that a terminal obeys.

    A control character becomes its visible sign (an escape: ``␛``), a bidi override is taken out, a
    line break becomes a blank. With `lines` the line feeds stay.
    """
    if lines:
        return "\n".join(clean(line) for line in re.split("\r\n|[\n\r\x85\u2028\u2029]", text))
    text = _BREAKS.sub(" ", text)
    text = _BIDI.sub("", _INVISIBLE.sub("", text))
    return _CONTROL.sub(_picture, _SURROGATE.sub(_REPLACEMENT, text))


def bare_url(url: str) -> str:
    """An address without the name and password that it may hold: those are never printed."""
    return _CREDENTIALS.sub(r"\1", url)


def to_json(data: Any, *, indent: int | None = 2) -> str:
    """JSON for `--json`: the text as it is, but for what a terminal would obey, which is escaped.

    A number that is no number (nan, infinite) becomes null: JSON has none.
    """
    text = json.dumps(_finite(data), indent=indent, ensure_ascii=False, allow_nan=False, default=str)
    return _UNSAFE_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(_FIRST_PICTURE + code)
    return "\N{SYMBOL FOR DELETE}" if code == _DELETE else _REPLACEMENT


def _finite(data: Any) -> Any:
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_finite(value) for value in data]
    return data
