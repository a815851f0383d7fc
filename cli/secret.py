"""The workspace's secret: the key of the keyed hashes that stand for authors."""

from __future__ import annotations

import secrets
from pathlib import Path

from analysis.errors import WorkspaceError
from cli.newfile import write_new

SECRET_BYTES = 32  # BLAKE2b takes up to 64; 32 are beyond any guessing


def read_secret(path: Path) -> bytes:
    """The secret, made on first use. Raises WorkspaceError where the file cannot be made or holds none."""
    try:
        if not path.exists():
            write_new(path, secrets.token_hex(SECRET_BYTES) + "\n", 0o600)
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        raise WorkspaceError(f"expected the workspace's secret in {path}, got {error.strerror or error}") from error
    except ValueError as error:
        raise WorkspaceError(f"expected hex digits in {path}, got something else; {_CURE}") from error
    if len(secret) < SECRET_BYTES:
        raise WorkspaceError(f"expected {SECRET_BYTES} bytes in hex in {path}, got {len(secret)}; {_CURE}")
    return secret


_CURE = "bring it back from a backup, or delete it for a new one (known authors will count as others)"
