"""Candidates that do not differ are seldom told apart, also where one has a handful of reviews."""

from __future__ import annotations

from random import Random

import pytest

from analysis.comparison import relate
from analysis.statistics import Figure, figure
from analysis.tally import Tally

TRIES = 400
SIZES = ((2, 20), (3, 50), (5, 50), (10, 10), (10, 50), (50, 50))  # reviews of the one and of the other


def drawn(random: Random, n: int, praise: float) -> Figure:
    """n reviews of a vendor whom this share praises; a polarity lies near one end of its scale or the other."""
    told = [random.betavariate(6, 1.2) * (1 if random.random() < praise else -1) for _ in range(n)]
    bad, good = sum(one < -0.05 for one in told), sum(one > 0.05 for one in told)
    return figure([Tally(("acme",), n, n, sum(told), sum(one * one for one in told), bad, good)])


def by_score_alone(left: Figure, right: Figure) -> bool:
    sides = [(one.mean.low, one.mean.high) for one in (left, right)]
    return all(low is not None for low, _ in sides) and sides[0] != sides[1] and max(sides)[0] > min(sides)[1]  # type: ignore[operator]


@pytest.mark.parametrize("praise", [0.5, 0.2, 0.1])
def test_at_most_one_in_a_hundred_pairs_that_do_not_differ_seems_to(praise: float) -> None:
    random = Random(f"{praise}")
    pairs = {
        size: [(drawn(random, size[0], praise), drawn(random, size[1], praise)) for _ in range(TRIES)] for size in SIZES
    }
    told = sum(relate(*pair) in ("higher", "lower") for many in pairs.values() for pair in many)
    assert told <= TRIES * len(SIZES) / 100
    assert sum(by_score_alone(*pair) for pair in pairs[3, 50]) > TRIES / 20
