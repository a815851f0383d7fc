"""How well the extra `[deep]` reads: `python -m benchmarks.deep [--sample]` prints a table over every labelled set.

English beside the reading without it, other languages beside stock VADER, each text as `rbp read --deep` reads it,
its language found and not told. `own` are lists written for this project. Ten to thirty minutes, nearly all of them
for the embeddings; `--sample` takes a fifth.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from analysis import vader
from analysis.language import detect
from analysis.reading import why_unscored
from analysis.sentiment import score, score_deeply
from benchmarks.figures import Figures, polarity
from benchmarks.polarity_sets import Labelled, foreign, measured

MOST = 1500  # texts of an English set, evenly spread: more says little more and takes long
SAMPLE_STEP = 5
BATCH = 64


def read(texts: Sequence[str]) -> list[float]:
    """Polarity of each text as a whole, -1..1, in order."""
    languages = [detect(text)[0] for text in texts]
    found = [0.0] * len(texts)
    for english in (True, False):
        these = [n for n, text in enumerate(texts) if bool(why_unscored(languages[n], text)) is not english]
        for start in range(0, len(these), BATCH):
            batch = these[start : start + BATCH]
            tones = score_deeply([texts[n] for n in batch], [languages[n] for n in batch], english)
            for n, tone in zip(batch, tones, strict=True):
                found[n] = tone.polarity
    return found


def plain(texts: Sequence[str]) -> list[float]:
    return [tone.polarity for tone in score(texts)]


def stock(texts: Sequence[str]) -> list[float]:
    return [vader.compound(text) for text in texts]


def figures(rows: list[Labelled], reader: Callable[[Sequence[str]], list[float]]) -> Figures:
    return polarity([row.polarity > 0 for row in rows], reader([row.text for row in rows]))


def thinned(rows: list[Labelled]) -> list[Labelled]:
    count = min(len(rows), MOST)
    return [rows[number * len(rows) // count] for number in range(count)]


def show(
    title: str, sets: dict[str, list[Labelled]], beside: Callable[[Sequence[str]], list[float]], step: int
) -> None:
    print(f"\n{title}\n{'set':<24}{'n':>6}{'good':>7}{'F1':>7}{'ECE':>7}{'acc90':>7}{'beside':>8}")
    for name, rows in sets.items():
        taken = rows[::step]
        found, other = figures(taken, read), figures(taken, beside)
        good = sum(row.polarity > 0 for row in taken) / len(taken)
        print(
            f"{name:<24}{found.n:>6}{good:>7.2f}{found.f1:>7.3f}{found.ece:>7.3f}{found.covered:>7.3f}{other.f1:>8.3f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", action="store_true", help="every fifth text")
    step = SAMPLE_STEP if parser.parse_args().sample else 1
    english = {name: thinned(rows) for name, rows in measured().items()}
    show("OTHER LANGUAGES: good against bad, macro F1 of [deep]; beside it stock VADER", foreign(), stock, step)
    show("ENGLISH: good against bad, macro F1 with [deep]; beside it the reading without", english, plain, step)


if __name__ == "__main__":
    main()
