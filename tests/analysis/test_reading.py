"""The default reader as a whole: what is scored, what is not, and what it makes of stars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model import ASPECTS, CHANNELS, Rating, Review
from analysis.reading import default_reader


def review(body: str, *, title: str = "", language: str | None = "en", rating: Rating | None = None) -> Review:
    return Review(
        "shop", "1", "https://shop.example/1", "shop", title=title, body=body, language=language, rating=rating
    )


def test_reads_title_and_body() -> None:
    (reading,) = default_reader().read([review("The shoes fit well.", title="Customer service hung up on me")])
    assert [mention.passage for mention in reading.mentions] == ["Customer service hung up on me"]
    assert reading.mentions[0].number == 0
    assert reading.unscored == ""


def test_says_nothing_where_nothing_is_said_about_support() -> None:
    (reading,) = default_reader().read([review("The shoes fit well. The price was fair.")])
    assert reading.mentions == ()


@pytest.mark.parametrize(
    ("body", "language", "unscored"),
    [
        ("Le service client ne répond jamais.", "fr", "language: fr"),
        ("Le service client ne répond jamais.", None, "language: unknown"),
        ("Customer service never answers.", "en-GB", ""),
        ("Customer service never answers.", None, ""),
        ("", None, ""),
    ],
)
def test_only_english_is_scored(body: str, language: str | None, unscored: str) -> None:
    (reading,) = default_reader().read([review(body, language=language)])
    assert reading.unscored == unscored
    assert not (unscored and reading.mentions)


@pytest.mark.parametrize(("value", "disagrees"), [(1.0, True), (0.5, False), (0.0, False)])
def test_stars_against_words(value: float, disagrees: bool) -> None:
    (reading,) = default_reader().read(
        [review("The agent on the phone was horribly rude to me.", rating=Rating(value))]
    )
    assert reading.disagrees is disagrees


@given(st.lists(st.text(max_size=200).map(review), max_size=4))
def test_any_text_is_read(reviews: list[Review]) -> None:
    readings = default_reader().read(reviews)
    assert [reading.review for reading in readings] == reviews
    for mention in (mention for reading in readings for mention in reading.mentions):
        assert set(mention.aspects) <= set(ASPECTS)
        assert set(mention.channels) <= set(CHANNELS)
        assert -1 <= mention.polarity <= 1
        assert 0 <= mention.confidence <= 1


def test_reading_is_pure() -> None:
    one, two = (default_reader().read([review("Support never called me back. Rude agent!")]) for _ in range(2))
    assert one == two
