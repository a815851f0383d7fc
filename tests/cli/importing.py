"""Files that `rbp import` is given, and what it made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import store
from analysis.model import Reading
from tests.cli.running import rbp

NAMED = ("--client", "Bluebird Bank", "--source", "survey")
GOOD = b"ref,body\n1,They never called me back.\n"


def readings(root: Path) -> list[Reading]:
    with store.open(f"sqlite:{root / 'rbp.db'}") as opened_store:
        return sorted(opened_store.readings(), key=lambda one: one.review.ref)


def take(root: Path, data: bytes, *arguments: str, name: str = "in.csv") -> dict[str, Any]:
    """Import a file; the JSON that was told of it."""
    (root / name).write_bytes(data)
    result = rbp("import", root / name, *(arguments or NAMED), "--json")
    assert result.exit_code == 0, result.stderr
    (told,) = json.loads(result.stdout)["files"]
    assert isinstance(told, dict)
    return told


def refused(root: Path, data: bytes, *arguments: str, name: str = "in.csv") -> str:
    """Import a file that gives nothing; the last line that was said."""
    (root / name).write_bytes(data)
    result = rbp("import", root / name, *(arguments or NAMED))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()[-1]
