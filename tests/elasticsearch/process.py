"""The process of a server: the user that it runs as, whether it lives, and its end."""

from __future__ import annotations

import contextlib
import os
import pwd
import signal
import subprocess
import time
from pathlib import Path

from tests.elasticsearch.distribution import Unavailable

USER = "rbp-elasticsearch"  # made when we are root: the server refuses to run as root
STOP_SECONDS = 60


def account() -> pwd.struct_passwd | None:
    """The user that the server runs as; None where we are not root and it runs as ourselves."""
    if os.getuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(USER)
    done = subprocess.run(["useradd", "-r", "-M", "-s", "/bin/false", USER], capture_output=True, text=True)
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        raise Unavailable(f"we are root, and the server's own user cannot be made: {done.stderr.strip()}") from None


def end(run: Path, how: signal.Signals) -> None:
    pid = living(run / "pid")
    if pid is None:
        return
    os.kill(pid, how)
    deadline = time.monotonic() + STOP_SECONDS
    while _alive(pid):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def living(file: Path) -> int | None:
    """The process whose id stands in the file, None where there is none any more."""
    with contextlib.suppress(OSError, ValueError):
        pid = int(file.read_text())
        return pid if _alive(pid) and (file.name == "owner" or _works_in(pid, file.parent)) else None
    return None


def _works_in(pid: int, run: Path) -> bool:
    """False where the system gave the id to another process since; true where it cannot be told."""
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(pid) / "cwd").readlink().is_relative_to(run)
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):  # a dead child of an init that does not reap is as good as gone
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    return True
