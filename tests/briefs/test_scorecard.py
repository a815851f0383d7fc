"""A scorecard by hand: where each review went, what counts, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.coverage import Coverage
from analysis.dates import PartialDate
from analysis.model import (
    Dossier,
    Engagement,
)
from analysis.statistics import SINGLE, Estimate
from cli.gathering import gather_scorecard
from store.base import Store
from tests.briefs.quill import ACME, QUILL


def test_every_review_goes_to_one_place(by_hand: Store) -> None:
    card = gather_scorecard(by_hand, QUILL)
    acme, bolt, crow = (client.coverage for client in card.clients)
    assert acme == Coverage(
        stored=9, undated=1, outside=1, other_language=1, in_scope=6, unscored=1, silent=1, policy_only=1,
        other_channel=1, counted=2, disagreeing=1,
    )  # fmt: skip
    assert bolt == Coverage(stored=1, in_scope=1, counted=1)
    assert crow == Coverage(stored=1, outside=1)
    assert [(each.reason, each.reviews) for each in card.unscored] == [("language: unknown", 1)]


def test_scores_by_hand(by_hand: Store) -> None:
    """Acme: reviews at -0.6 (mean of -0.8 and -0.4) and 0.2, mean -0.2. Bolt: 0.4. Quill: their mean, 0.1."""
    card = gather_scorecard(by_hand, QUILL)
    acme, bolt, crow = (client.overall.figure for client in card.clients)
    assert acme.mean.value == pytest.approx(-0.2)
    assert (acme.mean.n, acme.mentions, acme.negative.value) == (2, 3, 0.5)
    assert acme.vader == pytest.approx(-0.1)
    assert (bolt.mean.value, bolt.mean.note) == (0.4, SINGLE)
    assert crow.mean == Estimate(0, None, note="no review")
    assert card.overall.figure.mean.value == pytest.approx(0.1)
    assert (card.overall.figure.mean.n, card.overall.figure.clients) == (3, 2)
    assert card.overall.figure.mean.low is not None  # Bolt's one review is given the widest spread


def test_whose_doing_is_shown_apart(by_hand: Store) -> None:
    card = gather_scorecard(by_hand, QUILL)
    acme = card.clients[0].overall
    assert [(part.doing, part.mean.n) for part in acme.apart] == [("unclear", 1), ("mixed", 1)]
    assert [part.mean.value for part in acme.apart] == pytest.approx([0.2, -0.6])
    assert sum(part.mean.n for part in acme.apart) == acme.figure.mean.n
    assert acme.part("agent").n == 0


def test_stars_stay_apart(by_hand: Store) -> None:
    """0, 0.25 and 1 of those in scope: mean 5/12 of the scale, whatever the reviews say about support."""
    acme = gather_scorecard(by_hand, QUILL).clients[0]
    assert acme.stars.n == 3
    assert acme.stars.value == pytest.approx(1.25 / 3)


def test_a_vendor_without_a_dated_engagement_is_not_given_everybodys_reviews(by_hand: Store, tmp_path: Path) -> None:
    bare = Dossier(QUILL.vendor, (ACME,), (Engagement("quill", "acme", PartialDate.parse("2020")),))
    card = gather_scorecard(by_hand, bare)
    assert card.overall.figure.mean.n == 0
    assert card.coverage.stored == 9
