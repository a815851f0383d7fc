"""A brief and its scorecard rest on the reviews that they name: reckoned anew, from a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import fsum
from pathlib import Path

import pytest

from analysis import formats
from analysis.brief import Brief
from analysis.coverage import Version
from analysis.dates import PartialDate
from analysis.gaps import review_gaps
from analysis.model import Dossier, Engagement, Mention, Target, Vendor
from cli.gathering import gather_brief, gather_comparison, gather_scorecard, gather_trend
from store import open as open_store
from store.base import Store
from tests.briefs.quill import QUILL, SEEN, reading
from tests.briefs.world import TODAY, dossier, keep


def test_gaps_are_told(by_hand: Store) -> None:
    brief = gather_brief(by_hand, QUILL, TODAY)
    words = {gap.kind: gap.words for gap in brief.gaps}
    assert words["engagement"] == "Crow: start not known: no review can be dated into it, not scored."
    assert words["stated"] == "Bolt: that it is a client is stated by the user, without a source."
    assert words["target"] == "Acme, shop (https://acme.example/): partial: 9 of 12."
    assert words["undated"] == "1 review without a date, to be placed in no engagement."
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


def test_a_quotation_is_of_a_review_that_its_claim_names(tmp_path: Path) -> None:
    """Neither of one that does not count, as it speaks of chat too, nor of one that praises on the whole."""
    phone = replace(QUILL, engagements=QUILL.engagements[:1])
    told = [
        reading("acme", "plain", "2025-03-01", (-0.6, "agent", ())),
        reading("acme", "chat", "2025-03-01", (-0.99, "agent", ()), (-0.9, "agent", ("chat",))),
        reading("acme", "mixed", "2025-03-01", (-0.98, "agent", ()), (0.9, "agent", ()), (0.9, "agent", ())),
    ]
    said = [replace(r, mentions=tuple(replace(m, aspects=("wait",)) for m in r.mentions)) for r in told]
    with open_store(f"sqlite:{tmp_path / 'rbp.db'}") as store:
        keep(store, QUILL.targets[0], said)
        (complaint,) = gather_brief(store, phone, TODAY).complaints
    assert complaint.claim.text.startswith("Waiting: complained of in 1 of 2 reviews")
    assert [quote.review for quote in complaint.quotes] == list(complaint.claim.reviews) == [told[0].review.key]


def test_quotations_speak_of_one_aspect_alone_where_there_are_such(demo_store: Store, lantern: Brief) -> None:
    aspects = {m.passage: m.aspects for reading in demo_store.readings() for m in reading.mentions}
    quoted = [quote.text for theme in (*lantern.praise, *lantern.complaints) for quote in theme.quotes]
    assert {len(aspects[text]) for text in quoted} == {1}


def test_a_store_without_anything_still_gives_an_honest_brief(empty: Brief) -> None:
    assert empty.answer[0].text.startswith("Nothing can be said about Lantern Desk yet")
    assert empty.answer[0].estimate.n == 0
    assert {"client", "target", "engagement"} <= {gap.kind for gap in empty.gaps}
    assert (empty.praise, empty.complaints, empty.trend.periods) == ((), (), ())


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


@pytest.mark.parametrize(("n", "told"), [(3, "It cannot be told whether customers praise"), (30, "Customers praise")])
def test_three_reviews_that_are_alike_by_luck_are_no_verdict(tmp_path: Path, n: int, told: str) -> None:
    said = [reading("bolt", f"b{number}", "2026-07-01", (0.9 - number / 100, "agent", ())) for number in range(n)]
    with open_store(f"sqlite:{tmp_path / 'rbp.db'}") as store:
        keep(store, Target.of("shop", "bolt", {}), said)
        answer = gather_brief(store, QUILL, TODAY).answer[0]
    assert answer.estimate.low is not None
    assert (answer.estimate.low > 0) == (n == 30)
    assert answer.text.startswith(told)


def test_a_brief_of_some_days_says_so_and_counts_those_alone(by_hand: Store) -> None:
    brief = gather_brief(by_hand, QUILL, TODAY, since=date(2026, 1, 1))
    assert brief.question.endswith("say about it in public since 1 January 2026?")
    assert brief.scorecard.overall.figure.mean.n == brief.trend.total.figure.mean.n == len(brief.answer[0].reviews) == 1
    assert all(scope.since and scope.since.year == 2026 for claim in brief.claims for scope in claim.query.scopes)
    page = formats.render(brief, "md").decode()
    assert "| – written outside a dated engagement or the days asked for, or dated too coarsely to tell |" in page
    assert "| – within the engagements and these days | 1 |" in page


@pytest.mark.parametrize(("dated", "newest"), [("2025", "31 December 2025"), ("2026", "14 July 2026")])
def test_a_review_of_a_year_may_be_of_its_last_day_but_of_none_to_come(tmp_path: Path, dated: str, newest: str) -> None:
    with open_store(f"sqlite:{tmp_path / 'rbp.db'}") as store:
        keep(store, Target.of("shop", "bolt", {}), [reading("bolt", "b", dated, (0.9, "agent", ()))])
        brief = gather_brief(store, QUILL, date(2026, 7, 14))
    assert brief.answer[0].text.endswith(f"were written from 1 January {dated} to {newest}.")
    assert "old" not in {gap.kind for gap in brief.gaps}
    assert "no review newer" not in brief.cautions


def test_reviews_that_repeat_another_ones_words_are_told(tmp_path: Path) -> None:
    told = [reading("bolt", f"b{number}", "2026-07-01", (0.9, "agent", ())) for number in range(4)]
    same = [
        replace(one, review=replace(one.review, content_hash=content))
        for one, content in zip(told, "xxx", strict=False)
    ]
    with open_store(f"sqlite:{tmp_path / 'rbp.db'}") as store:
        keep(store, Target.of("shop", "bolt", {}), [*same, told[3]])
        brief, trend = gather_brief(store, QUILL, TODAY), gather_trend(store, QUILL, TODAY)
        compared = gather_comparison(store, [QUILL, replace(QUILL, vendor=Vendor("other", "Other"))], TODAY)
    for gaps in (brief.gaps, *(each.gaps for each in compared.candidates), review_gaps(trend.coverage, ())):
        assert [gap.words for gap in gaps if gap.kind == "copies"] == [
            "2 reviews about support with the very words, date and stars of another one of the same client; "
            "each counts by itself."
        ]


def test_reviews_that_two_versions_read_are_told(tmp_path: Path) -> None:
    told = [reading("bolt", f"b{number}", "2026-07-01", (0.9, "agent", ())) for number in range(3)]
    with open_store(f"sqlite:{tmp_path / 'rbp.db'}") as store:
        keep(store, Target.of("shop", "bolt", {}), told[:1])
        assert "versions" not in {gap.kind for gap in gather_brief(store, QUILL, TODAY).gaps}
        keep(store, Target.of("shop", "bolt", {}), [told[0], *(replace(one, scorer="newer") for one in told[1:])])
        brief, trend = gather_brief(store, QUILL, TODAY), gather_trend(store, QUILL, TODAY)
        compared = gather_comparison(store, [QUILL, replace(QUILL, clients=(), engagements=())], TODAY)
    (told_once,) = [gap.words for gap in brief.gaps if gap.kind == "versions"]
    assert (
        told_once == "Not read alike: 1 review by hand and 2 reviews by newer. rbp rescore reads all of them with one."
    )
    assert brief.made.scorers == (("hand", 1), ("newer", 2))
    assert trend.versions == compared.versions == (Version("hand", 1), Version("newer", 2))
