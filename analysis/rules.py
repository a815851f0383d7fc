"""The rules that a person wrote, from analysis/data/support.toml: regular expressions over whole words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def patterns(section: str) -> dict[str, re.Pattern[str]]:
    """The compiled patterns of one table of the file, by name, in the file's order."""
    text = files("analysis").joinpath("data/support.toml").read_text(encoding="utf-8")
    return {name: _any(lines) for name, lines in tomllib.loads(text)[section].items()}


def _any(lines: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lines)})\b", re.IGNORECASE)
