"""`rbp` as its users run it: in this process (`rbp`, quick), or as one of its own (`rbp_process`, `start`)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

CHECKOUT = Path(__file__).parents[2]
NOTHING: Mapping[str, str] = {}
MODULE = ("-m", "cli")


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended, and the folder where it stood."""

    folder: Path
    out: str
    err: str
    code: int


def rbp(*arguments: str | Path) -> Result:
    """Run a command here. `result.exit_code`, `result.stdout`, `result.stderr` are what a shell would see."""
    from cli.main import rbp as group

    result = CliRunner().invoke(group, [str(argument) for argument in arguments], prog_name="rbp")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def command_line(*arguments: str | Path, program: Sequence[str] = MODULE) -> list[str]:
    return [sys.executable, *program, *map(str, arguments)]


def environment(extra: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """This process's environment without the settings of rbp that it may have."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("RBP_", "_RBP"))}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **extra}


def rbp_process(
    *arguments: str | Path, cwd: Path | None = None, extra: Mapping[str, str] = NOTHING
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command_line(*arguments), cwd=cwd, env=environment(extra), capture_output=True, text=True, timeout=240
    )


def start(
    *arguments: str | Path, cwd: Path | None = None, extra: Mapping[str, str] = NOTHING, program: Sequence[str] = MODULE
) -> subprocess.Popen[str]:
    """The same, without waiting for its end: for what is done to it while it runs."""
    line, pipe = command_line(*arguments, program=program), subprocess.PIPE
    return subprocess.Popen(line, cwd=cwd, env=environment(extra), stdout=pipe, stderr=pipe, text=True)
