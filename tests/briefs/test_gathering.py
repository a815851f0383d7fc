"""Numbers worked out by hand, from a real store: where each review went, what counts, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import fsum
from pathlib import Path

import pytest

from analysis.brief import Brief
from analysis.comparison import Shared, relate
from analysis.coverage import Coverage
from analysis.dates import Grain, PartialDate
from analysis.model import (
    OVERALL,
    Client,
    Doing,
    Dossier,
    Engagement,
    Evidence,
    Mention,
    Rating,
    Reading,
    Review,
    Target,
    Tier,
    Vendor,
)
from analysis.statistics import SINGLE, Estimate
from analysis.tally import Tally
from analysis.trend import change
from cli.gathering import gather_brief, gather_comparison, gather_scorecard, gather_trend
from store import open as open_store
from store.base import Store
from tests.briefs.world import TODAY, dossier, keep

SEEN = Evidence(Tier.CASE_STUDY, date(2026, 1, 2), "https://quill.example/cases/acme")
TOLD = Evidence(Tier.STATED, date(2026, 1, 2), note="told on the phone")
ACME, BOLT, CROW = (Client(name.lower(), name) for name in ("Acme", "Bolt", "Crow"))
QUILL = Dossier(
    Vendor("quill", "Quill"),
    (ACME, BOLT, CROW),
    (
        Engagement(
            "quill", "acme", PartialDate.parse("2025"), channels=("phone",), languages=("en",), evidence=(SEEN,)
        ),
        Engagement("quill", "bolt", PartialDate.parse("2024"), evidence=(TOLD,)),
        Engagement("quill", "crow", None, evidence=(SEEN,)),
    ),
    (Target.of("shop", "acme", {"url": "https://acme.example/"}), Target.of("shop", "crow", {"url": "https://c.example/"})),
)  # fmt: skip


def reading(
    client: str,
    ref: str,
    published: str | None,
    *said: tuple[float, Doing, tuple[str, ...]],
    language: str = "en",
    unscored: str = "",
    stars: float | None = None,
    disagrees: bool = False,
) -> Reading:
    """A review with one mention for each (polarity, doing, channels); the first speaks of waiting."""
    told = PartialDate.parse(published) if published else None
    rating = None if stars is None else Rating(stars)
    review = Review("shop", ref, f"https://{client}.example/{ref}", client, told, body=ref, rating=rating,
                    language=language, language_confidence=0.9)  # fmt: skip
    mentions = tuple(
        Mention(review.key, place, f"{ref} {place}", ("wait",) if not place else (), channels, doing, polarity,
                abs(polarity), polarity / 2)
        for place, (polarity, doing, channels) in enumerate(said)
    )  # fmt: skip
    return Reading(review, "hand", mentions, unscored, disagrees)


ACME_READINGS = (
    reading("acme", "a1", "2025-01-10", (-0.8, "agent", ("phone",)), (-0.4, "unclear", ()), stars=0.0),
    reading("acme", "a2", "2025-02-10", (0.2, "unclear", ()), stars=0.25, disagrees=True),
    reading("acme", "a3", "2025-02-11", (0.6, "agent", ("chat",))),  # a channel that the edge does not cover
    reading("acme", "a4", "2025-02-12", (-0.9, "policy", ("phone",))),  # the client's policy only
    reading("acme", "a5", "2025-02-13", stars=1.0),  # no word about support
    reading("acme", "a6", "2025-02-14", unscored="language: unknown"),
    reading("acme", "a7", "2025-02-15", language="fr", unscored="language: fr"),  # not the edge's language
    reading("acme", "a8", "2024-12-31", (0.9, "agent", ())),  # the day before the edge
    reading("acme", "a9", None, (0.9, "agent", ())),
)
BOLT_READINGS = (reading("bolt", "b1", "2026-07-01", (0.4, "agent", ()), stars=0.75),)
CROW_READINGS = (reading("crow", "c1", "2026-07-01", (0.4, "agent", ())),)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(f"sqlite:{tmp_path_factory.mktemp('hand') / 'rbp.db'}") as opened:
        keep(opened, QUILL.targets[0], ACME_READINGS, verdict="partial: 9 of 12")
        keep(opened, Target.of("import", "bolt", {"file": "b.csv"}), BOLT_READINGS)
        keep(opened, QUILL.targets[1], CROW_READINGS, replay="c.example=127.0.0.1:8001")
        yield opened


def test_every_review_goes_to_one_place(store: Store) -> None:
    card = gather_scorecard(store, QUILL)
    acme, bolt, crow = (client.coverage for client in card.clients)
    assert acme == Coverage(
        stored=9, undated=1, outside=1, other_language=1, in_scope=6, unscored=1, silent=1, policy_only=1,
        other_channel=1, counted=2, disagreeing=1,
    )  # fmt: skip
    assert bolt == Coverage(stored=1, in_scope=1, counted=1)
    assert crow == Coverage(stored=1, outside=1)
    assert [(each.reason, each.reviews) for each in card.unscored] == [("language: unknown", 1)]


def test_scores_by_hand(store: Store) -> None:
    """Acme: reviews at -0.6 (mean of -0.8 and -0.4) and 0.2, mean -0.2. Bolt: 0.4. Quill: their mean, 0.1."""
    card = gather_scorecard(store, QUILL)
    acme, bolt, crow = (client.overall.figure for client in card.clients)
    assert acme.mean.value == pytest.approx(-0.2)
    assert (acme.mean.n, acme.mentions, acme.negative.value) == (2, 3, 0.5)
    assert acme.vader == pytest.approx(-0.1)
    assert (bolt.mean.value, bolt.mean.note) == (0.4, SINGLE)
    assert crow.mean == Estimate(0, None, note="no review")
    assert card.overall.figure.mean.value == pytest.approx(0.1)
    assert (card.overall.figure.mean.n, card.overall.figure.clients) == (3, 2)
    assert card.overall.figure.mean.low is not None  # Bolt borrows Acme's spread


def test_whose_doing_is_shown_apart(store: Store) -> None:
    card = gather_scorecard(store, QUILL)
    acme = card.clients[0].overall
    assert [(part.doing, part.mean.n) for part in acme.apart] == [("unclear", 1), ("mixed", 1)]
    assert [part.mean.value for part in acme.apart] == pytest.approx([0.2, -0.6])
    assert sum(part.mean.n for part in acme.apart) == acme.figure.mean.n
    assert acme.part("agent").n == 0


def test_stars_stay_apart(store: Store) -> None:
    """0, 0.25 and 1 of those in scope: mean 5/12 of the scale, whatever the reviews say about support."""
    acme = gather_scorecard(store, QUILL).clients[0]
    assert acme.stars.n == 3
    assert acme.stars.value == pytest.approx(1.25 / 3)


def test_a_trend_keeps_its_gaps_and_marks_the_period_that_runs(store: Store) -> None:
    trend = gather_trend(store, QUILL, date(2026, 7, 14), grain=Grain.QUARTER)
    assert [period.name for period in trend.periods] == [
        "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]  # fmt: skip
    assert [period.figure.mean.n for period in trend.periods] == [2, 0, 0, 0, 0, 0, 1]
    assert [period.so_far for period in trend.periods] == [False] * 6 + [True]
    assert trend.total.figure.mean.value == pytest.approx((-0.6 + 0.2 + 0.4) / 3)
    assert (trend.total.figure.clients, trend.stated) == (2, ("Bolt",))
    assert trend.periods[0].unscored == 1
    assert trend.change is None  # nothing whole to hold 2025 against


def test_a_trend_may_be_of_one_client_one_row_and_some_months(store: Store) -> None:
    since, until = date(2025, 1, 1), date(2025, 1, 31)
    trend = gather_trend(store, QUILL, TODAY, grain=Grain.MONTH, client=ACME, aspect="wait", since=since, until=until)
    assert [(p.name, p.figure.mean.n, p.figure.mean.value) for p in trend.periods] == [("2025-01", 1, -0.8)]
    assert trend.coverage.counted == 1
    assert gather_trend(store, QUILL, TODAY, client=CROW).periods == ()


def test_a_change_is_over_the_clients_that_were_there_in_both_years() -> None:
    """Acme stays at 0.1 and 0.3; Bolt, at 0.9, is there in the first year only."""
    tallies = [
        Tally(("acme", "2024", "agent"), 2, 2, 0.4, 0.10, 0, 2),
        Tally(("acme", "2025", "agent"), 2, 2, 0.4, 0.10, 0, 2),
        Tally(("bolt", "2024", "agent"), 1, 1, 0.9, 0.81, 0, 1),
    ]
    found = change(tallies, ["2024", "2025"], 1)
    assert found is not None
    assert (found.clients, found.earlier, found.later) == (("acme",), ("2024", "2024"), ("2025", "2025"))
    assert found.difference.n == 4
    assert found.difference.value == pytest.approx(0.0)
    assert change(tallies[1:], ["2024", "2025"], 1) is None
    assert change(tallies, ["2025"], 1) is None


def test_gaps_are_told(store: Store) -> None:
    brief = gather_brief(store, QUILL, TODAY)
    words = {gap.kind: gap.words for gap in brief.gaps}
    assert words["engagement"] == "Crow: start not known: no review can be dated into it, not scored."
    assert words["stated"] == "Bolt: that it is a client is stated by the user, without a source."
    assert words["target"] == "Acme, shop (https://acme.example/): partial: 9 of 12."
    assert words["undated"] == "1 review without a date, so that it cannot be placed within an engagement."
    assert brief.replays == ("c.example=127.0.0.1:8001",)
    assert "moved" not in words


def test_the_keys_of_a_claim_are_the_reviews_that_its_tally_counted(
    harbour: Brief, lantern: Brief, tallow: Brief
) -> None:
    for brief in (harbour, lantern, tallow):
        for claim in brief.claims:
            wanted = claim.estimate.n
            if claim.query.side:
                assert claim.estimate.value is not None
                wanted = round(claim.estimate.value * claim.estimate.n)
            assert len(set(claim.reviews)) == len(claim.reviews) == wanted, claim.id


def test_every_part_of_the_coverage_adds_up(harbour: Brief, lantern: Brief, tallow: Brief) -> None:
    for brief in (harbour, lantern, tallow):
        covers = [brief.scorecard.coverage, *(client.coverage for client in brief.scorecard.clients)]
        for c in covers:
            assert c.stored == c.undated + c.outside + c.other_language + c.in_scope
            assert c.in_scope == c.unscored + c.silent + c.policy_only + c.other_channel + c.counted
        assert covers[0].counted == brief.scorecard.overall.figure.mean.n > 0
        assert sum(origin.reviews for origin in brief.scorecard.origins) == covers[0].in_scope


def test_quotations_are_short_and_theirs(harbour: Brief) -> None:
    sides = ((1, harbour.praise), (-1, harbour.complaints))
    quotes = [(side, quote) for side, themes in sides for theme in themes for quote in theme.quotes]
    keys = set(harbour.claims[0].reviews)
    assert len(quotes) > 6
    for side, quote in quotes:
        assert len(quote.text) <= 240
        assert quote.polarity * side > 0.05
        assert quote.review in keys
        assert quote.url.startswith("https://")
        assert date.fromisoformat(quote.published)


def test_candidates_are_told_apart_only_where_intervals_do_not_meet(store: Store) -> None:
    low, high, wide = Estimate(9, -0.5, -0.6, -0.4), Estimate(9, 0.5, 0.4, 0.6), Estimate(9, 0.0, -0.5, 0.45)
    assert (relate(high, low), relate(low, high)) == ("higher", "lower")
    assert (relate(low, wide), relate(wide, high)) == ("overlap", "overlap")
    assert relate(low, Estimate(1, 0.9, note=SINGLE)) == "unknown"


def test_a_comparison_ranks_nobody_and_names_shared_clients(demo_store: Store) -> None:
    names = ["tallow-reed", "harbour-care", "lantern-desk"]
    found = gather_comparison(demo_store, [dossier(name) for name in names], TODAY)
    assert [each.scorecard.vendor.id for each in found.candidates] == names
    assert len(found.pairs_on(OVERALL)) == 3
    assert found.shared == (Shared("Bluebird Bank", ("Tallow Reed", "Harbour Care"), both=False),)
    assert found.status == "provisional"


def test_a_client_that_two_candidates_have_at_once_is_told(store: Store) -> None:
    other = replace(QUILL, vendor=Vendor("other", "Other"))
    found = gather_comparison(store, [QUILL, other], TODAY)
    assert found.shared == (
        Shared("Acme", ("Quill", "Other"), both=True),
        Shared("Bolt", ("Quill", "Other"), both=True),
    )


def test_a_store_without_anything_still_gives_an_honest_brief(empty: Brief) -> None:
    assert empty.answer[0].text.startswith("Nothing can be said about Lantern Desk yet")
    assert empty.answer[0].estimate.n == 0
    assert {"client", "target", "engagement"} <= {gap.kind for gap in empty.gaps}
    assert (empty.praise, empty.complaints, empty.trend.periods) == ((), (), ())


def test_a_vendor_without_a_dated_engagement_is_not_given_everybodys_reviews(store: Store, tmp_path: Path) -> None:
    bare = Dossier(QUILL.vendor, (ACME,), (Engagement("quill", "acme", PartialDate.parse("2020")),))
    card = gather_scorecard(store, bare)
    assert card.overall.figure.mean.n == 0
    assert card.coverage.stored == 9


@pytest.mark.parametrize("vendor", ["harbour-care", "lantern-desk", "tallow-reed"])
def test_the_score_is_what_a_plain_loop_over_all_readings_gives(demo_store: Store, vendor: str) -> None:
    """Reckoned anew from the readings, with nothing of the store's tallies or scopes."""
    told, readings = dossier(vendor), list(demo_store.readings())
    means: list[float] = []
    for edge in told.engagements:
        if edge.since is None or not edge.evidence:
            continue
        until = edge.until.last if edge.until else date.max
        said = [
            fsum(mention.polarity for mention in counted) / len(counted)
            for reading in readings
            if reading.review.client == edge.client
            and reading.review.language in edge.languages
            and reading.review.published is not None
            and edge.since.first <= reading.review.published.first <= until
            and (counted := [m for m in reading.mentions if m.doing != "policy" or "availability" in m.aspects])
            and _names(edge.channels, counted)
        ]
        means.append(fsum(said) / len(said))
        found = next(c for c in gather_scorecard(demo_store, told).clients if c.client.id == edge.client)
        assert found.overall.figure.mean.n == len(said)
        assert found.overall.figure.mean.value == pytest.approx(means[-1], rel=1e-9)
        assert found.overall.figure.negative.value == pytest.approx(sum(v < -0.05 for v in said) / len(said), rel=1e-9)
    score = gather_scorecard(demo_store, told).overall.figure
    assert score.mean.value == pytest.approx(fsum(means) / len(means), rel=1e-9)
    assert score.clients == len(means) > 1


