"""Candidates side by side: told apart only where the numbers allow it, and never ranked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analysis.comparison import Shared, relate
from analysis.coverage import Version
from analysis.dates import PartialDate
from analysis.model import (
    OVERALL,
    Vendor,
)
from analysis.statistics import SINGLE, Estimate
from cli.gathering import gather_comparison
from store.base import Store
from tests.briefs.quill import QUILL
from tests.briefs.world import TODAY, dossier


def test_candidates_are_told_apart_only_where_intervals_do_not_meet() -> None:
    low, high, wide = Estimate(9, -0.5, -0.6, -0.4), Estimate(9, 0.5, 0.4, 0.6), Estimate(9, 0.0, -0.5, 0.45)
    assert (relate(high, low), relate(low, high)) == ("higher", "lower")
    assert (relate(low, wide), relate(wide, high)) == ("overlap", "overlap")
    assert relate(Estimate(9, -0.3, -0.4, -0.2), low) == "overlap"  # they touch
    assert relate(low, Estimate(1, 0.9, note=SINGLE)) == "unknown"


@pytest.mark.parametrize("since", [None, date(2026, 1, 1)])
def test_a_comparison_of_some_days_counts_those_alone(by_hand: Store, since: date | None) -> None:
    other = replace(QUILL, vendor=Vendor("other", "Other"))
    found = gather_comparison(by_hand, [QUILL, other], TODAY, since)
    card = found.candidates[0].scorecard
    inside = card.coverage.undated + card.coverage.outside + card.coverage.other_language + card.coverage.in_scope
    assert inside == card.coverage.stored
    assert card.overall.figure.mean.n == (1 if since else 3)
    assert any("the days asked for" in gap.words for gap in found.candidates[0].gaps) == bool(since)
    assert {shared.client for shared in found.shared} == ({"Bolt"} if since else {"Acme", "Bolt"})


def test_a_comparison_ranks_nobody_and_names_shared_clients(demo_store: Store) -> None:
    names = ["tallow-reed", "harbour-care", "lantern-desk"]
    found = gather_comparison(demo_store, [dossier(name) for name in names], TODAY)
    assert [each.scorecard.vendor.id for each in found.candidates] == names
    assert len(found.pairs_on(OVERALL)) == 3
    assert found.shared == (Shared("Bluebird Bank", ("Tallow Reed", "Harbour Care"), both=False, reviews=0),)
    assert found.status == "provisional"


def test_a_client_that_two_candidates_have_at_once_is_told(by_hand: Store) -> None:
    other = replace(QUILL, vendor=Vendor("other", "Other"))
    found = gather_comparison(by_hand, [QUILL, other], TODAY)
    assert found.shared == (
        Shared("Acme", ("Quill", "Other"), both=True, reviews=2),
        Shared("Bolt", ("Quill", "Other"), both=True, reviews=1),
    )


def test_a_client_counts_as_shared_only_where_it_counts_for_both_whoever_is_named_first(by_hand: Store) -> None:
    """Acme's customers wrote nothing in German."""
    acme, *_ = QUILL.engagements
    other = replace(QUILL, vendor=Vendor("other", "Other"), engagements=(replace(acme, languages=("de",)),))
    for pair in ((QUILL, other), (other, QUILL)):
        assert gather_comparison(by_hand, pair, TODAY).shared == ()


def test_reviews_that_count_for_two_candidates_are_read_once(by_hand: Store) -> None:
    other = replace(QUILL, vendor=Vendor("other", "Other"))
    left, right = gather_comparison(by_hand, [QUILL, other], TODAY).candidates
    assert left.scorecard.versions == right.scorecard.versions == (Version("hand", 6),)
    assert gather_comparison(by_hand, [QUILL, other], TODAY).versions == (Version("hand", 6),)


@pytest.mark.parametrize(
    ("until", "since", "channels", "reviews"),
    [
        ("2025-02-10", "2025-02-10", (), 1),  # the day of a2
        ("2025-02-09", "2025-02-10", (), 0),
        ("2025-12", "2025", ("phone",), 2),
        ("2025-12", "2025", ("chat",), 1),  # a1 names the phone, a2 nothing
    ],
)
def test_reviews_count_for_both_where_they_lie_within_both_engagements(
    by_hand: Store, until: str, since: str, channels: tuple[str, ...], reviews: int
) -> None:
    acme, *_ = QUILL.engagements
    first = replace(QUILL, engagements=(replace(acme, until=PartialDate.parse(until)),))
    then = replace(acme, vendor="other", since=PartialDate.parse(since), channels=channels)
    other = replace(QUILL, vendor=Vendor("other", "Other"), engagements=(then,))
    shared = Shared("Acme", ("Quill", "Other"), reviews > 0, reviews)
    assert gather_comparison(by_hand, [first, other], TODAY).shared == (shared,)
