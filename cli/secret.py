"""The workspace's secret: the key of the keyed hashes that stand for authors."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from analysis.errors import WorkspaceError

SECRET_BYTES = 32  # BLAKE2b takes up to 64; 32 are beyond any guessing


def read_secret(path: Path) -> bytes:
    """The secret, made on first use. Raises WorkspaceError where the file cannot be made or holds none."""
    try:
        if not path.exists():
            _make(path)
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        raise WorkspaceError(f"expected the workspace's secret in {path}, got {error.strerror or error}") from error
    except ValueError as error:
        raise WorkspaceError(f"expected hex digits in {path}, got something else; {_CURE}") from error
    if len(secret) < SECRET_BYTES:
        raise WorkspaceError(f"expected {SECRET_BYTES} bytes in hex in {path}, got {len(secret)}; {_CURE}")
    return secret


_CURE = "bring it back from a backup, or delete it for a new one (known authors will count as others)"


def _make(path: Path) -> None:
    """Whole or not at all, and the first of two processes wins: written aside, then linked into place."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(SECRET_BYTES) + "\n")
        _link(aside, path)
    finally:
        aside.unlink()


def _link(aside: Path, path: Path) -> None:
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            path.write_bytes(aside.read_bytes())
            path.chmod(0o600)
