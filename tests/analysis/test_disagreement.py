"""Stars against words."""

from __future__ import annotations

import pytest

from analysis.disagreement import disagrees
from analysis.model import Mention, Rating


@pytest.mark.parametrize(
    ("stars", "polarities", "expected"),
    [
        (5, (-0.9,), True),
        (4, (-0.9, -0.6), True),
        (1, (0.9,), True),
        (2, (0.5,), True),
        (3, (-0.9,), False),
        (3, (0.9,), False),
        (5, (-0.4,), False),
        (5, (-0.9, 0.9), False),
        (1, (-0.9,), False),
        (5, (0.9,), False),
        (5, (), False),
        (None, (-0.9,), False),
    ],
)
def test_disagrees(stars: int | None, polarities: tuple[float, ...], expected: bool) -> None:
    rating = None if stars is None else Rating((stars - 1) / 4)
    mentions = [Mention("key", number, "said", polarity=polarity) for number, polarity in enumerate(polarities)]
    assert disagrees(rating, mentions) is expected
