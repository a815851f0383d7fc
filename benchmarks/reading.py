"""How well reviews are read: `python -m benchmarks.reading` prints a table over every labelled set.

The sets are those of RBP_SHARED, or of `shared` beside the checkout. TextBlob and AFINN come with the extra `bench`.
`--sample` takes every tenth text of the large sets; `--pin` writes the floors of tests/quality, and needs `--lower`
where one would sink.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from analysis.sentiment import score
from benchmarks.figures import Figures, polarity
from benchmarks.floors import SAMPLE_STEP, FloorLowered, pin
from benchmarks.polarity_sets import Labelled, measured
from benchmarks.rivals import Rival, rivals
from benchmarks.shared import shared
from benchmarks.support_sets import measure

_HEAD = f"{'set':<38}{'n':>7}{'prec':>7}{'recall':>8}{'F1':>7}"


def polarity_sets(step: int = 1) -> Iterator[tuple[str, list[Labelled]]]:
    """Every set with good and bad, then the two that aims are about company by company."""
    for name, rows in measured().items():
        yield name, rows[::step]
        groups = sorted({row.group for row in rows}) if name in ("fabsa_support", "airline_tweets") else []
        for group in groups:
            yield f"{name}, {group}", [row for row in rows if row.group == group][::step]


def read_polarity(rows: list[Labelled]) -> Figures:
    told = score([row.text for row in rows])
    return polarity([row.polarity > 0 for row in rows], [tone.polarity for tone in told])


def print_support(folder: Path, step: int) -> None:
    print(f"\nSUPPORT: does it speak of support, whose doing, aspects, channels\n{_HEAD}{'keywords':>10}")
    for name, figures, keywords in measure(folder, step):
        beside = f"{keywords:>10.3f}" if keywords is not None else ""
        print(f"{name:<38}{_common(figures)}{beside}")


def print_polarity(step: int) -> None:
    beside = rivals()
    print("\nPOLARITY: good against bad, macro; ECE is the calibration error, acc90 the accuracy at 90 % coverage")
    print(_HEAD + f"{'ECE':>7}{'acc90':>7}" + "".join(f"{name:>10}" for name in beside))
    for name, rows in polarity_sets(step):
        figures = read_polarity(rows)
        others = "".join(f"{_rival(rival, rows):>10}" for rival in beside.values())
        print(f"{name:<38}{_common(figures)}{figures.ece:>7.3f}{figures.covered:>7.3f}{others}")


def _common(figures: Figures) -> str:
    return f"{figures.n:>7}{figures.precision:>7.3f}{figures.recall:>8.3f}{figures.f1:>7.3f}"


def _rival(rival: Rival | None, rows: list[Labelled]) -> str:
    if rival is None:
        return "no extra"
    return f"{polarity([row.polarity > 0 for row in rows], [rival(row.text) for row in rows]).f1:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", action="store_true", help="every tenth text of the large sets")
    parser.add_argument("--pin", action="store_true", help="write tests/quality/floors.json from what is reached now")
    parser.add_argument("--lower", action="store_true", help="with --pin: let floors sink")
    asked = parser.parse_args()
    folder = shared()
    if asked.pin:
        try:
            print(pin(folder, lower=asked.lower))
        except FloorLowered as error:
            raise SystemExit(str(error)) from error
        return
    step = SAMPLE_STEP if asked.sample else 1
    print_support(folder, step)
    print_polarity(step)


if __name__ == "__main__":
    main()
