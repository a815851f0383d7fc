"""One line of `rbp doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    WELL = "well"
    NOTE = "note"  # works, and you should know
    FAULT = "fault"  # exit code 1


@dataclass(frozen=True, slots=True)
class Finding:
    """`cure` says what to do about it; empty where all is well."""

    name: str
    state: State
    detail: str
    cure: str = ""


def well(name: str, detail: str) -> Finding:
    return Finding(name, State.WELL, detail)


def note(name: str, detail: str, cure: str) -> Finding:
    return Finding(name, State.NOTE, detail, cure)


def fault(name: str, detail: str, cure: str) -> Finding:
    return Finding(name, State.FAULT, detail, cure)


def from_error(name: str, line: str, cure: str) -> Finding:
    """A fault told by an error of the house: what is behind its first semicolon is the cure, else `cure`."""
    detail, _, told = line.partition("; ")
    return fault(name, detail, told or cure)
