"""Polarity of passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis import sentiment, vader


@given(st.lists(st.text(max_size=200), max_size=5))
def test_every_passage_gets_a_polarity_in_order(passages: list[str]) -> None:
    found = sentiment.score(passages)
    assert [polarity.vader for polarity in found] == [vader.compound(passage) for passage in passages]
    for polarity in found:
        assert -1 <= polarity.polarity <= 1
        assert polarity.confidence == abs(polarity.polarity)


def test_explain_names_the_words_that_moved_it() -> None:
    words = dict(sentiment.explain("The agent was kind but the app is awful."))
    assert words["kind"] > 0 > words["awful"]
    assert len(sentiment.explain("good bad great awful kind rude nice nasty", most=3)) == 3
