"""How customers praise support and complain of it: sentences of this project's own, each aspect, both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import sentiment
from analysis.model import ASPECTS

TALK = Path(__file__).with_name("support_talk.txt")
FEWEST = 8  # sentences of either side that an aspect has at least


def _told() -> Iterator[tuple[str, int, str]]:
    """Aspect, 1 for praise or -1 for a complaint, and the sentence."""
    aspect = ""
    for line in TALK.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            aspect = line.strip("[]")
        elif line[:2] in ("+ ", "- "):
            yield aspect, 1 if line[0] == "+" else -1, line[2:]


@pytest.mark.parametrize(("aspect", "side", "sentence"), list(_told()))
def test_praise_is_good_and_a_complaint_is_bad(aspect: str, side: int, sentence: str) -> None:
    assert sentiment.score([sentence])[0].polarity * side > 0, aspect


def test_both_sides_of_every_aspect_are_told_of() -> None:
    told = Counter((aspect, side) for aspect, side, _ in _told())
    aspects = {aspect for aspect, _ in told}
    assert aspects == set(ASPECTS) - {"channels"}
    assert min(told.values()) >= FEWEST
