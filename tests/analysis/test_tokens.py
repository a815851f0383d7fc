"""A passage as tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tokens import tokens

_FIRST = ("number", "one")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They COULDN'T help", ["they", "could", "not", "help"]),
        ("I can’t, cant, cannot", ["i", "can", "not", "can", "not", "can", "not"]),
        ("didnt wont ain't", ["did", "not", "will", "not", "is", "not"]),
        ("@BluebirdBank waited 45 mins!!!", ["@user", "waited", "0", "mins", "!!"]),
        ("45mins, 2nd call at 9am", ["0", "0", "call", "at", "0"]),
        ("1 star, 5-stars", ["1star", "5star"]),
        ("10/10, 0 out of 10, 7/10", ["5star", "0star", "4star"]),
        ("12/10/2023 at 5:10", ["0", "0", "0", "at", "0", "0"]),
        ("see https://bluebird.example/x?y=1 or www.bluebird.example", ["see", "or"]),
        ("ORG12 and XXXX", ["org", "and", "org"]),
        ("#fail 👎👎", ["fail", "👎", "👎"]),
        ("#worstcustomerserviceever #bluebirdsucks", ["worst", "customer", "service", "ever", "bluebird", "sucks"]),
        ("I've... they're the agent's", ["i", "'ve", "..", "they", "'re", "the", "agent", "'s"]),
        (" \n ", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.text())
def test_tokens_are_lower_case_and_never_empty(text: str) -> None:
    for token in tokens(text):
        assert token
        assert not any(character.isspace() for character in token)
        assert token == token.lower()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Goooood aaand looong appp, sooo eeeasy", "good and long app so easy"),
        ("freindly recomend excelent uselss confortable", "friendly recommend excellent useless comfortable"),
        ("services experienced incredibly peasant reader", "services experienced incredibly peasant reader"),
    ],
)
def test_what_haste_does_to_words_that_carry_a_verdict_is_mended(typed: str, meant: str) -> None:
    assert tokens(typed.replace(",", "")) == meant.split()


def test_a_word_of_many_runs_or_of_great_length_is_left_alone() -> None:
    assert tokens("aaabbb" * 50) == ["aabb" * 50]
    assert tokens("a" * 100_000) == ["aa"]
    assert tokens("xy" * 50_000) == ["xy" * 50_000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("⭐⭐⭐⭐⭐", ["5star"]),
        ("⭐️⭐️ meh", ["2star", "meh"]),
        ("★★★★★★★", ["5star"]),
        ("⭐ support", ["⭐", "support"]),
        ("my #1 choice, the no. 1 app, number 1", ["my", *_FIRST, "choice", "the", *_FIRST, "app", *_FIRST]),
        ("#12 and no. 11, no 1 answered", ["0", "and", "no", "0", "no", "0", "answered"]),
    ],
)
def test_drawn_stars_and_first_places_are_heard(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected
