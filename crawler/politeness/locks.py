"""One domain belongs to one `rbp` process on this machine: a lock file in the user's cache folder.

The lock is the operating system's (flock), so it is gone when its process is, however that died. The file
says who holds it, and until when the domain wants to be left alone: the next holder keeps that, too.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import time
from typing import Any

try:
    import fcntl
except ImportError:  # Windows: there, two processes are not kept apart
    fcntl = None  # type: ignore[assignment]


def cache_folder() -> Path:
    """The user's cache folder of `rbp`, made where it is missing."""
    home = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    folder = Path(os.environ.get("XDG_CACHE_HOME") or home) / "rbp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class DomainLock:
    """The lock of one domain."""

    def __init__(self, domain: str, folder: Path) -> None:
        self._path = folder / f"{domain.replace(os.sep, '_')}.lock"
        self._file: int | None = None

    @property
    def held(self) -> bool:
        return self._file is not None

    def acquire(self) -> bool:
        """Take the lock; False where another process has it."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def rest(self) -> float:
        """Seconds that the last holder, also one that was killed, still left to wait."""
        return float(self._read().get("not_before", 0.0)) - time()

    def holder(self) -> int | None:
        """The process that said last that it holds the lock."""
        return self._read().get("pid")

    def note(self, rest: float) -> None:
        """Say that the domain is not to be asked for so many seconds from now, should this process end here."""
        if self._file is not None:
            told = json.dumps({"pid": os.getpid(), "not_before": time() + rest}).encode()
            os.pwrite(self._file, told.ljust(len(told) + 8), 0)  # the file never shrinks: spaces behind JSON do no harm

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _read(self) -> dict[str, Any]:
        try:
            told = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}
