"""Phrases of support talk, found in passages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.lexicon import FILE, Hit, Lexicon, support_lexicon, uncovered
from analysis.tokens import tokens

SMALL = Lexicon(
    """# a comment
SOLVED = solved fixed
AGENT = agent rep

-2 NOT SOLVED; hung up; hung up on me
2 SOLVED .. quickly; helpful; could not be more helpful
-1.5 rude
"""
)


def hits(text: str, lexicon: Lexicon = SMALL) -> list[Hit]:
    return lexicon.hits(tokens(text))


def found(text: str, lexicon: Lexicon = SMALL) -> list[tuple[str, float]]:
    return [(hit.words, hit.weight) for hit in hits(text, lexicon)]


def test_the_longest_phrase_at_a_place_counts_once() -> None:
    assert found("He hung up on me") == [("hung up on me", -2.0)]
    assert found("He hung up") == [("hung up", -2.0)]


def test_a_class_stands_for_its_words() -> None:
    assert found("never fixed") == [("never fixed", -2.0)]


def test_a_gap_is_up_to_three_words_and_stops_at_a_break() -> None:
    assert found("solved it all very quickly") == [("solved it all very quickly", 2.0)]
    assert found("solved it all with me quickly") == []
    assert found("solved! quickly") == []


def test_a_negation_turns_what_follows_round_and_weakens_it() -> None:
    (denied,) = hits("not a very helpful rep")
    assert denied.words == "helpful"
    assert denied.weight == pytest.approx(-1.4)
    (denied,) = hits("never rude")
    assert denied.words == "rude"
    assert denied.weight == pytest.approx(0.6)


def test_a_negation_reaches_three_words_and_not_past_a_but() -> None:
    assert found("not at all what I call helpful") == [("helpful", 2.0)]
    assert found("not cheap but helpful") == [("helpful", 2.0)]


def test_a_phrase_with_its_own_negation_is_not_turned_round() -> None:
    assert found("could not be more helpful") == [("could not be more helpful", 2.0)]


def test_words_of_a_phrase_of_several_words_are_covered_by_it() -> None:
    words = tokens("rude, then solved it quickly")
    assert uncovered(words, SMALL.hits(words)) == ["rude", "then", None, None, None]


def test_neutral_words_are_told_apart() -> None:
    assert Lexicon("NEUTRAL = please fraud\n-1 rude").neutral == {"please", "fraud"}
    assert {"please", "kindly", "help", "support", "fraud", "dispute", "problem", "issue"} <= support_lexicon().neutral


def _phrases() -> Iterator[str]:
    for line in files("analysis").joinpath(FILE).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#") and not line.split()[0].isupper():
            yield from (phrase.strip() for phrase in line.split(maxsplit=1)[1].split(";"))


def test_every_phrase_of_the_shipped_lexicon_can_be_found() -> None:
    """A phrase of plain words finds itself or a longer one: no misspelt class, no word that tokens drop."""
    lexicon = support_lexicon()
    plain = [phrase for phrase in _phrases() if phrase == phrase.lower() and ".." not in phrase]
    assert len(plain) > 1000
    for phrase in plain:
        assert phrase
        assert lexicon.hits(tokens(phrase)), phrase


def test_every_class_in_the_shipped_lexicon_is_declared() -> None:
    text = files("analysis").joinpath(FILE).read_text(encoding="utf-8")
    declared = {line.split()[0] for line in text.splitlines() if line[:1].isupper()} | {"NOT"}
    used = {word for phrase in _phrases() for word in phrase.split() if word.isupper() and len(word) > 1}
    assert used <= declared


@pytest.mark.parametrize(
    ("passage", "sign"),
    [
        ("They never called me back", -1),
        ("Support closed my ticket without answering", -1),
        ("Agent fixed the problem on the first call", 1),
        ("Still waiting for a reply after three weeks", -1),
        ("Agent kept reading from a script and hung up on me", -1),
        ("They would not help", -1),
        ("Nobody ever called me back", -1),
        ("The lady could not have been kinder", 1),
        ("I was passed from pillar to post", -1),
        ("She went out of her way and rang me back within the hour", 1),
        ("I cannot praise them enough", 1),
    ],
)
def test_support_talk_is_known(passage: str, sign: int) -> None:
    assert sum(weight for _, weight in found(passage, support_lexicon())) * sign > 0


@given(st.lists(st.sampled_from(["not", "solved", "quickly", "but", "hung", "up", "on", "me", "helpful", "!"])))
def test_hits_stand_in_order_and_none_over_another(words: list[str]) -> None:
    """Their words, in order, are a subsequence of the passage."""
    rest = iter(words)
    for hit in SMALL.hits(words):
        assert all(word in rest for word in hit.words.split())
