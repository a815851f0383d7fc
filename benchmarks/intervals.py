"""How often the 95 % intervals hold the truth: `python -m benchmarks.intervals` prints a table.

The opinions of real reviews (FABSA: RBP_SHARED, or `shared` beside the checkout) stand for all that customers think;
few of them are drawn, over and over, and it is counted how often the interval made from these holds the mean of all.
Beside it Student's own interval, from the same draws, without what `analysis.statistics.spread` adds. Then ours once
more, where some of the reviews are a second one by a person who says the same again: the intervals take each for a
stranger's.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt

from analysis.model import Basis, Review
from analysis.opinions import opinions
from analysis.reading import default_reader
from analysis.statistics import Estimate, mean
from analysis.student import t_quantile
from benchmarks.shared import shared, table

SIZES = (3, 5, 10, 20, 50, 200)  # reviews drawn
DRAWS = 4000  # of each size: a coverage of 0.95 is then within 0.007
FEWEST = 90  # opinions that stand for all
AGAIN = (0.05, 0.1, 0.2)  # of the reviews
SEED = 20261122


def populations() -> Iterator[tuple[str, list[float]]]:
    """`company row` -> the polarities of all its reviews that speak of it, where they are many."""
    rows = list(table(shared() / "data/fabsa/fabsa_dataset.csv"))
    reviews = [Review("fabsa", row["id"], "", row["org_index"], body=row["text"], language="en") for row in rows]
    found: defaultdict[str, list[float]] = defaultdict(list)
    for reading in default_reader().read(reviews):
        for opinion in opinions(reading, (Basis.VENDOR,)):
            found[f"{reading.review.client} {opinion.aspect}"].append(opinion.polarity)
    yield from sorted((name, values) for name, values in found.items() if len(values) >= FEWEST)


def students(values: Sequence[float]) -> tuple[float, float]:
    """mean +- t(n - 1) s / sqrt(n) (Student, 1908)."""
    n, middle = len(values), sum(values) / len(values)
    variance = sum((value - middle) ** 2 for value in values) / (n - 1)
    reach = t_quantile(0.975, n - 1) * sqrt(variance / n)
    return middle - reach, middle + reach


def ours(values: Sequence[float]) -> tuple[float, float]:
    found: Estimate = mean(len(values), sum(values), sum(value * value for value in values))
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def coverage(values: Sequence[float], size: int, draws: int = DRAWS, again: float = 0.0) -> tuple[float, float]:
    """Of the intervals from `size` of these values, drawn with replacement, the share that hold their mean: Student's,
    and ours. The share `again` of the values is not drawn but told a second time."""
    chance, truth = random.Random(SEED), sum(values) / len(values)
    held, twice = [0, 0], round(size * again)
    for _ in range(draws):
        drawn = chance.choices(values, k=size - twice)
        drawn += drawn[:twice]
        for place, (low, high) in enumerate((students(drawn), ours(drawn))):
            held[place] += low <= truth <= high
    return held[0] / draws, held[1] / draws


def main() -> None:
    print("share of 95 % intervals that hold the truth: Student's, ours")
    print(f"{'company and row':<24} {'mean':>5} " + " ".join(f"{f'n = {size}':>10}" for size in SIZES))
    opinions_of = list(populations())
    for name, values in opinions_of:
        told = (coverage(values, size) for size in SIZES)
        cells = " ".join(f"{plain:>5.2f} {mended:.2f}" for plain, mended in told)
        print(f"{name:<24} {sum(values) / len(values):>+5.2f} {cells}")
    print("\nours, the mean over these, where a share of the reviews says again what its author has said")
    for again in AGAIN:
        held = ([coverage(values, size, again=again)[1] for _, values in opinions_of] for size in SIZES)
        cells = " ".join(f"{sum(each) / len(each):>10.3f}" for each in held)
        print(f"{f'{again:.0%} second reviews':<30} {cells}")


if __name__ == "__main__":
    main()
