"""Means and shares: worked examples by hand, and laws."""

from __future__ import annotations

import statistics as reference
from math import comb, fsum, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison import relate
from analysis.statistics import (
    NOTHING,
    RATING_RANGE,
    SINGLE,
    SINGLES,
    Estimate,
    difference,
    figure,
    mean,
    mean_over_clients,
    merge,
    share,
    weigh,
)
from analysis.student import t_quantile
from analysis.tally import Tally

polarity = st.floats(-1, 1).map(lambda value: round(value, 3))


def tallied(values: list[float], key: tuple[str, ...] = ()) -> Tally:
    """The tally of reviews with these polarities, one mention each."""
    negative, positive = sum(v < -0.05 for v in values), sum(v > 0.05 for v in values)
    squares = sum(v * v for v in values)
    return Tally(key, len(values), len(values), sum(values), squares, negative, positive, sum(values) / 2)


def test_mean_by_hand() -> None:
    """-0.5, 0.1, 0.4 and -1, 1: s^2 = 2.42 / 4 = 0.605, t(4) = 2.776445, reach 1.247 > 1."""
    cut = mean(3, 0.0, 0.42)
    assert cut == Estimate(3, 0.0, -1.0, 1.0)
    # mean 0.2; with both ends 16 values, squares 3.6, s^2 = (3.6 - 2.8^2 / 16) / 15 = 0.207333; t(15) = 2.131450
    found = mean(14, 2.8, 1.60)
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.2 - 0.259386, 0.2 + 0.259386), abs=2e-6)


def _holds(found: Estimate, truth: float) -> bool:
    assert found.low is not None
    assert found.high is not None
    return found.low <= truth + 1e-12 and truth - 1e-12 <= found.high


@pytest.mark.parametrize("n", [2, 3, 5, 10, 20, 50])
def test_intervals_hold_the_truth_even_where_every_opinion_is_at_an_end(n: int) -> None:
    """The hardest case, reckoned exactly: reviews at -1 or 1, a share good of 0.02 to 0.98. Student's own interval of
    ten holds it for one in ten at worst and for 0.81 on average; Wilson's for 0.86 and 0.95."""
    found = [mean(n, 2.0 * good - n, float(n)) for good in range(n + 1)]

    def held(share: float) -> float:
        chances = (comb(n, good) * share**good * (1 - share) ** (n - good) for good in range(n + 1))
        return sum(chance for chance, each in zip(chances, found, strict=True) if _holds(each, 2 * share - 1))

    shares = [held(percent / 100) for percent in range(2, 99)]
    assert min(shares) > 0.86
    assert reference.fmean(shares) > 0.945


def test_wilson_by_hand() -> None:
    """Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29 by the score method."""
    for count, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)):  # fmt: skip  # noqa: E501
        found = share(count, n)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_what_has_no_interval_says_why() -> None:
    assert mean(0, 0.0, 0.0) == Estimate(0, None, note=NOTHING)
    assert mean(1, -0.4, 0.16) == Estimate(1, -0.4, note=SINGLE)
    assert mean(3, 0.3, 0.03).low is not None  # three alike may be chance
    assert share(0, 0).value is None
    assert mean_over_clients([tallied([0.5]), tallied([-0.5])]) == Estimate(2, 0.0, note=SINGLES)


def test_vendor_is_the_mean_of_its_clients_not_of_its_reviews() -> None:
    large, small = tallied([-0.5, -0.6, -0.4] * 100), tallied([0.5, 0.6, 0.4])
    found = weigh([large, small])
    assert found.mean.value == pytest.approx(0.0)
    assert (found.mean.n, found.clients, found.mentions) == (303, 2, 303)
    assert found.negative.value == pytest.approx(300 / 303)
    assert found.vader == pytest.approx(0.0)


# Their spreads, with -1 and 1 beside them: s^2 = (2.52 - 1^2 / 4) / 3 and (2.4 - 0.8^2 / 6) / 5
PAIR, PAIR_SPREAD = Tally((), 2, 2, 1.0, 0.52, 0, 2), 2.27 / 3
FOUR, FOUR_SPREAD = Tally((), 4, 4, 0.8, 0.40, 0, 4), (2.4 - 0.64 / 6) / 5


def test_vendor_interval_by_hand() -> None:
    """Two clients: squared error (s1^2 / 2 + s2^2 / 4) / 4, df by Satterthwaite from 3 and 5."""
    found = mean_over_clients([PAIR, FOUR])
    assert found.value == pytest.approx(0.35)
    one, other = PAIR_SPREAD / 2, FOUR_SPREAD / 4
    reach = t_quantile(0.975, (one + other) ** 2 / (one**2 / 3 + other**2 / 5)) * sqrt((one + other) / 4)
    assert found.low == pytest.approx(0.35 - reach)
    assert found.high == 1.0


def test_a_client_with_one_review_has_the_widest_spread_there_is() -> None:
    """Two clients of 2 and 4 reviews, with 3 and 5 degrees of freedom, and one of a single review; a third each."""
    found = mean_over_clients([PAIR, FOUR, Tally((), 1, 1, -0.5, 0.25, 1, 0)])
    one, other, alone = PAIR_SPREAD / 2 / 9, FOUR_SPREAD / 4 / 9, 1 / 9
    error = one + other + alone
    reach = t_quantile(0.975, error**2 / (one**2 / 3 + other**2 / 5)) * sqrt(error)
    assert (found.n, found.value) == pytest.approx((7, 0.2 / 3))
    assert (found.low, found.high) == pytest.approx((0.2 / 3 - reach, 0.2 / 3 + reach))


