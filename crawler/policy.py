"""What is known of a source's rules, as data that a spider declares and `rbp sources` prints."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Access(StrEnum):
    OPEN = "open"  # may be crawled within robots.txt and the limits below
    OPT_IN = "opt-in"  # the operator must say that they may: `opt_in` in rbp.toml
    IMPORT_ONLY = "import-only"  # a parser for pages that the operator may use; never fetched


@dataclass(frozen=True, slots=True)
class SourcePolicy:
    """Terms as far as they are known, and when they were checked. `licence` is stamped on every review.

    `gives` says what is published there and by whom: who praises nowhere is no match for who rates an app.
    `delay` is the least number of seconds between two requests to one domain of this source.
    `robots` false is only for a documented public API whose terms invite programs.
    """

    home: str
    access: Access
    terms: str
    checked: date
    licence: str
    quotable: bool = True
    robots: bool = True
    delay: float = 1.0
    gives: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter that a dossier's target may give the spider. All values are text."""

    name: str
    help: str
    required: bool = False
    pattern: str = ".+"  # a full match, so that a dossier is checked before a crawl
    example: str = ""


def check_parameters(parameters: Sequence[Parameter], given: Mapping[str, str]) -> list[str]:
    """What is wrong with the parameters that a spider was given, one line a fault."""
    known = {parameter.name: parameter for parameter in parameters}
    faults = [f"no parameter {name!r}; it takes {', '.join(known) or 'none'}" for name in given if name not in known]
    for name, parameter in known.items():
        if name not in given:
            faults += [f"parameter {name!r} is needed, such as {parameter.example!r}"] if parameter.required else []
        elif not re.fullmatch(parameter.pattern, given[name], re.DOTALL):
            faults.append(f"parameter {name!r}: expected text that matches {parameter.pattern}, got {given[name]!r}")
    return faults
