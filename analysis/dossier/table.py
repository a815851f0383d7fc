"""A cursor over one TOML table: takes typed values out of it and notes every fault, never raises."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from analysis.dates import PartialDate
from analysis.errors import Fault

MISSING = object()  # the value of a key that is not there; it is told as "nothing"
_SHOWN = 60  # characters of a wrong value that are repeated in its fault: enough to find it, one line at most


@dataclass(frozen=True, slots=True)
class Remark:
    """What is allowed and yet worth a word. Places as in a Fault."""

    file: str
    path: str
    says: str
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.path}: {self.says}" if self.path else f"{place}: {self.says}"


@dataclass(slots=True)
class Notes:
    """What was found wrong, and what is only worth a word."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


def nearest(word: str, known: Collection[str]) -> str:
    """`did you mean 'x'?` for the known word that is closest, empty where none is close."""
    folded = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), folded, n=1)
    return f"did you mean {folded[found[0]]!r}?" if found else ""


def choices(known: Collection[str]) -> str:
    return "one of " + ", ".join(known)


def shown(value: object) -> str:
    """A value as it is repeated in a fault, on one line and cut where it is long."""
    if value is MISSING:
        return "nothing"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, date):
        return value.isoformat()
    text = repr(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. `path` is its key path, empty at the top; list places count from 1."""

    file: str
    path: str
    data: Mapping[str, Any]
    notes: Notes

    def place(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, expected: str, got: object, hint: str = "") -> None:
        self.notes.faults.append(Fault(self.file, self.place(key), expected, shown(got), hint))

    def warn(self, key: str, says: str) -> None:
        self.notes.warnings.append(Remark(self.file, self.place(key) if key else self.path, says))

    def only(self, keys: Collection[str]) -> Table:
        """Note every key that is none of these, with the nearest of them. Returns the table itself."""
        for key in self.data:
            if key not in keys:
                self.fault(key, f"a key that is known here ({', '.join(keys)})", key, nearest(key, keys))
        return self

    def text(self, key: str, *, required: str = "") -> str:
        """The text at a key, stripped; empty where it is missing or wrong. `required` says what was expected."""
        value = self.data.get(key)
        if value is None and not required:
            return ""
        if isinstance(value, str) and (value.strip() or not required):
            return value.strip()
        self.fault(key, required or "text in quotes", MISSING if value is None else value)
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at a key, in order and without repeats."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.fault(key, 'a list of texts, such as ["one", "two"]', value)
            return ()
        good = [word.strip() for word in value if isinstance(word, str) and word.strip()]
        for number, word in enumerate(value, 1):
            if not isinstance(word, str) or not word.strip():
                self.fault(f"{key}[{number}]", "text in quotes", word)
        return tuple(dict.fromkeys(good))

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of `[[key]]`, each with its path."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            self.fault(key, f"tables headed [[{self._bare(key)}]]", value)
            return
        for number, row in enumerate(value, 1):
            yield Table(self.file, self.place(f"{key}[{number}]"), row, self.notes)

    def table(self, key: str) -> Table:
        """The table of `[key]`, an empty one where it is missing or wrong."""
        value = self.data.get(key, {})
        if not isinstance(value, Mapping):
            self.fault(key, f"a table headed [{self._bare(key)}]", value)
            value = {}
        return Table(self.file, self.place(key), value, self.notes)

    def partial(self, key: str) -> PartialDate | None:
        """A day, month or year, as text or as a TOML date; None where it is missing or wrong."""
        value = self.data.get(key)
        if isinstance(value, date):
            return PartialDate(value.date() if isinstance(value, datetime) else value)
        if isinstance(value, str):
            try:
                return PartialDate.parse(value)
            except ValueError:
                pass
        if value is not None:
            hint = f'write "{value}" in quotes' if _is_whole(value) else ""
            self.fault(key, "a day, month or year, such as 2022-03-09, 2022-03 or 2022", value, hint)
        return None

    def number(self, key: str, low: float, high: float) -> float | None:
        """A number in low..high, None where it is missing or wrong."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        percent = high == 1 and _is_whole(value) and 1 < value <= 100
        hint = f"write {value / 100:g} for {value} %" if percent else ""
        self.fault(key, f"a number from {low:g} to {high:g}", value, hint)
        return None

    def flag(self, key: str) -> bool:
        """True or false; false where it is missing or wrong."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, "true or false", value)
        return value is True

    def words(self, key: str, known: Sequence[str]) -> tuple[str, ...]:
        """The list at a key, of which each must be one of the known words."""
        found = self.texts(key)
        for number, word in enumerate(found, 1):
            if word not in known:
                self.fault(f"{key}[{number}]", choices(known), word, nearest(word, known))
        return tuple(word for word in found if word in known)

    def _bare(self, key: str) -> str:
        """The heading of a key as TOML writes it: without list places."""
        return ".".join(part.partition("[")[0] for part in self.place(key).split("."))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
