"""What `rbp doctor` looks at: one module a part, each a list of probes, found by name.

A probe is a function of the command line's context that gives findings; it catches what it expects to
fail. What it does not expect becomes a finding too (`examine`), so that one ill part hides no other.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import TypeAlias

from cli.context import Context
from cli.doctor.finding import Finding, State, fault

Probe: TypeAlias = Callable[[Context], Iterator[Finding]]
REPORT = "install rbp again; if it stays, report it"

__all__ = ["Finding", "Probe", "State", "examine"]


def examine(context: Context) -> list[Finding]:
    """Everything, in order of module and of its list."""
    return [finding for probe in _probes() for finding in _tried(probe, context)]


def _probes() -> list[Probe]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "finding")
    return [probe for name in names for probe in importlib.import_module(f"{__name__}.{name}").PROBES]


def _tried(probe: Probe, context: Context) -> Iterator[Finding]:
    try:
        yield from probe(context)
    except Exception as error:
        yield fault(probe.__name__.strip("_").replace("_", " "), f"{type(error).__name__}: {error}", REPORT)
