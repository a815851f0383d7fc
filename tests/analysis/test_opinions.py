"""From mentions to opinions by hand: one a row, averaged once."""

from __future__ import annotations

import pytest

from analysis.model import Basis, Doing, Mention, Opinion, Reading, Review
from analysis.opinions import opinions

REVIEW = Review("shop", "1", "", "acme")


def mention(number: int, polarity: float, doing: Doing, *aspects: str, channels: tuple[str, ...] = ()) -> Mention:
    return Mention(REVIEW.key, number, "", aspects, channels, doing, polarity, 1.0, polarity / 2)


def found(*mentions: Mention) -> dict[tuple[Basis, str], Opinion]:
    made = opinions(Reading(REVIEW, "hand", mentions))
    assert all(opinion.review == REVIEW.key for opinion in made)
    return {(opinion.basis, opinion.aspect): opinion for opinion in made}


def test_mentions_of_one_review_are_averaged_once_a_row() -> None:
    told = found(
        mention(0, -0.8, "agent", "wait", channels=("phone",)),
        mention(1, 0.2, "unclear", "wait", "attitude", channels=("chat", "phone")),
    )
    rows = {"overall", "wait", "attitude", "channel:phone", "channel:chat"}
    assert set(told) == {(basis, row) for basis in Basis for row in rows}
    wait, attitude = told[Basis.VENDOR, "wait"], told[Basis.VENDOR, "attitude"]
    assert wait.polarity == pytest.approx(-0.3)
    assert (wait.vader, wait.mentions) == (wait.polarity / 2, 2)
    assert (wait.doing, wait.channels) == ("mixed", ("chat", "phone"))
    assert (attitude.polarity, attitude.mentions, attitude.doing) == (0.2, 1, "unclear")


def test_a_review_without_a_mention_has_no_opinion() -> None:
    assert opinions(Reading(REVIEW, "hand")) == ()
