"""Cross-validate the model of support by set: `python -m benchmarks.cross_support`.

Each set of learn.jsonl in turn is left out of learning, and read by a model that never saw a text of it. FABSA, the
laptop reviews, the tweets and all of gold.jsonl but the CFPB's passages are never learned from: `benchmarks.reading`
is out of set for them as it stands.
"""

from __future__ import annotations

from typing import Any

from analysis import relevance
from analysis.relevance import CUT, Model
from benchmarks.figures import Figures, binary
from benchmarks.shared import lines, shared
from benchmarks.train_support import fit, learnable
from benchmarks.training.corpus import Example


def main() -> None:
    folder = shared()
    rows = lines(folder / "gold/learn.jsonl")
    others = [example for example in learnable(folder) if example.origin != "learn"]
    print(f"{'left out':<16}{'n':>6}{'support':>9}{'prec':>7}{'recall':>8}{'F1':>7}")
    for source in sorted({row["source"] for row in rows}):
        learned = [Example(row["text"], row["support"] == 1, "learn") for row in rows if row["source"] != source]
        told = fit([*learned, *others])
        left = [row for row in rows if row["source"] == source]
        _line(source, read(told, left), sum(row["support"] for row in left))
    without = fit(others)
    _line("all of learn", read(without, rows), sum(row["support"] for row in rows))


def read(told: dict[str, Any], rows: list[dict[str, Any]]) -> Figures:
    """Figures of a model that is not the shipped one."""
    model = Model(told["intercept"], told["words"], told["patterns"])
    found = [relevance.probabilities([row["text"]], model)[0] >= CUT for row in rows]
    return binary([row["support"] == 1 for row in rows], found)


def _line(name: str, figures: Figures, support: int) -> None:
    print(f"{name:<16}{figures.n:>6}{support:>9}{figures.precision:>7.3f}{figures.recall:>8.3f}{figures.f1:>7.3f}")


if __name__ == "__main__":
    main()
