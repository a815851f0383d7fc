"""How a command ends: an exit code, and one line on stderr for what went wrong."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from typing import TextIO

import click

from analysis.errors import DossierError, RbpError
from cli.context import Context
from cli.render.clean import bare_url, clean

INTERRUPTED = 130  # 128 + SIGINT, as a shell tells it
PIPE_CLOSED = 141  # 128 + SIGPIPE: the reader, such as `head`, has what it wanted
_ESCAPE = "rbp-escape"  # how Python finds our handler of characters that an encoding lacks
_FAULTS_SHOWN = 20  # `rbp check` tells them all


class PipeClosed(Exception):
    """Nobody reads our output any more."""


@contextlib.contextmanager
def pipe_told_apart() -> Iterator[None]:
    """A closed pipe under a name of its own: further out click would turn it into a failure."""
    try:
        yield
    except BrokenPipeError as error:
        raise PipeClosed from error


def exit_code_of(run: Callable[[], object], context: Context) -> int:
    """Run a command to its end. A command that returns a number, or calls `ctx.exit(n)`, ends with that exit code."""
    if not _open_as_needed():
        return 1
    _speak_any_text()
    try:
        code = _run(run)
    except (click.Abort, KeyboardInterrupt):
        _complain("interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        _complain(_usage(error))
        return error.exit_code
    except RbpError as error:
        _complain(*_told(error))
        return error.exit_code
    except (BrokenPipeError, PipeClosed):
        _close_pipe()
        return PIPE_CLOSED
    except OSError as error:
        return _failed(error, _system(error), context)
    except Exception as error:
        return _failed(error, _bug(error, context), context)
    return code


def _open_as_needed() -> bool:
    """Python has None for a stream that was closed before it began, as by `rbp status >&-`.

    A closed input says nothing. Into a closed output nothing can be written, which is told before anything is done.
    """
    stdin: TextIO | None = sys.stdin
    stdout: TextIO | None = sys.stdout
    if stdin is None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    if stdout is None:
        _complain("expected an open standard output, got a closed one; where nobody reads it, send it to /dev/null")
    return stdout is not None


def _run(run: Callable[[], object]) -> int:
    """The output is flushed here, so that a full disk or a closed pipe is told like any other error."""
    try:
        made = run()
    except SystemExit as leaving:
        made = leaving.code
        if isinstance(made, str):
            raise RbpError(made) from None
    except click.exceptions.NoArgsIsHelpError as asked:  # `rbp store` alone, like `rbp` alone
        click.echo(asked.format_message())
        made = 0
    sys.stdout.flush()
    return made if isinstance(made, int) and not isinstance(made, bool) else 0


def _usage(error: click.ClickException) -> str:
    message = error.format_message().strip().replace("\n", " ").rstrip(".")
    context = getattr(error, "ctx", None)
    return f"{message} (see `{context.command_path} --help`)" if context else message


def _told(error: RbpError) -> list[str]:
    lines = str(error).splitlines() or [type(error).__name__]
    if not isinstance(error, DossierError) or len(lines) <= _FAULTS_SHOWN:
        return lines
    return [*lines[:_FAULTS_SHOWN], f"and {len(lines) - _FAULTS_SHOWN} more faults; `rbp check` tells them all"]


def _system(error: OSError) -> str:
    """Disk full, no permission, no such file: the system's own words, and where."""
    told = error.strerror or str(error) or type(error).__name__
    place = f": {error.filename}" if error.filename else ""
    cure = "; free some space and run it again" if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
    return f"{told}{place}{cure}"


def _bug(error: Exception, context: Context) -> str:
    told = f"unexpected {type(error).__name__}: {error}".splitlines()[0]
    if context.debug:
        return told
    path = _write_traceback(error)
    return f"{told} (this is a fault of rbp; {f'traceback in {path}' if path else 'run it with --debug'})"


def _write_traceback(error: Exception) -> str:
    """The path of the file that holds it, readable by the user only; empty where none can be written."""
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile("w", prefix="rbp-", suffix=".log", delete=False, encoding="utf-8") as file:
            file.write("".join(traceback.format_exception(error)))
            return file.name
    except OSError:
        return ""


def _failed(error: Exception, told: str, context: Context) -> int:
    if context.debug:
        import traceback

        traceback.print_exception(error)
    _complain(told)
    return 1


def _complain(*lines: str) -> None:
    with contextlib.suppress(OSError, ValueError):  # stderr may be closed as well
        for line in lines:
            click.echo(f"rbp: {clean(bare_url(line))}", err=True)


def _speak_any_text() -> None:
    """A review may hold what the terminal's encoding lacks: such a character is escaped, never an error."""
    codecs.register_error(_ESCAPE, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPE)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """As JSON does, since most of such output is JSON: an emoji is `\\ud83d\\ude00`, where Python's own handler writes
    `\\U0001f600`, which no JSON reader takes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)), error.end


def _close_pipe() -> None:
    """Python flushes stdout once more as it ends; into a closed pipe that would complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
