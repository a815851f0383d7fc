"""French and Dutch phrases that tell: the longest speaks, a negation turns, other languages are left alone."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.foreign import LISTS, MOST, bare, leaning


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [
        ("Appli naze", "fr", -1),
        ("aucun bug", "fr", 1),
        ("ne marche plus du tout", "fr", -1),
        ("Très DÉÇUE !!", "fr-BE", -1),
        ("pas mal", "fr", 1),
        ("pas très pratique", "fr", -1),
        ("Rien à redire", "fr", 1),
        ("Pas cher, rapide", "fr", 1),
        ("afrader", "nl", -1),
        ("niet slecht", "nl_NL", 1),
        ("niet echt handig", "nl", -1),
        ("werkt niet meer", "nl", -1),
        ("kan niet meer zonder", "nl", 1),
        ("nooit problemen gehad", "nl", 1),
        ("service nul", None, -1),
        ("geweldig", None, 1),
        ("Wij kregen een brief", "nl", 0),
        ("Hjælpsom og super god service", "da", 0),
        ("", None, 0),
    ],
)
def test_what_tells_is_heard(text: str, language: str | None, sign: int) -> None:
    told = leaning(text, language)
    assert (told > 0) - (told < 0) == sign


def test_a_negation_ends_at_a_comma_and_after_three_words() -> None:
    assert leaning("jamais vu ça, super", "fr") > 0
    assert leaning("niet omdat ik dat wou goed", "nl") > 0


def test_of_a_long_text_a_phrase_says_less() -> None:
    assert leaning("nul", "fr") < leaning("nul " + "je suis venu lundi " * 30, "fr") < 0


@pytest.mark.parametrize("code", LISTS)
def test_each_phrase_stands_once_and_is_written_as_texts_are_compared(code: str) -> None:
    lines = files("analysis").joinpath(LISTS[code]).read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if not line.startswith("#")]
    phrases = [line[2:] for line in entries]
    assert len(set(phrases)) == len(phrases)
    assert {line[:2] for line in entries} == {"+ ", "- ", "0 ", "! "}
    assert [phrase for phrase in phrases if bare(phrase) != phrase or "*" in phrase[:-1]] == []


@given(st.text(max_size=300), st.sampled_from(["fr", "nl", "de", None]))
def test_any_text_leans_within_bounds(text: str, language: str | None) -> None:
    assert -MOST <= leaning(text, language) <= MOST
