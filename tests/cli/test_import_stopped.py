"""`rbp import` hears the first Ctrl-C, whatever it is at, keeps what was saved and says how to go on."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import store
from tests.cli.importing import NAMED
from tests.cli.running import command_line, environment, rbp


def test_ctrl_c_keeps_what_was_saved_and_says_how_to_go_on(root: Path) -> None:
    text, many = "The agent never called me back and nobody answered the phone. " * 4, 30_000  # not read within seconds
    lines = "".join(f'{{"ref": "{n}", "body": "{text}{n}"}}\n' for n in range(many))
    (root / "in.jsonl").write_text(lines)
    with started(root, "in.jsonl") as process:
        while not _stored(root) and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate()
    kept = _stored(root)
    assert (process.returncode, out) == (130, b"")
    assert f"in.jsonl: stopped; {kept:,} reviews kept; import it again" in said.decode()
    assert 0 < kept < many
    assert "interrupted" in rbp("status").stdout


def test_ctrl_c_is_heard_while_a_pipe_says_nothing(root: Path) -> None:
    with started(root, "-") as process:
        assert process.stdin is not None
        assert process.stderr is not None
        rows = [b'{"ref": "%d", "body": "%s"}\n' % (n, b"Nobody called. " * 20) for n in range(100)]
        process.stdin.write(b"".join(rows))
        process.stdin.flush()
        while _unread(process.stdin.fileno()) and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=120)
        said = process.stderr.read().decode()
    assert said.startswith("rbp: standard input: stopped; 0 reviews kept; import it again")
    assert process.returncode == 130


def started(root: Path, file: str) -> subprocess.Popen[bytes]:
    """`rbp import` of a file in a process of its own, which hears Ctrl-C even where the tests do not."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command_line("import", file, *NAMED),
        cwd=root,
        env=environment(),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        preexec_fn=_hear_ctrl_c,
    )


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _unread(pipe: int) -> int:
    """Bytes that lie in a pipe."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def _stored(root: Path) -> int:
    if not (root / "rbp.db").exists():
        return 0
    with store.open(f"sqlite:{root / 'rbp.db'}") as opened_store:
        return opened_store.stats()["reviews"]