@pytest.mark.parametrize(("large", "alone"), [(0.98, 0.5), (0.9, 0.9), (0.5, 0.98)])
@pytest.mark.parametrize("sizes", [(50, 1), (50, 50, 50, 1), (50, 1, 1, 1)])
def test_intervals_hold_the_truth_where_a_client_has_one_review(
    sizes: tuple[int, ...], large: float, alone: float
) -> None:
    """What large clients' reviews have for a spread, all alike, says nothing of a client of whom one is known."""
    random, tries = Random(f"{sizes}{large}"), 200
    good = [alone if n == 1 else large for n in sizes]
    truth = fsum(2 * share - 1 for share in good) / len(sizes)

    def drawn() -> Estimate:
        return mean_over_clients(
            [
                tallied([1.0 if random.random() < p else -1.0 for _ in range(n)])
                for n, p in zip(sizes, good, strict=True)
            ]
        )

    pairs = [(drawn(), drawn()) for _ in range(tries)]
    assert sum(_holds(one, truth) for one, _ in pairs) >= 0.95 * tries
    assert sum(relate(*pair) in ("higher", "lower") for pair in pairs) <= tries / 100


def test_a_client_without_a_review_has_no_weight() -> None:
    alone, beside = weigh([FOUR]), weigh([Tally((), 0, 0, 0.0, 0.0, 0, 0), FOUR])
    assert alone == beside
    assert beside.clients == 1


def test_difference_by_hand() -> None:
    """The squared errors are those of above; 0.5 - 0.2 = 0.3."""
    found = difference([PAIR], [FOUR])
    one, other = PAIR_SPREAD / 2, FOUR_SPREAD / 4
    reach = t_quantile(0.975, (one + other) ** 2 / (one**2 / 3 + other**2 / 5)) * sqrt(one + other)
    assert (found.n, found.value) == pytest.approx((6, 0.3))
    assert found.low == pytest.approx(0.3 - reach)
    assert difference([tallied([0.5])], [tallied([0.1])]).note == SINGLES


def test_a_client_that_goes_is_no_change() -> None:
    """Two clients that do not move, the good one with ten times the reviews in the first year: the plain means fall
    from 0.41 to 0; over the clients nothing changes."""
    good, bad = [0.4, 0.5, 0.6], [-0.4, -0.5, -0.6]
    found = difference([tallied(good), tallied(bad)], [tallied(good * 10), tallied(bad)])
    assert found.value == pytest.approx(0.0)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


@given(st.lists(polarity, min_size=1, max_size=60))
def test_mean_agrees_with_the_standard_library_and_lies_in_its_interval(values: list[float]) -> None:
    tally = tallied(values)
    found = mean(tally.reviews, tally.sum, tally.squares)
    assert found.value == pytest.approx(reference.fmean(values), abs=1e-12)
    if found.low is None:
        assert found.note == SINGLE
        return
    assert found.high is not None
    assert found.value is not None
    assert -1 <= found.low <= found.value <= found.high <= 1
    reach = t_quantile(0.975, len(values) + 1) * reference.stdev([*values, -1, 1]) / sqrt(len(values))
    assert found.low == pytest.approx(max(-1, found.value - reach), abs=1e-6)


@given(st.integers(1, 10_000), st.data())
def test_wilson_stays_within_0_and_1_and_holds_its_share(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    found, mirrored = share(count, n), share(n - count, n)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert mirrored.low == pytest.approx(1 - found.high, abs=1e-12)


@given(st.lists(st.lists(polarity, max_size=20), max_size=8))
def test_merging_tallies_is_the_tally_of_the_union(groups: list[list[float]]) -> None:
    merged, whole = merge(tallied(group) for group in groups), tallied([v for group in groups for v in group])
    assert (merged.reviews, merged.mentions, merged.negative, merged.positive) == (
        whole.reviews, whole.mentions, whole.negative, whole.positive,
    )  # fmt: skip
    assert merged.sum == pytest.approx(whole.sum, abs=1e-9)
    assert merged.squares == pytest.approx(whole.squares, abs=1e-9)
    assert merged.vader_sum == pytest.approx(whole.vader_sum, abs=1e-9)


@given(st.lists(st.lists(polarity, min_size=1, max_size=12), min_size=1, max_size=6))
def test_a_vendors_interval_holds_its_mean_whatever_the_clients(groups: list[list[float]]) -> None:
    found = weigh([tallied(group) for group in groups])
    assert found.mean.value is not None
    assert found.mean.n == sum(len(group) for group in groups)
    if found.mean.low is not None and found.mean.high is not None:
        assert -1 <= found.mean.low <= found.mean.value <= found.mean.high <= 1
    else:
        assert found.mean.note


@given(st.lists(polarity, min_size=2, max_size=40), st.integers(2, 6))
def test_equal_clients_give_the_mean_of_one(values: list[float], k: int) -> None:
    """k clients with the same reviews: the same mean, an error smaller by sqrt(k)."""
    one, many = figure([tallied(values)]).mean, weigh([tallied(values)] * k).mean
    assert many.value == pytest.approx(one.value, abs=1e-9)
    assert one.low is not None
    assert many.low is not None
    assert many.low >= one.low - 1e-9


def test_ratings_keep_to_their_own_scale() -> None:
    """0.9, 0.9 and 1.0, with 0 and 1 beside them: s^2 = (3.62 - 3.8^2 / 5) / 4 = 0.183."""
    found = mean(3, 2.8, 2.62, RATING_RANGE)
    assert found.high == 1.0
    assert found.low == pytest.approx(2.8 / 3 - t_quantile(0.975, 4) * sqrt(0.183 / 3))
