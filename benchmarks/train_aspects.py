"""Learn the model of aspects and of whose doing: `python -m benchmarks.train_aspects` writes aspect_model.json.

It writes the same bytes each time. Needs the extra `train` and the labelled sets (RBP_SHARED, or `shared` beside the
checkout). Learned are the passages about support of learn.jsonl and of those that were written for this project.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from analysis.aspects import NOT_AGENT
from analysis.linear import UNIT
from analysis.model import ASPECTS
from benchmarks.shared import shared
from benchmarks.train_support import patterns_of, words_of
from benchmarks.training.corpus import SUPPORT_ALONE, Example, labelled, written

TARGET = Path(__file__).parents[1] / "analysis/data/aspect_model.json"
LEFT_OUT = (*SUPPORT_ALONE, "apps")  # the last, written for polarity, brought nothing to passages that nobody tuned on
TEMPLATE_WEIGHT = 0.5  # templates are filled up to four times
INVERSE_PENALTY = {NOT_AGENT: 0.1}  # C of the regression: of few examples less is learned
USUAL_PENALTY = 0.3
# Log odds from which an answer is a yes; the intercept is shifted so that it reads 0. Set on passages that nobody
# read for errors, docs/reading.md.
CUTS = {NOT_AGENT: 0.4}
USUAL_CUT = 0.5
FEWEST = 3  # passages that a word or pattern must be in
# Hundredths: what weighs less is left out, and no aspect that is measured moves by more than a point in a thousand.
LIGHTEST = {NOT_AGENT: 5}
USUAL_LIGHTEST = 12


def answers(question: str, learned: Sequence[Example]) -> list[bool]:
    if question == NOT_AGENT:
        return [example.doing != "agent" for example in learned]
    return [question in example.aspects for example in learned]


def fit(learned: Sequence[Example]) -> dict[str, Any]:
    """Fit on these passages about support. Returns question -> intercept, and word or pattern -> question -> weight."""
    texts = [example.text for example in learned]
    weights = [TEMPLATE_WEIGHT if example.origin == "template" else 1.0 for example in learned]
    seen, names = [], []
    for analyzer in (words_of, patterns_of):
        counted = CountVectorizer(analyzer=analyzer, binary=True, min_df=FEWEST)
        seen.append(counted.fit_transform(texts))
        names.append([str(name) for name in counted.get_feature_names_out()])
    features = hstack(seen).tocsr()
    told: dict[str, Any] = {"intercepts": {}, "words": {}, "patterns": {}}
    for question in (*ASPECTS, NOT_AGENT):
        regression = LogisticRegression(
            C=INVERSE_PENALTY.get(question, USUAL_PENALTY), solver="liblinear", max_iter=1000, random_state=0
        )
        regression.fit(features, answers(question, learned), weights)
        told["intercepts"][question] = _hundredths(regression.intercept_[0] - CUTS.get(question, USUAL_CUT))
        words, patterns = regression.coef_[0][: len(names[0])], regression.coef_[0][len(names[0]) :]
        _keep(told["words"], question, names[0], words)
        _keep(told["patterns"], question, names[1], patterns)
    return told


def _keep(kept: dict[str, dict[str, int]], question: str, names: Sequence[str], weights: Sequence[float]) -> None:
    for name, weight in zip(names, map(_hundredths, weights), strict=True):
        if abs(weight) >= LIGHTEST.get(question, USUAL_LIGHTEST):
            kept.setdefault(name, {})[question] = weight


def packed(told: dict[str, Any]) -> dict[str, Any]:
    """What ships, of what was fitted: questions by their place, see analysis/linear.py."""
    names = sorted(told["intercepts"])
    return {
        "questions": names,
        "intercepts": [told["intercepts"][name] for name in names],
        **{
            part: {
                word: [number for name in sorted(weights) for number in (names.index(name), weights[name])]
                for word, weights in told[part].items()
            }
            for part in ("words", "patterns")
        },
    }


def _hundredths(weight: float) -> int:
    return round(UNIT * float(weight))


def examples(folder: Path) -> list[Example]:
    everything = (*labelled(folder / "gold/learn.jsonl"), *written())
    return [example for example in everything if example.support and example.origin not in LEFT_OUT]


def main() -> None:
    learned = examples(shared())
    told = fit(learned)
    text = json.dumps(packed(told), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{len(learned)} passages -> {TARGET.name}, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