def _names(wanted: tuple[str, ...], mentions: list[Mention]) -> bool:
    """The scope's rule: with channels given, a review counts if it names one of them or none at all."""
    named = {channel for mention in mentions for channel in mention.channels}
    return not wanted or not named or bool(named & set(wanted))


def test_two_engagements_with_one_client_are_one_union(demo_store: Store) -> None:
    """By phone since 2024, by chat since 2025: a review that is in both counts once, in the score and in its keys."""
    bluebird = dossier("harbour-care").clients[0]
    edges = tuple(
        Engagement("two", bluebird.id, PartialDate.parse(since), channels=channels, evidence=(SEEN,))
        for since, channels in (("2024", ("phone",)), ("2025", ("chat",)))
    )
    both = Dossier(Vendor("two", "Two"), (bluebird,), edges)
    brief = gather_brief(demo_store, both, TODAY)
    assert "moved" not in {gap.kind for gap in brief.gaps}
    for claim in brief.claims:
        if not claim.query.side:
            assert len(claim.reviews) == claim.estimate.n > 0, claim.id
    covered, single = brief.scorecard.coverage, gather_scorecard(demo_store, replace(both, engagements=edges[:1]))
    assert covered.in_scope == single.coverage.in_scope
    assert covered.counted > single.coverage.counted
    assert covered.in_scope == sum(
        (covered.unscored, covered.silent, covered.policy_only, covered.other_channel, covered.counted)
    )
