"""The rules of the house (CONTRIBUTING.md) that no other tool holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest

from cli.main import rbp

CHECKOUT = Path(__file__).parents[1]
PACKAGES = ("analysis", "store", "crawler", "spiders", "demo", "cli")
MODULES = sorted(path for package in PACKAGES for path in CHECKOUT.glob(f"{package}/**/*.py"))
LONGEST_MODULE = 210  # lines that are not blank; the rule says about 200
LONGEST_BODY = 32  # lines of a function behind its docstring; the rule says about 25
VAGUE = re.compile(r"Manager|Helper|Util|manager|helper|util")


def _name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _commands(group: click.Group, parent: click.Context) -> Iterator[click.Context]:
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=parent)
        yield context
        if isinstance(command, click.Group):
            yield from _commands(command, context)


COMMANDS = {context.command_path: context for context in _commands(rbp, click.Context(rbp, info_name="rbp"))}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_owns_our_names(package: str) -> None:
    assert set(packages_distributions().get(package, [])) <= {"reputation-by-proxy"}


def test_modules_are_short_and_told() -> None:
    lengths = {_name(path): sum(map(bool, path.read_text("utf-8").splitlines())) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
    assert [_name(path) for path in MODULES if path.name != "__main__.py" and not ast.get_docstring(_tree(path))] == []


def _body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what a function does: without signature and docstring."""
    first = function.body[1 if ast.get_docstring(function) and len(function.body) > 1 else 0]
    return (function.end_lineno or function.lineno) - first.lineno + 1


def test_functions_are_short() -> None:
    lengths = {
        f"{_name(path)}:{node.lineno} {node.name}": _body(node)
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_BODY} == {}


def test_names_say_what_a_thing_is() -> None:
    vague = [_name(path) for path in MODULES if VAGUE.search(path.stem)]
    vague += [
        f"{_name(path)}: {node.name}"
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and VAGUE.search(node.name)
    ]
    assert vague == []


def test_nothing_is_mocked() -> None:
    files = [path for path in CHECKOUT.glob("tests/**/*.py") if path != Path(__file__)]
    assert [_name(path) for path in files if re.search(r"unittest.mock|\bMagicMock\b", path.read_text("utf-8"))] == []


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_and_an_example(path: str) -> None:
    command = COMMANDS[path].command
    help_text = command.help or ""
    assert help_text.strip()
    assert len(command.get_short_help_str(limit=200)) <= 80
    assert isinstance(command, click.Group) or re.search(rf"^ *(\$ )?{path}\b", help_text, re.MULTILINE), help_text
    assert [param.name for param in command.params if isinstance(param, click.Option) and not param.help] == []


def test_a_command_that_a_message_names_exists() -> None:
    named = {
        (found[1], _name(path))
        for path in MODULES
        for found in re.finditer(r"`rbp ([a-z]+)[ `]", path.read_text("utf-8"))
    }
    known = {path.split()[1] for path in COMMANDS}
    assert sorted((command, place) for command, place in named if command not in known) == []
