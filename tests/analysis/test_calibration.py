"""What a workspace learns from its own rated reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import atanh

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import sentiment
from analysis.calibration import Calibration
from analysis.errors import ReadingError, TooLittleData
from analysis.learning import FEWEST_A_SIDE, FEWEST_REVIEWS, learn
from analysis.model import THUMBS, Mention, Rating, Reading, Review
from analysis.reading import SupportReader
from analysis.weak_labels import Example, examples

FINITE = st.floats(min_value=-20, max_value=20, allow_nan=False)


def reading(client: str, number: int, stars: float | None, passages: tuple[str, ...]) -> Reading:
    rating = None if stars is None else Rating((stars - 1) / 4)
    review = Review("schema_org", f"{client}-{number}", "https://reviews.example/1", client, rating=rating)
    mentions = tuple(Mention(review.key, place, passage) for place, passage in enumerate(passages))
    return Reading(review, "test", mentions)


def rated(passages: Mapping[bool, tuple[str, ...]], reviews: int = FEWEST_REVIEWS, clients: int = 4) -> list[Example]:
    """As many reviews as asked for, good and bad by turns, each with one passage, spread over the clients."""
    readings = []
    for number in range(reviews):
        good = number % 2 == 0
        said = passages[good][number // 2 % len(passages[good])]
        readings.append(reading(f"client-{number // 2 % clients}", number, 5 if good else 1, (said,)))
    return list(examples(readings))


def thumbed(one: Reading) -> Reading:
    """The same with a thumb down."""
    return replace(one, review=replace(one.review, rating=Rating(0.0, *THUMBS)))


HOUSE_WORDS = {
    # Words that say nothing to the shipped model and all to the customers of this house.
    True: ("The agent gave me a zibbel", "A zibbel from the call centre", "My rep sent a zibbel at once"),
    False: ("The agent gave me a kromp", "A kromp from the call centre", "My rep sent a kromp at once"),
}


def test_clear_stars_label_the_passages_of_their_review() -> None:
    found = list(
        examples(
            [
                reading("bluebird", 1, 5, ("They rang back.", "So kind.")),
                reading("bluebird", 2, 3, ("They rang back.",)),
                reading("bluebird", 3, None, ("They rang back.",)),
                reading("bluebird", 4, 1, ("No answer.",)),
                reading("bluebird", 5, 1, ()),
                thumbed(reading("bluebird", 6, 1, ("No answer.",))),
            ]
        )
    )
    assert [(one.passage, one.good, one.weight) for one in found] == [
        ("They rang back.", True, 0.5),
        ("So kind.", True, 0.5),
        ("No answer.", False, 1.0),
    ]


def test_words_of_the_house_are_learned_and_judged_on_clients_that_were_held_out() -> None:
    outcome = learn(rated(HOUSE_WORDS), version=3)
    assert outcome.calibration.words["zibbel"] > 0 > outcome.calibration.words["kromp"]
    assert outcome.better
    assert outcome.after.f1 > outcome.before.f1
    assert (outcome.reviews, outcome.clients) == (FEWEST_REVIEWS, 4)
    assert outcome.calibration.version == 3
    assert outcome.calibration.base == sentiment.version()


def test_learning_is_the_same_every_time() -> None:
    assert learn(rated(HOUSE_WORDS), 1) == learn(rated(HOUSE_WORDS), 1)


def test_what_holds_for_one_client_and_not_for_the_next_is_not_better() -> None:
    """At one of two clients the stars mean the opposite of the words: what either teaches is wrong at the other."""
    plain = {True: ("Excellent, kind, helpful support",), False: ("Terrible, rude, useless support",)}
    found = [
        replace(example, good=example.good == (example.client == "client-0")) for example in rated(plain, clients=2)
    ]
    outcome = learn(found, version=1)
    assert outcome.after.f1 < outcome.before.f1
    assert not outcome.better


def test_a_word_weighs_by_the_reviews_that_have_it_however_often_they_repeat_it() -> None:
    """Two long reviews say a word in thirty passages: they are two reviews."""
    plain = {True: ("Excellent, kind, helpful support",), False: ("Terrible, rude, useless support",)}
    long = [reading(client, 999, 5, ("The agent sent a zibbel",) * 15) for client in ("client-0", "client-1")]
    found = learn(rated(plain) + list(examples(long)), version=1).calibration.words
    assert "zibbel" not in found
    assert found["rude"] < 0 < found["kind"]


def test_of_two_clients_no_words_are_learned_as_none_could_be_judged() -> None:
    """A word has to be shared by two clients that teach, while a third one judges."""
    assert not learn(rated(HOUSE_WORDS, clients=2), version=1).calibration.words
    assert learn(rated(HOUSE_WORDS, clients=3), version=1).calibration.words


@pytest.mark.parametrize(
    ("reviews", "clients", "named"),
    [(FEWEST_REVIEWS - 2, 4, str(FEWEST_REVIEWS - 2)), (FEWEST_REVIEWS, 1, "of 1")],
)
def test_too_little_data_is_told_with_numbers_and_cure(reviews: int, clients: int, named: str) -> None:
    with pytest.raises(TooLittleData, match=r"crawl or import more rated reviews") as raised:
        learn(rated(HOUSE_WORDS, reviews, clients), version=1)
    assert named in str(raised.value)
    assert "\n" not in str(raised.value)


def test_one_sided_stars_are_too_little() -> None:
    only_good = [example for example in rated(HOUSE_WORDS, 2 * FEWEST_REVIEWS) if example.good]
    with pytest.raises(TooLittleData, match=f"{FEWEST_A_SIDE} bad"):
        learn(only_good, version=1)


@given(FINITE, FINITE, st.dictionaries(st.text(min_size=1, max_size=5), FINITE, max_size=4))
def test_a_calibration_survives_its_json(scale: float, shift: float, words: dict[str, float]) -> None:
    kept = Calibration(2, "polarity-x", round(scale, 4), round(shift, 4), {w: round(v, 4) for w, v in words.items()})
    assert Calibration.from_json(kept.to_json()) == kept


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version":1,"base":"x","scale":NaN,"shift":0,"words":{}}', "null"])
def test_a_broken_calibration_is_one_clear_line(text: str) -> None:
    with pytest.raises(ReadingError, match="rbp calibrate"):
        Calibration.from_json(text)


def test_a_calibration_moves_polarity_and_version() -> None:
    harsher = Calibration(7, sentiment.version(), scale=2.0, shift=-0.5, words={"zibbel": 3.0})
    passage = "They sent a zibbel"
    plain, moved = sentiment.score([passage])[0], sentiment.score([passage], harsher)[0]
    expected = 2.0 * 2 * atanh(plain.polarity) - 0.5 + 3.0 / 2
    assert 2 * atanh(moved.polarity) == pytest.approx(expected)
    assert moved.vader == plain.vader
    assert sentiment.version(harsher) == f"{sentiment.version()}+7"


def test_a_review_with_a_thumb_is_read_like_one_without_stars() -> None:
    reader = SupportReader(Calibration(7, sentiment.version(), scale=2.0, shift=-0.5, words={}))
    body = "The support agent was very kind and solved my ticket."
    bare = replace(reading("bluebird", 1, None, ()).review, body=body, language="en")
    up, five = replace(bare, rating=Rating(1.0, *THUMBS)), replace(bare, rating=Rating(1.0))
    told = [one.mentions[0].polarity for one in reader.read([bare, up, five])]
    assert told[0] == told[1] != told[2]
