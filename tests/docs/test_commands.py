"""What the documentation tells to type exists, and works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.main import rbp
from tests.cli.running import environment
from tests.docs.pages import CHECKOUT, Step, named, pages, session

PAGES = {path.relative_to(CHECKOUT).as_posix(): path.read_text("utf-8") for path in pages()}
SESSIONS = {name: session(text) for name, text in PAGES.items() if session(text)}


def _resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that these words reach, and the words behind it. Options of the groups stay among them."""
    command: click.Command = rbp
    context = click.Context(rbp, info_name="rbp")
    rest: list[str] = []
    takes_value = {opt for param in rbp.params for opt in param.opts if not getattr(param, "is_flag", False)}
    words = list(words)
    while words:
        word = words.pop(0)
        if word in takes_value and command is rbp:
            words = words[1:]
        elif isinstance(command, click.Group) and re.fullmatch(r"[a-z][a-z-]*", word):
            found = command.get_command(context, word)
            assert found is not None, f"no command {word!r} in {context.command_path}"
            command, context = found, click.Context(found, info_name=word, parent=context)
        else:
            rest.append(word)
    return command, rest


@pytest.mark.parametrize("name", PAGES)
def test_every_command_and_option_that_a_page_names_exists(name: str) -> None:
    for words in named(PAGES[name]):
        command, rest = _resolve(words)
        known = {opt for param in [*command.params, *rbp.params] for opt in (*param.opts, *param.secondary_opts)}
        known |= {"--help", "-h", "--version"}
        for word in rest:
            option = word.partition("=")[0].rstrip(".,]").lstrip("[")
            if re.fullmatch(r"--[a-z][a-z-]*|-[a-zA-Z]", option):
                assert option in known, f"rbp {' '.join(words)}: no option {option} of {command.name}"


@pytest.mark.parametrize("name", SESSIONS)
def test_the_sessions_of_a_page_work(name: str, demo_workspace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rbp-demo"
    shutil.copytree(demo_workspace, folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    for step in SESSIONS[name]:
        ran = subprocess.run(
            ["bash", "-o", "pipefail", "-c", step.line],
            cwd=folder,
            env=environment({"PATH": path}),
            capture_output=True,
            text=True,
            timeout=120,
        )
        told = f"{step.line}\n{ran.stdout}\n{ran.stderr}"
        assert ran.returncode == step.code, told
        assert step.missing(f"{ran.stdout}\n{ran.stderr}") == [], told


def test_a_session_is_read_as_it_is_meant() -> None:
    text = "```console\n$ rbp check \\\n    --json\nout … put\n\n$ rbp nope  # exit 2\n```\n```sh\n$ rbp init\n```\n"
    assert session(text) == [Step("rbp check      --json", 0, ("out … put",)), Step("rbp nope", 2)]
    assert session(text)[0].missing("and\nout  of   put\n") == []
    assert session(text)[0].missing("input\nand output\n") == ["out … put"]
    assert list(named(text + "and `rbp doctor --json`; `rbp` too")) == [
        ["check", "--json"],
        ["nope"],
        ["init"],
        ["doctor", "--json"],
    ]
