"""TOML files read from disk: the parsed table, or the one fault that hinders it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import Fault

_LONGEST = 10_000_000  # bytes; a person wrote it, so more is some other file


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file that could be parsed. Where its keys stand is looked up in `text` only when something is wrong."""

    name: str
    data: dict[str, Any]
    text: str


def read_toml(path: Path, name: str) -> TomlFile | Fault:
    """Read one file, called `name` in its fault. A byte order mark is forgiven. Never raises."""
    try:
        raw = _read(path)
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return TomlFile(name, tomllib.loads(text), text)
    except OSError as error:
        return _fault(name, "a file that can be read", error.strerror or str(error))
    except UnicodeDecodeError as error:
        got = f"byte 0x{raw[error.start]:02x}"
        return _fault(name, "text in UTF-8", got, "save it again as UTF-8", raw.count(b"\n", 0, error.start) + 1)
    except tomllib.TOMLDecodeError as error:
        return _syntax(name, str(error), text)
    except RecursionError:
        return _fault(name, "TOML", "lists or tables nested too deeply")


def _read(path: Path) -> bytes:
    """A pipe or a device is no file: it would be read for ever."""
    status = path.stat()
    if path.is_dir():
        raise OSError(0, "a folder")
    if not path.is_file():
        raise OSError(0, "something that is no plain file")
    if status.st_size > _LONGEST:
        raise OSError(0, f"{status.st_size:,} bytes, of {_LONGEST:,} at most")
    return path.read_bytes()


def _syntax(name: str, told: str, text: str) -> Fault:
    """tomllib says the place at the end of its message: `(at line 3, column 12)` or `(at end of document)`."""
    says, _, place = told.removesuffix(")").rpartition(" (at ")
    numbers = re.fullmatch(r"line (\d+), column (\d+)", place)
    lines = text.splitlines() or [""]
    line, column = map(int, numbers.groups()) if numbers else (len(lines), len(lines[-1]) + 1)
    return _fault(name, "TOML", says[:1].lower() + says[1:], line=line, path=f"column {column}")


def _fault(name: str, expected: str, got: str, hint: str = "", line: int = 0, path: str = "the file") -> Fault:
    return Fault(name, path, expected, got, hint, line)
