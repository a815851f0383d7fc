"""Make analysis/data/polarity.json again, byte for byte: `python -m benchmarks.train_polarity`.

Needs `pip install '.[train]'` and the labelled sets (RBP_SHARED, or `shared` beside the checkout). Learns only from
`benchmarks.polarity_sets.learnable()` and from passages written for this project; half a minute on one core. `--judge`
makes nothing and prints how well each set is told by a model that saw no set of its kind. docs/model-card.md tells the
rest.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from analysis import vader
from analysis.keys import digest
from analysis.lexicon import FILE as LEXICON_FILE
from analysis.lexicon import Hit, support_lexicon, uncovered
from analysis.tokens import tokens
from analysis.tone import FILE, UNIT
from benchmarks.polarity_sets import Labelled, learnable, measured
from benchmarks.training.corpus import SUPPORT_ALONE, written

PACKAGE = Path(__file__).resolve().parents[1] / "analysis"
# How much one row of a set counts, where it is not 1. Comments on anything (goemotions) and editorials are far from
# reviews, passages labelled for this project are next to them.
SUPPORT, OTHER = "written about support", "written about other things"
SET_WEIGHTS = {"goemotions": 0.5, "vader_nyt": 0.5, "learn": 2.0, SUPPORT: 2.0, OTHER: 0.5}
FEWEST = 3  # rows that a word or pair must be in
# Learned and then left to the lexicon: in comments on anything they agree or thank, alone in a review they say little.
LUKEWARM = frozenset(("ok", "okay"))
STRENGTH = 3.0  # inverse of the L2 penalty
LIGHTEST = 2  # hundredths; what weighs less is left out, and nothing that is measured moves
VADER_UNIT = 2.0  # VADER's numbers are small beside counts; scaled, the penalty does not hold them down
# Weight of the hand-written lexicon: set by hand and held while the rest is learned around it, since most of
# what may be learned from is no support talk and would shrink it to 0.2. In use it counts more than while learning.
LEXICON_LEARNING, LEXICON = 0.5, 1.2
# A message to a company's handle is a complaint unless it says otherwise (log-odds). Set by hand.
ADDRESSED = -2.0
MAX_STEPS = 120
# How sure the sum makes. Set by hand where the calibration error on sets that taught nothing (companies, airlines,
# banks, gyms) is least, 0.01 to 0.03; fitted on kinds of text held out it would be 0.7, and too humble about support.
SLOPE = 1.0
# What is held out together by --judge: sets of one kind of text. `tweeteval` teaches nothing, but nine in ten of its
# tweets are in UMSAB as well.
KINDS = (
    ("learn", "umsab_english", "tweeteval"),
    (SUPPORT, OTHER),
    ("dynasent", "uci_amazon", "uci_imdb"),
    ("goemotions",),
    ("vader_amazon", "vader_movie", "vader_nyt", "vader_tweets"),
    ("hotel_london", "mams", "fine_food", "clothing"),
)


class Taught(NamedTuple):
    """A row to learn from, the set it is of, and how much it counts."""

    row: Labelled
    origin: str
    weight: float


@dataclass(frozen=True)
class Sample:
    """Rows as numbers: `counts` of grams over the root of the tokens, `extra` is VADER, `offset` the lexicon."""

    counts: Any
    extra: Any
    offset: Any
    good: Any
    weight: Any
    origin: Any


def grams(words: Sequence[str | None]) -> list[str]:
    """Words and pairs of words, none across a phrase that was taken out."""
    pairs = [f"{first} {second}" for first, second in pairwise(words) if first and second]
    return [word for word in words if word] + pairs


def lexicon_sum(hits: Sequence[Hit]) -> float:
    return float(sum(hit.weight for hit in hits) / np.sqrt(len(hits) or 1))


def vocabulary(texts: Iterable[Sequence[str]]) -> dict[str, int]:
    """The grams that are in enough rows, numbered in alphabetical order."""
    rows: Counter[str] = Counter()
    for words in texts:
        rows.update(set(grams(words)))
    return {gram: number for number, gram in enumerate(sorted(gram for gram, count in rows.items() if count >= FEWEST))}


def prepare(rows: Sequence[Taught], known: Mapping[str, int]) -> Sample:
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    extra, offset = [], []
    for row, _, _ in rows:
        words = tokens(row.text)
        hits = support_lexicon().hits(words)
        counted = Counter(known[gram] for gram in grams(uncovered(words, hits)) if gram in known)
        indices.extend(counted)
        values.extend(count / np.sqrt(len(words) or 1) for count in counted.values())
        starts.append(len(indices))
        calm = vader.rate(vader.hear(row.text), support_lexicon().neutral)
        extra.append([VADER_UNIT * value for value in (calm.neg, calm.pos, calm.compound)])
        offset.append(lexicon_sum(hits))
    counts = csr_matrix((values, indices, starts), shape=(len(rows), len(known)))
    good = np.array([float(each.row.polarity > 0) for each in rows])
    weight = np.array([each.weight for each in rows])
    _, origin = np.unique([each.origin for each in rows], return_inverse=True)
    return Sample(counts, np.array(extra), np.array(offset), good, weight, origin)


def fit(sample: Sample) -> tuple[Any, Any, float]:
    """L2-regularised logistic regression with the lexicon as a fixed offset: gram weights, VADER weights, bias.

    How many of a set's texts are good is no property of their words, so each set has a bias of its own, free of
    penalty; their mean, each row counting as much as it does in learning, is the bias that is kept.
    """
    size = sample.counts.shape[1]
    biases = size + sample.extra.shape[1]  # where they start
    columns = sample.counts.T.tocsr()
    offset = LEXICON_LEARNING * sample.offset
    shares = np.bincount(sample.origin, sample.weight)

    def loss(at: Any) -> tuple[float, Any]:
        logit = sample.counts @ at[:size] + sample.extra @ at[size:biases] + at[biases:][sample.origin] + offset
        error = sample.weight * (1 / (1 + np.exp(-logit)) - sample.good)
        value = STRENGTH * (sample.weight * (np.logaddexp(0, logit) - sample.good * logit)).sum()
        slope = STRENGTH * np.concatenate([columns @ error, sample.extra.T @ error, np.bincount(sample.origin, error)])
        slope[:biases] += at[:biases]
        return value + 0.5 * float(at[:biases] @ at[:biases]), slope

    start = np.zeros(biases + len(shares))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MAX_STEPS, "maxcor": 8}).x
    return found[:size], found[size:biases], float(found[biases:] @ shares / shares.sum())


def learn(rows: Sequence[Taught]) -> dict[str, Any]:
    """A model, as it is kept."""
    known = vocabulary(tokens(each.row.text) for each in rows)
    weights, stock, bias = fit(prepare(rows, known))
    hundredths = {gram: round(UNIT * float(weights[number])) for gram, number in known.items()}
    whole = {gram: weight for gram, weight in hundredths.items() if abs(weight) >= LIGHTEST and gram not in LUKEWARM}
    return {
        "bias": round(bias, 4),
        "vader": [round(VADER_UNIT * float(weight), 4) for weight in stock],
        "lexicon": LEXICON,
        "addressed": ADDRESSED,
        "slope": SLOPE,
        "words": {gram: weight for gram, weight in whole.items() if " " not in gram},
        "pairs": _nested({gram: weight for gram, weight in whole.items() if " " in gram}),
    }


def _nested(pairs: Mapping[str, int]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for pair, weight in pairs.items():
        first, second = pair.split(" ")
        nested.setdefault(first, {})[second] = weight
    return nested


def own() -> dict[str, list[Labelled]]:
    """The goods and bads among the passages written for this project; templates have no side."""
    told = [each for each in written() if each.side and each.origin not in SUPPORT_ALONE]
    return {
        name: [Labelled(each.text, each.side or 0, each.origin) for each in told if each.support is about]
        for name, about in ((SUPPORT, True), (OTHER, False))
    }


def weighed(sets: Mapping[str, Sequence[Labelled]]) -> list[Taught]:
    return [Taught(row, name, SET_WEIGHTS.get(name, 1.0)) for name, rows in sets.items() for row in rows]


def logits(model: Mapping[str, Any], rows: Sequence[Labelled]) -> Any:
    """What the shipped code makes of the rows with this model."""
    heard = loaded(model)
    return np.array([heard.hear(row.text).logit for row in rows])


def loaded(model: Mapping[str, Any]) -> Any:
    from analysis.tone import Model

    return Model(**{"version": "", **model, "vader": tuple(model["vader"])}, phrases=support_lexicon())


def judge(sets: Mapping[str, Sequence[Labelled]]) -> None:
    """Print how well each set is told by a model that saw no set of its kind."""
    for kind in KINDS:
        model = learn(weighed({name: rows for name, rows in sets.items() if name not in kind}))
        for name in kind:
            rows = sets[name] if name in sets else measured()[name]
            good = np.array([row.polarity > 0 for row in rows])
            told = logits(model, rows) > 0
            print(f"{name}: {len(good)} rows, macro F1 {macro_f1(good, told):.3f}")


def macro_f1(good: Any, told: Any) -> float:
    """Mean F1 of the two sides."""
    sides = [(2 * (good & told).sum(), (good ^ told).sum()), (2 * (~good & ~told).sum(), (good ^ told).sum())]
    return float(np.mean([right / max(right + wrong, 1) for right, wrong in sides]))


def main() -> None:
    sets = learnable() | own()
    if sys.argv[1:] == ["--judge"]:
        judge(sets)
        return
    model = learn(weighed(sets))
    body = json.dumps(model, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    phrases = (PACKAGE / LEXICON_FILE).read_text(encoding="utf-8")
    kept = {"version": digest(body, phrases)[:8], **model}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (PACKAGE / FILE).write_text(text + "\n", encoding="utf-8")
    sizes = f"{len(model['words']):,} words, {sum(map(len, model['pairs'].values())):,} pairs"
    print(f"{FILE}: {sizes}, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
