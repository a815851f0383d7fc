"""Where the labelled sets are, and how their files are read."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

_CHECKOUT = Path(__file__).parents[1]


def shared() -> Path:
    """RBP_SHARED, or `shared` beside the checkout. Raises SystemExit where neither is there."""
    folder = Path(os.environ.get("RBP_SHARED") or _CHECKOUT.parent / "shared")
    if not (folder / "data").is_dir():
        raise SystemExit(f"no labelled sets at {folder}; set RBP_SHARED to the folder that holds data/ and gold/")
    return folder


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV or TSV file; in a TSV quotes are plain characters. A missing cell is empty."""
    with path.open(encoding="utf-8", newline="") as cells:
        if path.suffix == ".tsv":
            rows = csv.DictReader(cells, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            rows = csv.DictReader(cells)
        return [{name: cell or "" for name, cell in row.items() if name is not None} for row in rows]


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
