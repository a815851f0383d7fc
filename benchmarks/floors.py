"""The floors under what ships: tests/quality/floors.json, written by `python -m benchmarks.reading --pin`.

The file holds the digest of the corpus that the figures were reached on, a floor a figure, and a seal over both: a
floor that was changed by hand does not fit the seal.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from math import floor
from pathlib import Path
from typing import Any

from analysis.keys import digest
from analysis.sentiment import score
from benchmarks.figures import polarity
from benchmarks.polarity_sets import measured
from benchmarks.support_sets import measure

TARGET = Path(__file__).parents[1] / "tests/quality/floors.json"
SAMPLE_STEP = 10  # of the large sets of polarity every tenth text: the test is part of the fast suite
DECIMALS = 3
SLACK = 0.005  # below what was reached: figures differ in the last places between machines
_LARGE = 1500  # texts; smaller sets are taken whole


class FloorLowered(Exception):
    """A pin that would let a floor sink."""


def reached(shared: Path) -> dict[str, float]:
    """F1 of each figure, of polarity on the fixed sample. Support is quick to read, so its sets are read whole."""
    found = {each.name: each.figures.f1 for each in measure(shared)}
    for name, rows in measured().items():
        taken = rows[::SAMPLE_STEP] if len(rows) > _LARGE else rows
        told = [tone.polarity for tone in score([row.text for row in taken])]
        found[f"polarity {name}"] = polarity([row.polarity > 0 for row in taken], told).f1
    return found


def corpus(shared: Path) -> str:
    """Digest of every labelled file, by name and content."""
    made = blake2b(digest_size=16)
    for path in sorted(path for room in ("data", "gold") for path in (shared / room).rglob("*") if path.is_file()):
        made.update(str(path.relative_to(shared)).encode())
        made.update(blake2b(path.read_bytes()).digest())
    return made.hexdigest()


def load(path: Path = TARGET) -> dict[str, Any]:
    """The pinned file. Raises ValueError where its seal is broken: a floor was changed by hand."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if told["seal"] != seal(told["corpus"], told["floors"]):
        raise ValueError(f"{path.name} was changed by hand; pin with `python -m benchmarks.reading --pin [--lower]`")
    return told


def seal(corpus: str, floors: dict[str, float]) -> str:
    return digest(corpus, json.dumps(floors, sort_keys=True))


def pin(shared: Path, *, lower: bool = False, path: Path = TARGET) -> str:
    """Pin what is reached now. Raises FloorLowered where a floor would sink or vanish and `lower` was not given."""
    return keep(corpus(shared), reached(shared), lower=lower, path=path)


def keep(corpus: str, found: dict[str, float], *, lower: bool, path: Path) -> str:
    scale = 10**DECIMALS
    floors = {name: floor((value - SLACK) * scale) / scale for name, value in sorted(found.items())}
    old: dict[str, float] = load(path)["floors"] if path.is_file() else {}
    held = {name: was for name, was in old.items() if was <= found.get(name, -1.0)}  # what still holds need not sink
    floors = {name: max(value, held.get(name, value)) for name, value in floors.items()}
    sunk = [f"{name} {was} -> {floors.get(name)}" for name, was in old.items() if floors.get(name, -1.0) < was]
    if sunk and not lower:
        raise FloorLowered(f"these floors would sink; add --lower if that is meant: {'; '.join(sunk)}")
    told = {"corpus": corpus, "seal": seal(corpus, floors), "floors": floors}
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return f"{len(floors)} floors pinned in {path.name}" + (f"; lowered: {'; '.join(sunk)}" if sunk else "")
