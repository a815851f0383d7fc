"""Stars against words."""

from __future__ import annotations

import pytest

from analysis.disagreement import disagrees
from analysis.model import THUMBS, Mention, Rating


@pytest.mark.parametrize(
    ("stars", "polarities", "expected"),
    [
        (5, (-0.9,), True),
        (4, (-0.9, -0.6), True),
        (1, (0.9,), True),
        (2, (0.5,), True),
        (4, (-0.5,), True),
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
    mentions = mentioned(polarities)
    assert disagrees(rating, mentions) is expected


@pytest.mark.parametrize(("value", "polarity"), [(1.0, -0.9), (0.0, 0.9)])
def test_a_thumb_has_no_middle_and_so_disagrees_with_nothing(value: float, polarity: float) -> None:
    assert disagrees(Rating(value, *THUMBS), mentioned((polarity,))) is False
    assert disagrees(Rating(value, 0.0, 10.0), mentioned((polarity,))) is True


def mentioned(polarities: tuple[float, ...]) -> list[Mention]:
    return [Mention("key", number, "said", polarity=polarity) for number, polarity in enumerate(polarities)]
