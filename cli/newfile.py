"""Files that are made once: whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_new(path: Path, text: str, mode: int = 0o666) -> bool:
    """Whether it was written; one that is there is never touched, and the first of two processes wins.

    Written aside, then linked into place: a full disk or a kill leaves no half of it that a later run would keep.
    Raises OSError that names `path`.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            return _link(aside, path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _link(aside: Path, path: Path) -> bool:
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        aside.rename(path)
    return True
