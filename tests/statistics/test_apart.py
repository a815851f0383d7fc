"""Candidates that do not differ are seldom told apart, also where one has a handful of reviews."""

from __future__ import annotations

from random import Random

import pytest

from analysis.comparison import relate
from analysis.statistics import Estimate, mean

TRIES = 400
SIZES = ((2, 20), (3, 50), (5, 50), (10, 10), (10, 50), (50, 50))  # reviews of the one and of the other


def drawn(random: Random, n: int, praise: float) -> Estimate:
    """n reviews of a vendor whom this share praises; a polarity lies near one end of its scale or the other."""
    told = [random.betavariate(6, 1.2) * (1 if random.random() < praise else -1) for _ in range(n)]
    return mean(n, sum(told), sum(one * one for one in told))


@pytest.mark.parametrize("praise", [0.5, 0.2, 0.1])
def test_at_most_one_in_a_hundred_pairs_that_do_not_differ_seems_to(praise: float) -> None:
    random = Random(f"{praise}")
    pairs = [(drawn(random, few, praise), drawn(random, many, praise)) for few, many in SIZES for _ in range(TRIES)]
    told = sum(relate(*pair) in ("higher", "lower") for pair in pairs)
    assert told <= len(pairs) / 100


def test_a_clear_difference_is_told() -> None:
    random = Random("clear")
    pairs = [(drawn(random, 50, 0.7), drawn(random, 50, 0.2)) for _ in range(TRIES)]
    assert sum(relate(*pair) == "higher" for pair in pairs) > 0.8 * TRIES
