"""The nouns and their keys."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import Grain, PartialDate, period
from analysis.keys import digest, slug
from analysis.model import Basis, Engagement, Evidence, Mention, Reading, Review, Tier
from analysis.opinions import opinions

SEEN = Evidence(Tier.LOGO, date(2026, 1, 5), "https://vendor.example/")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-09", date(2024, 2, 9), date(2024, 2, 9)),
    ],
)
def test_partial_date_spans_what_it_may_mean(text: str, first: date, last: date) -> None:
    told = PartialDate.parse(text)
    assert (told.first, told.last, str(told)) == (first, last, text)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-02-30", "2024-2-3", "yesterday"])
def test_partial_date_refuses_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|day|expected"):
        PartialDate.parse(text)


def test_period_is_told_only_where_the_date_is_fine_enough() -> None:
    assert period(PartialDate.parse("2024-05"), Grain.QUARTER) == "2024-Q2"
    assert period(PartialDate.parse("2024-05-31"), Grain.MONTH) == "2024-05"
    assert period(PartialDate.parse("2024"), Grain.YEAR) == "2024"
    assert period(PartialDate.parse("2024"), Grain.MONTH) is None
    assert period(None, Grain.YEAR) is None


@given(st.lists(st.text(), min_size=1, max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_digest_keeps_parts_apart(left: list[str], right: list[str]) -> None:
    assert (digest(*left) == digest(*right)) == (left == right)


def test_slug() -> None:
    assert slug("Bluebird Bank, N.A.") == "bluebird-bank-n-a"
    assert slug("Café Überall") == "cafe-uberall"
    assert slug("株式会社") != ""
    assert slug("  ") == ""


def test_an_edge_dates_reviews_only_with_since_and_evidence() -> None:
    since = PartialDate.parse("2022-03")
    assert Engagement("v", "c", since=since).scope() is None
    assert Engagement("v", "c", evidence=(SEEN,)).scope() is None
    scope = Engagement("v", "c", since=since, until=PartialDate.parse("2023"), evidence=(SEEN,)).scope()
    assert scope is not None
    assert (scope.since, scope.until) == (date(2022, 3, 1), date(2023, 12, 31))


def test_policy_moves_no_row_of_the_vendor_but_availability() -> None:
    review = Review("src", "1", "https://x.example/1", "c")
    mentions = (
        Mention(review.key, 0, "rude", aspects=("attitude",), channels=("phone",), doing="agent", polarity=-0.8),
        Mention(review.key, 1, "no refunds", aspects=("resolution",), doing="policy", polarity=-0.4),
        Mention(review.key, 2, "closed at night", aspects=("availability",), doing="policy", polarity=-0.6),
    )
    made = {(o.basis, o.aspect): o for o in opinions(Reading(review, "t", mentions))}
    assert made[Basis.ALL, "overall"].polarity == pytest.approx(-0.6)
    assert made[Basis.VENDOR, "overall"].polarity == pytest.approx(-0.7)
    assert made[Basis.VENDOR, "overall"].doing == "mixed"
    assert (Basis.VENDOR, "resolution") not in made
    assert made[Basis.VENDOR, "availability"].mentions == 1
    assert made[Basis.VENDOR, "channel:phone"].polarity == pytest.approx(-0.8)
