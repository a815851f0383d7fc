"""However a command ends, it ends with one line and an exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from analysis.errors import DossierError, Fault, StoreUnreachable, UsageError
from cli.context import Context
from cli.outcome import INTERRUPTED, PIPE_CLOSED, exit_code_of
from tests.cli.running import CHECKOUT, command_line, environment, rbp, rbp_process

FAULTS = [Fault("vendors/a.toml", f"client[{n}].name", "the client's name", "nothing") for n in range(1, 31)]


def _raise(error: BaseException) -> Callable[[], object]:
    def run() -> object:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (StoreUnreachable("nobody answers at http://127.0.0.1:1"), 1, "rbp: nobody answers at http://127.0.0.1:1\n"),
        (UsageError("no vendor named 'x'"), 2, "rbp: no vendor named 'x'\n"),
        (click.UsageError("No such option: --x\nDid you mean --y?"), 2, "rbp: No such option: --x Did you mean --y?\n"),
        (KeyboardInterrupt(), INTERRUPTED, "rbp: interrupted\n"),
        (PermissionError(13, "Permission denied", "/etc/x"), 1, "rbp: Permission denied: /etc/x\n"),
        (OSError(28, "No space left on device"), 1, "rbp: No space left on device; free some space and run it again\n"),
        (StoreUnreachable("a \x1b[31mred\x07 name"), 1, "rbp: a ␛[31mred␇ name\n"),
    ],
)
def test_an_error_is_a_line_and_an_exit_code(
    error: BaseException, code: int, line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(_raise(error), Context()) == code
    assert capfd.readouterr().err == line


def test_many_faults_are_cut_with_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_raise(DossierError(FAULTS)), Context()) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "rbp: and 10 more faults; `rbp check` tells them all"


def test_a_bug_keeps_its_traceback_in_a_private_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_raise(ValueError("odd\nvalue")), Context()) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("rbp: unexpected ValueError: odd (")
    path = Path(line.split("traceback in ")[1].rstrip(")"))
    assert "in _raise" in path.read_text() or "raise error" in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()


def test_debug_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_raise(ValueError("odd")), Context(debug=True)) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(("made", "code"), [(None, 0), (3, 3), (True, 0), ("text", 0)])
def test_a_number_that_a_command_returns_is_its_exit_code(made: object, code: int) -> None:
    assert exit_code_of(lambda: made, Context()) == code


def test_a_misspelt_command_gets_the_nearest() -> None:
    result = rbp("chekc")
    assert result.exit_code == 2
    assert result.stderr == "rbp: no command named 'chekc'; did you mean 'check'? (see `rbp --help`)\n"


@pytest.mark.parametrize("group", [(), ("store",)])
def test_no_command_is_the_help(group: tuple[str, ...]) -> None:
    assert rbp(*group).stdout == rbp(*group, "--help").stdout
    assert rbp(*group).exit_code == 0


HEAVY = {"scrapy", "twisted", "elasticsearch", "rich", "jinja2", "lxml", "bs4", "extruct", "vaderSentiment", "sqlite3"}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(option: str) -> None:
    code = (
        "import sys, contextlib, io\n"
        "from cli.main import main\n"
        f"sys.argv = ['rbp', {option!r}]\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith(("rbp 0", "Usage: rbp"))
    assert set(ran.stderr.split()) & HEAVY == set()


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            command_line("--help"), stdout=full, stderr=subprocess.PIPE, env=environment(), text=True, timeout=60
        )
    assert ran.returncode == 1
    assert ran.stderr == "rbp: No space left on device; free some space and run it again\n"


def test_a_closed_pipe_is_quiet() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(command_line("--help"), stdout=writer, stderr=subprocess.PIPE, env=environment(), timeout=60)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (PIPE_CLOSED, b"")


@pytest.mark.parametrize(
    ("closed", "code", "told"),
    [
        (
            ">&-",
            1,
            "rbp: expected an open standard output, got a closed one; where nobody reads it, send it to /dev/null",
        ),
        ("<&-", 0, ""),
        ("2>&-", 0, ""),
    ],
)
def test_a_stream_that_is_closed_from_the_start_is_no_fault(closed: str, code: int, told: str) -> None:
    line = ["sh", "-c", f'exec "$@" {closed}', "sh", *command_line("read")]
    ran = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, env=environment(), text=True, timeout=60)
    assert (ran.returncode, ran.stderr.strip()) == (code, told)


WAITS_IN_A_COMMAND = """
import sys, time
from cli.context import Context
from cli.outcome import exit_code_of
def wait():
    print("ready", flush=True)
    time.sleep(60)
sys.exit(exit_code_of(wait, Context()))
"""
WAITS_IN_AN_IMPORT = """
import sys, time
from cli.__main__ import main
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "{name}":
            print("ready", flush=True)
            time.sleep(60)
sys.meta_path.insert(0, Slow())
main()
"""
EARLY, LATE = (WAITS_IN_AN_IMPORT.format(name=name) for name in ("cli.main", "signal"))  # the latter came last once


@pytest.mark.parametrize("code", [EARLY, WAITS_IN_A_COMMAND, LATE], ids=["early", "amid", "late"])
def test_ctrl_c_is_one_line_however_early_or_late(code: str) -> None:
    line = [sys.executable, "-c", code, "--version"]
    running = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True)
    assert running.stdout is not None
    while running.stdout.readline() not in ("ready\n", ""):
        pass
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert (running.returncode, told.strip()) == (INTERRUPTED, "rbp: interrupted")


def test_an_encoding_without_the_characters_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "rbp.toml").write_text('contact = "株式会社"\n', "utf-8")
    ran = rbp_process("check", cwd=tmp_path, extra={"PYTHONIOENCODING": "latin-1"})
    assert ran.returncode == 1
    assert "\\u682a" in ran.stdout


def test_a_misspelt_command_of_a_group_gets_the_nearest_as_well() -> None:
    result = rbp("store", "migrat")
    assert result.exit_code == 2
    assert result.stderr == "rbp: no command named 'migrat'; did you mean 'migrate'? (see `rbp store --help`)\n"
