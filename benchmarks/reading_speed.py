"""How fast reviews are read, beside stock VADER on the same texts: `python -m benchmarks.reading_speed`.

All in one process and one run, so that only ratios matter. Texts are reviews of about 85 words from the labelled
sets; where those are not, passages written for this project, put together to that length.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import vader
from analysis.model import Review
from analysis.passages import split
from analysis.reading import default_reader
from analysis.sentiment import score
from analysis.support import judge
from benchmarks.polarity_sets import measured
from benchmarks.training.corpus import written

WORDS = 85
_SPREAD = 25  # words more or less
_TEXTS = 400
_ROUNDS = 5
_LONG = (2_000, 20_000, 200_000)  # characters


def texts() -> list[str]:
    try:
        rows = [row.text for rows in measured().values() for row in rows]
    except OSError:
        rows = _joined()
    fitting = [text for text in rows if abs(len(text.split()) - WORDS) <= _SPREAD]
    return fitting[:: max(1, len(fitting) // _TEXTS)][:_TEXTS]


def _joined() -> list[str]:
    made, piece = [], ""
    for example in written():
        piece += f"{example.text}. "
        if len(piece.split()) >= WORDS:
            made.append(piece)
            piece = ""
    return made


def best(run: Callable[[], object]) -> float:
    """Seconds of processor time of the fastest of a few runs: others share the machine."""
    times = []
    for _ in range(_ROUNDS):
        start = process_time()
        run()
        times.append(process_time() - start)
    return min(times)


def steps(read: list[str]) -> dict[str, Callable[[], object]]:
    stock, reader = SentimentIntensityAnalyzer(), default_reader()
    reviews = [Review("speed", str(n), "", "c", body=text, language="en") for n, text in enumerate(read)]
    passages = [split(text) for text in read]
    return {
        "stock polarity_scores": lambda: [stock.polarity_scores(text) for text in read],
        "VADER part (compound)": lambda: [vader.compound(text) for text in read],
        "passages": lambda: [split(text) for text in read],
        "support, aspects, doing": lambda: [judge(found) for found in passages],
        "polarity of every passage": lambda: score([passage for found in passages for passage in found]),
        "whole default reading": lambda: reader.read(reviews),
    }


def main() -> None:
    read = texts()
    words = sum(len(text.split()) for text in read) / len(read)
    print(f"{len(read)} reviews of {words:.0f} words on average\n{'step':<28}{'reviews/s':>10}{'of stock':>10}")
    timed = {name: best(run) for name, run in steps(read).items()}
    base = timed["stock polarity_scores"]
    for name, seconds in timed.items():
        print(f"{name:<28}{len(read) / seconds:>10,.0f}{base / seconds:>9.2f}x")
    print(f"\n{'one text of':<28}{'ms':>10}{'ns/char':>10}")
    reader = default_reader()
    for size in _LONG:
        text = " ".join(read)[:size]
        review = Review("speed", "long", "", "c", body=text, language="en")
        seconds = best(lambda review=review: reader.read([review]))  # type: ignore[misc]
        print(f"{len(text):<28,}{1000 * seconds:>10.1f}{1e9 * seconds / len(text):>10.0f}")


if __name__ == "__main__":
    main()
