"""Polarity of passages."""

from __future__ import annotations

from importlib.resources import files
from math import atanh

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import sentiment, tone, vader

MOST_BYTES = 2_000_000  # what the models that ship may weigh, together


def polarity(passage: str) -> float:
    return sentiment.score([passage])[0].polarity


@given(st.lists(st.text(max_size=200), max_size=5))
def test_every_passage_gets_a_polarity_in_order(passages: list[str]) -> None:
    found = sentiment.score(passages)
    assert [one.vader for one in found] == [vader.compound(passage) for passage in passages]
    for one in found:
        assert -1 <= one.polarity <= 1
        assert one.confidence == abs(one.polarity)


@pytest.mark.parametrize(
    "passage",
    [
        "They never called me back",
        "Support closed my ticket without answering",
        "Still waiting for a reply after three weeks",
        "Agent kept reading from a script and hung up on me",
        "Thanks for nothing.",
        "Would be nice if somebody picked up the phone",
        "They kindly promised to help, please, and then refused to.",
        "The agent was not very helpful",
        "@BluebirdBank any news on my dispute?",
    ],
)
def test_complaints_that_stock_vader_misses_are_bad(passage: str) -> None:
    assert polarity(passage) < 0


@pytest.mark.parametrize(
    "passage",
    [
        "Agent fixed the problem on the first call",
        "My fraud dispute was resolved within minutes",
        "I cannot fault the service I got from Rosa",
        "No fuss, no waiting, problem sorted.",
        "@BluebirdBank thank you, your agent was brilliant",
    ],
)
def test_praise_that_stock_vader_misses_is_good(passage: str) -> None:
    assert polarity(passage) > 0


@pytest.mark.parametrize("passage", ["Money", "Bluebird Bank", "Application", "nul", "Workneh"])
def test_who_says_nothing_is_hardly_read(passage: str) -> None:
    assert abs(polarity(passage)) < 0.4


@pytest.mark.parametrize("passage", ["ok", "Okay.", "OK"])
def test_what_is_lukewarm_is_not_sure(passage: str) -> None:
    assert 0 < polarity(passage) < 0.65


@pytest.mark.parametrize(
    "passage",
    [
        "5 stars if it opened on my phone",
        "The previous version was better",
        "Other banks are better",
        "It was the best but not anymore",
        "The agent said he had fixed it, but he had not.",
    ],
)
def test_praise_of_something_else_is_blame(passage: str) -> None:
    assert polarity(passage) < 0


def test_of_two_texts_that_say_nothing_more_the_longer_is_read_as_worse() -> None:
    assert tone.shipped().hear("A bank.").logit > tone.shipped().hear("A bank." + " " * 300).logit


def test_an_empty_passage_is_neither() -> None:
    assert sentiment.score(["", " \n"]) == [sentiment.Polarity(0.0, 0.0, 0.0)] * 2


def test_explain_names_the_words_that_moved_it_weightiest_first() -> None:
    moved = sentiment.explain("The rep was rude and hung up on me", most=50)
    words = dict(moved)
    assert words["hung up on me"] < 0
    assert words["rude"] < 0
    assert [abs(weight) for _, weight in moved] == sorted((abs(weight) for _, weight in moved), reverse=True)
    assert sentiment.explain("The rep was rude and hung up on me", most=2) == moved[:2]


@given(st.text(alphabet="abc not!@?.good bad helpful rude hung up", max_size=80))
def test_the_parts_add_up_to_the_polarity(passage: str) -> None:
    model = tone.shipped()
    heard = model.hear(passage).logit
    assert sum(weight for _, weight in model.parts(passage)) == pytest.approx(heard)
    if passage.strip() and abs(heard) < 15:
        assert 2 * atanh(polarity(passage)) == pytest.approx(heard)


def test_the_models_that_ship_are_small_and_name_their_version() -> None:
    learned = [
        file for file in files("analysis").joinpath("data").iterdir()
        if file.name.endswith(".json") and file.name != "rules.json"  # which a person wrote
    ]  # fmt: skip
    assert len(learned) == 4
    assert sum(len(file.read_bytes()) for file in learned) < MOST_BYTES
    assert sentiment.version() == f"polarity-{tone.shipped().version}"
