"""Learn a calibration from weakly labelled passages, and judge it on clients that it never saw."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from analysis import sentiment
from analysis.calibration import Calibration
from analysis.errors import TooLittleData
from analysis.tokens import tokens
from analysis.tone import shipped
from analysis.weak_labels import Example

FEWEST_REVIEWS = 200  # below, the interval of a cross-fitted accuracy is wider than what calibrating gains
FEWEST_A_SIDE = 40  # rated good, rated bad
FEWEST_CLIENTS = 2  # cross-fitting holds clients out
FOLDS = 5
MOST_EXAMPLES = 20_000  # about a minute; more adds nothing that shows
WORD_REVIEWS, WORD_CLIENTS = 15, 2  # a word weighs if as many reviews, of as many clients, have it
MOST_WORDS = 400
STEPS = 150
WORD_PENALTY, SCALE_PENALTY = 4.0, 10.0  # L2, in reviews: pulls words to 0, the scale to 1
_STEP = 0.5
_BINS = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """How well polarity tells the stars: macro F1 of good against bad, log loss, expected calibration error; 0..1."""

    f1: float
    loss: float
    ece: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A calibration with its figures, both cross-fitted by client: `before` it, `after` it."""

    calibration: Calibration
    reviews: int
    passages: int
    clients: int
    before: Figures
    after: Figures

    @property
    def better(self) -> bool:
        """Whether it may be adopted: it says better how sure it is, and tells good from bad no worse."""
        return self.after.loss < self.before.loss and self.after.f1 >= self.before.f1


@dataclass(frozen=True, slots=True)
class _Sample:
    """An example as numbers: the shipped model's logit, the values of the words that weigh."""

    client: str
    review: str
    logit: float
    words: tuple[tuple[str, float], ...]
    good: float
    weight: float


def learn(examples: Sequence[Example], version: int) -> Outcome:
    """Fit on all, judge on each client with what the others taught. Raises TooLittleData.

    Only words that were judged are learned: of two clients none, as either judges what the other taught alone.
    """
    examples = examples[:MOST_EXAMPLES]
    _require_enough(examples)
    base = sentiment.version()
    samples = _prepare(examples)
    folds = _folds(examples)
    before = [(sample.logit, sample) for sample in samples]
    after: list[tuple[float, _Sample]] = []
    judged: set[str] = set()
    for fold in range(max(folds.values()) + 1):
        taught = _fit([sample for sample in samples if folds[sample.client] != fold], version, base)
        judged |= taught.words.keys()
        after += [(_apply(taught, sample), sample) for sample in samples if folds[sample.client] == fold]
    return Outcome(
        calibration=_fit(samples, version, base, judged),
        reviews=len({example.review for example in examples}),
        passages=len(examples),
        clients=len({example.client for example in examples}),
        before=_figures(before),
        after=_figures(after),
    )


def _require_enough(examples: Sequence[Example]) -> None:
    sides = {example.review: example.good for example in examples}
    good = sum(sides.values())
    clients = len({example.client for example in examples})
    if len(sides) < FEWEST_REVIEWS or min(good, len(sides) - good) < FEWEST_A_SIDE or clients < FEWEST_CLIENTS:
        raise TooLittleData(
            f"expected {FEWEST_REVIEWS} reviews with clear stars that speak of support, at least {FEWEST_A_SIDE} good "
            f"and {FEWEST_A_SIDE} bad, of {FEWEST_CLIENTS} clients or more; got {len(sides)}: {good} good and "
            f"{len(sides) - good} bad, of {clients}; crawl or import more rated reviews"
        )


def _folds(examples: Sequence[Example]) -> dict[str, int]:
    """Each client's fold: the largest first, each into the fold that holds least."""
    sizes = Counter(example.client for example in examples)
    held = [0] * min(FOLDS, len(sizes))
    folds: dict[str, int] = {}
    for client, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        folds[client] = held.index(min(held))
        held[folds[client]] += size
    return folds


