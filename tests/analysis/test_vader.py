"""The project's VADER against the package itself: every number, to the last bit."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import vader

SEED = 20240229
GENERATED = 5_000
# What the scorer's rules are about; every one of them is drawn often.
TURNS = (
    "but", "But", "BUT", "least", "at least", "very least", "the least", "kind of", "KIND OF", "kind",
    "sort of", "just enough", "no", "No", "NO", "not", "NOT", "never", "never so", "never this", "without",
    "without doubt", "without a doubt", "so", "this", "or", "nor", "no good or", "isn't", "WON'T", "didnt",
    "ain't", "very", "VERY", "really", "barely", "kinda", "the shit", "the bomb", "bad ass", "badass",
    "bus stop", "yeah right", "kiss of death", "to die for", "beating heart", "in the red", "on the ball", ":)",
    ":(", ":D", ";-)", "<3", "O.o", "xD", "lol", "LOL", "WTF", "n't", "'t", "doubt", "😀", "😡😡", "great😀", "❤️",
    "👍🏽", "🇫🇷", "İT", "ΑΣ", "ΣΑΣ", "ß", "日本語", "a", "I", "to", "the", "of", "", "  ", "\n", "\t", "\xa0",
    "\u200b", "!", "!!!", "!!!!!!", "?", "??", "???", "?????", "...", ",", "'", '"quoted"', "(good)", "--bad--",
    "42%",
)  # fmt: skip
NEUTRAL = ("agent", "called", "ticket", "they", "was", "line", "Support", "TODAY", "reply", "café")
OPINIONS = ("good", "bad", "great", "GREAT", "awful", "horrible")
ENDS = ("", "", "", ".", ",", "!", "?", "!!", ":", "'", "…")


@cache
def stock() -> Any:
    return SentimentIntensityAnalyzer()


def expected(text: str) -> tuple[float, ...]:
    given_by = stock().polarity_scores(text)
    return (given_by["neg"], given_by["neu"], given_by["pos"], given_by["compound"])


def generate(count: int) -> Iterator[str]:
    draw = random.Random(SEED)
    words = sorted(vader.LEXICON)
    boosters = sorted(vader.BOOSTERS)
    negations = sorted(vader.NEGATIONS)
    for _ in range(count):
        pieces = []
        for _ in range(draw.randint(0, 24)):
            pool = draw.choice((words, words, TURNS, TURNS, NEUTRAL, NEUTRAL, boosters, negations))
            piece = draw.choice(pool)
            piece = draw.choice((piece, piece, piece, piece.upper(), piece.title()))
            pieces.append(piece + draw.choice(ENDS))
        yield draw.choice((" ", " ", " ", "  ", "\n")).join(pieces)


def assert_same(text: str) -> None:
    found = vader.scores(text)
    assert tuple(found) == expected(text), repr(text)
    assert vader.compound(text) == found.compound, repr(text)


@pytest.mark.parametrize("count", [GENERATED, pytest.param(5 * GENERATED, marks=pytest.mark.slow)])
def test_generated_texts_score_as_the_package_scores_them(count: int) -> None:
    for text in generate(count):
        assert_same(text)


@given(
    st.lists(st.sampled_from([*TURNS, "good", "bad", "great", "GREAT", "awful", "horrible"]), max_size=14).map(" ".join)
)
def test_any_order_of_turns_scores_as_the_package_scores_it(text: str) -> None:
    assert_same(text)


@given(st.text(max_size=120))
def test_any_text_at_all_scores_as_the_package_scores_it(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "good great but good bad good good",  # equal valences: the package changes the first equal one
        "great fine good but okay okay fine good great",
        "no no good",
        "The food was no good or great",
        "At least it isn't horrible, the least good of all",
        "never so GOOD, without doubt great, without any doubt bad",
    ],
)
def test_quirks_of_the_package_are_kept(text: str) -> None:
    assert_same(text)


def test_a_text_without_words_has_no_scores() -> None:
    assert vader.scores(" \n ") == vader.Scores(0.0, 0.0, 0.0, 0.0)
    assert vader.compound("") == 0.0


def test_200_kb_of_sentiment_words_around_a_but_are_scored() -> None:
    """The worst text there is: the package's search by value would need hours for it."""
    text = "good bad great but " + "good awful great " * 12_000
    assert vader.compound(text) == 1.0


def _shared_texts(shared: Path) -> Iterator[str]:
    for path in sorted(shared.glob("data/*/*.[ct]sv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t" if path.suffix == ".tsv" else ","):
                yield from (cell for cell in row.values() if isinstance(cell, str) and " " in cell)
    for path in sorted(shared.glob("gold/*.jsonl")):
        yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())


@pytest.mark.slow
@pytest.mark.shared
def test_every_shared_text_scores_as_the_package_scores_it(shared: Path) -> None:
    csv.field_size_limit(10_000_000)  # a narrative may be longer than the default
    count = 0
    for text in _shared_texts(shared):
        assert_same(text[:2000])
        count += 1
    assert count > 100_000
