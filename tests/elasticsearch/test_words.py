"""Words as both stores know them, and the stretch of text around those that were found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.elastic.words import CLOSE, OPEN, as_words, phrases, snippet


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bad.They left", "bad they left"),
        ("I don't", "i don t"),
        ("Zoë ZOE", "zoë zoe"),
        ("e-mail at 9:45", "e mail at 9 45"),
        ("a_b\x00c", "a b c"),
        ("Straße İstanbul 東京!", "straße İstanbul 東京"),
    ],
)
def test_words_are_runs_of_letters_and_digits_with_their_accents(text: str, words: str) -> None:
    assert as_words(text).split() == words.split()


@given(st.text())
def test_a_place_in_the_words_is_a_place_in_the_text(text: str) -> None:
    assert len(as_words(text)) == len(text)


def test_any_text_is_a_query() -> None:
    assert phrases("\"don't\" AND (hold* ... don't") == ["don t", "and", "hold"]
    assert phrases(" !!! ") == []


@given(st.text(), st.text(min_size=1))
def test_a_snippet_marks_in_pairs_and_invents_nothing(before: str, word: str) -> None:
    text = f"{before} {word} and more"
    marked = as_words(text).replace(" and ", f" {OPEN}and{CLOSE} ", 1)
    made = snippet(text, marked)
    assert made.count(OPEN) == made.count(CLOSE) == 1
    plain = made.replace(OPEN, "").replace(CLOSE, "").strip("…")
    assert plain in text.replace(OPEN, " ").replace(CLOSE, " ")


def test_a_long_text_is_cut_around_the_first_found_word() -> None:
    words = [f"w{n}" for n in range(100)]
    text = " ".join(words)
    made = snippet(text, text.replace("w50", f"{OPEN}w50{CLOSE}"))
    assert made.startswith("…w44 ")
    assert made.endswith(" w67…")
    assert f"{OPEN}w50{CLOSE}" in made