def _prepare(examples: Sequence[Example]) -> list[_Sample]:
    model = shipped()
    samples = []
    for example in examples:
        found = tokens(example.passage)
        root = math.sqrt(len(found) or 1)
        counted = tuple((word, count / root) for word, count in Counter(found).items())
        logit = model.hear(example.passage).logit
        samples.append(_Sample(example.client, example.review, logit, counted, float(example.good), example.weight))
    return samples


def _weighing(samples: Sequence[_Sample]) -> list[str]:
    """The words that enough reviews of enough clients have, the most frequent first."""
    reviews: defaultdict[str, set[str]] = defaultdict(set)
    clients: defaultdict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for word, _ in sample.words:
            reviews[word].add(sample.review)
            clients[word].add(sample.client)
    kept = [word for word in reviews if len(reviews[word]) >= WORD_REVIEWS and len(clients[word]) >= WORD_CLIENTS]
    return sorted(kept, key=lambda word: (-len(reviews[word]), word))[:MOST_WORDS]


def _fit(samples: Sequence[_Sample], version: int, base: str, among: Set[str] | None = None) -> Calibration:
    """Penalised logistic regression by gradient descent with a step a weight (AdaGrad: Duchi and others, 2011).

    `among` leaves out all other words.
    """
    weighing = [word for word in _weighing(samples) if among is None or word in among]
    words = {word: number for number, word in enumerate(weighing, start=2)}
    rows = [(sample, [(words[word], value) for word, value in sample.words if word in words]) for sample in samples]
    weights = [1.0, 0.0, *([0.0] * len(words))]
    squares = [1e-8] * len(weights)
    for _ in range(STEPS):
        slopes = _slopes(rows, weights)
        for number, slope in enumerate(slopes):
            squares[number] += slope * slope
            weights[number] -= _STEP * slope / math.sqrt(squares[number])
    return Calibration(version, base, weights[0], weights[1], {word: weights[number] for word, number in words.items()})


def _slopes(rows: Sequence[tuple[_Sample, Sequence[tuple[int, float]]]], weights: Sequence[float]) -> list[float]:
    slopes = [SCALE_PENALTY * (weights[0] - 1), 0.0, *(WORD_PENALTY * weight for weight in weights[2:])]
    for sample, found in rows:
        logit = weights[0] * sample.logit + weights[1] + sum(weights[number] * value for number, value in found)
        error = sample.weight * (_chance(logit) - sample.good)
        slopes[0] += error * sample.logit
        slopes[1] += error
        for number, value in found:
            slopes[number] += error * value
    return slopes


def _apply(calibration: Calibration, sample: _Sample) -> float:
    words = calibration.words
    moved = sum(words[word] * value for word, value in sample.words if word in words)
    return calibration.scale * sample.logit + calibration.shift + moved


def _chance(logit: float) -> float:
    """P(good), without overflow."""
    return 0.5 * (1 + math.tanh(logit / 2))


def _figures(judged: Sequence[tuple[float, _Sample]]) -> Figures:
    total = sum(sample.weight for _, sample in judged)
    loss = sum(
        sample.weight * -math.log(max(1e-9, _chance(logit if sample.good else -logit))) for logit, sample in judged
    )
    return Figures(_f1(judged), loss / total, _ece(judged, total))


def _f1(judged: Sequence[tuple[float, _Sample]]) -> float:
    """Macro F1 of good (logit > 0) against bad; a side that is neither there nor told counts 0."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for logit, sample in judged:
        counts[logit > 0, bool(sample.good)] += 1
    sides = []
    for side in (True, False):
        right, wrong = counts[side, side], counts[side, not side] + counts[not side, side]
        sides.append(2 * right / (2 * right + wrong) if right else 0.0)
    return sum(sides) / 2


def _ece(judged: Sequence[tuple[float, _Sample]], total: float) -> float:
    """Expected calibration error over ten bins of the sureness 0.5..1 (Guo and others, 2017)."""
    bins: defaultdict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for logit, sample in judged:
        sure = _chance(abs(logit))
        cell = bins[min(int((2 * sure - 1) * _BINS), _BINS - 1)]
        cell[0] += sample.weight * sure
        cell[1] += sample.weight * ((logit > 0) == bool(sample.good))
    return sum(abs(sure - right) for sure, right in bins.values()) / total
