"""How good a reading is, in figures. Each stands with its n."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

BINS = 10  # of confidence, for the calibration error
COVERAGE = 0.9  # the share of texts, the most confident ones, that `covered` is told of


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0..1. Of polarity only: `ece`, expected calibration error, and `covered`, accuracy at 90 % coverage."""

    n: int
    precision: float
    recall: float
    f1: float
    ece: float | None = None
    covered: float | None = None


def binary(truth: Sequence[bool], told: Sequence[bool]) -> Figures:
    """Of the class `True`."""
    both = sum(a and b for a, b in zip(truth, told, strict=True))
    return _figures(len(truth), both, sum(told), sum(truth))


def macro(truth: Sequence[bool], told: Sequence[bool]) -> Figures:
    """The mean over both classes."""
    yes = binary(truth, told)
    no = binary([not each for each in truth], [not each for each in told])
    pairs = ((yes.precision, no.precision), (yes.recall, no.recall), (yes.f1, no.f1))
    return Figures(len(truth), *(sum(pair) / 2 for pair in pairs))


def micro(truth: Sequence[Collection[str]], told: Sequence[Collection[str]]) -> Figures:
    """Several labels a text, counted over all of them."""
    both = sum(len(set(a) & set(b)) for a, b in zip(truth, told, strict=True))
    return _figures(len(truth), both, sum(map(len, told)), sum(map(len, truth)))


def polarity(truth: Sequence[bool], told: Sequence[float]) -> Figures:
    """Good (True) against bad; a polarity beyond 0 says good. |polarity| is the confidence, P(right) = (1 + it) / 2."""
    right = [good is (value > 0) for good, value in zip(truth, told, strict=True)]
    sure = [(1 + abs(value)) / 2 for value in told]
    ranked = sorted(zip(sure, right, strict=True), key=lambda pair: -pair[0])
    kept = ranked[: max(1, round(COVERAGE * len(ranked)))]
    found = macro(truth, [value > 0 for value in told])
    covered = sum(hit for _, hit in kept) / len(kept)
    return Figures(found.n, found.precision, found.recall, found.f1, _calibration_error(sure, right), covered)


def _calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """Mean gap between confidence and accuracy over equal bins, weighted by size (Naeini et al., 2015)."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, hit in zip(sure, right, strict=True):
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, hit))
    gaps = (abs(sum(confidence for confidence, _ in told) - sum(hit for _, hit in told)) for told in bins.values())
    return sum(gaps) / len(sure)


def _figures(n: int, both: int, told: int, true: int) -> Figures:
    precision, recall = both / told if told else 0.0, both / true if true else 0.0
    return Figures(n, precision, recall, 2 * both / (told + true) if told + true else 0.0)
