"""From `[[client.target]]` to a Target, checked against what its spider says that it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from analysis.dossier.address import url
from analysis.dossier.table import MISSING, Table, choices, nearest
from analysis.model import Target

URL_PARAMETERS = ("url",)  # parameters of these names hold an address, whichever spider takes them
REGEX_PARAMETERS = ("follow",)  # and these a regular expression


class Parameter(Protocol):
    """What must be known of a spider's parameter; `pattern` is a full match of its text."""

    @property
    def name(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def pattern(self) -> str: ...
    @property
    def example(self) -> str: ...


Spiders: TypeAlias = Mapping[str, Sequence[Parameter]]  # name -> what it takes


def read_target(table: Table, client: str, spiders: Spiders | None) -> Target | None:
    """The target, None where its spider is not told. With `spiders=None` neither name nor parameters are checked."""
    spider = table.text("spider", required="the name of a spider (`rbp sources` lists them)")
    given = {key: _text(table, key) for key in table.data if key != "spider"}
    for key in REGEX_PARAMETERS:
        _check_regex(table, key)
    for key in URL_PARAMETERS:
        if key in given:
            url(table, key)
    if spider and spiders is not None:
        _check(table, spider, given, spiders)
    return Target.of(spider, client, given) if spider else None


def _text(table: Table, key: str) -> str:
    """A parameter as text: spiders take nothing else, so that `scrapy crawl -a` gives the same."""
    value = table.data[key]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int)) and str(value).strip():
        return str(value).strip()
    table.fault(key, "text in quotes, or a whole number", value)
    return ""


def _check_regex(table: Table, key: str) -> None:
    text = table.data.get(key)
    if isinstance(text, str):
        try:
            re.compile(text)
        except re.error as error:
            table.fault(key, "a regular expression", text, f"{error.msg} at character {(error.pos or 0) + 1}")


def _check(table: Table, spider: str, given: Mapping[str, str], spiders: Spiders) -> None:
    if spider not in spiders:
        table.fault("spider", choices(sorted(spiders)), spider, nearest(spider, spiders))
        return
    parameters = {parameter.name: parameter for parameter in spiders[spider]}
    table.only(["spider", *parameters])
    for name, parameter in parameters.items():
        like = f", such as {parameter.example!r}" if parameter.example else ""
        if name not in given:
            if parameter.required:
                table.fault(name, f"a value, which spider {spider!r} needs{like}", MISSING)
        elif given[name] and name not in URL_PARAMETERS and not re.fullmatch(parameter.pattern, given[name], re.DOTALL):
            table.fault(name, f"text that matches {parameter.pattern}{like}", given[name])
