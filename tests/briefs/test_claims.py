"""Sentences that make or break a vendor: which way it went, and what a reader is warned of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analysis.claims import Claims
from analysis.comparison import candidate
from analysis.coverage import Answers, Coverage
from analysis.dates import Grain, PartialDate
from analysis.eras import written_words
from analysis.evidence import TargetReport, edges
from analysis.gaps import cautions, gaps
from analysis.grounds import Grounds
from analysis.model import OVERALL
from analysis.scorecard import Scorecard, scorecard
from analysis.tally import Census, Tally
from analysis.trend import Question, trend
from tests.briefs.quill import QUILL

TODAY = date(2026, 3, 1)


def spoken(*key: str, n: int, each: float) -> Tally:
    return Tally(key, n, n, n * each, n * each * each, n if each < 0 else 0, n if each > 0 else 0)


@pytest.mark.parametrize(
    ("earlier", "later", "n", "told"),
    [
        (-0.5, 0.5, 50, "it became better"),
        (0.5, -0.5, 50, "it became worse"),
        (0.1, 0.15, 50, "no change can be told"),
        (-0.5, 0.5, 1, "whether it changed cannot be told"),
    ],
)
def test_which_way_it_went(earlier: float, later: float, n: int, told: str) -> None:
    tallies = [spoken("acme", "2024", "agent", n=n, each=earlier), spoken("acme", "2025", "agent", n=n, each=later)]
    found = trend(Question(QUILL.vendor, TODAY, Grain.YEAR), tallies, [], Coverage())
    assert found.change is not None
    claims = Claims(candidate(scorecard(QUILL, Answers()), (), (), TODAY), (), found, Grounds({}, {}))
    assert claims.change(found.change).text.startswith(f"Over time {told}")


def card(**reviews: int) -> Scorecard:
    """Quill's, with so many reviews of each client."""
    tallies = tuple(spoken(client, OVERALL, "agent", n=n, each=-0.5) for client, n in reviews.items())
    counted = tuple(
        Census((client, "shop", "", "v1"), n, n, n, n, 0, 0, 0, 0, 0, 0, "", "") for client, n in reviews.items()
    )
    return scorecard(QUILL, Answers(tallies, tallies, counted, counted, counted))


def test_a_reader_is_warned_of_what_a_score_stands_on() -> None:
    places = (TargetReport("acme", "shop", "here", state="whole"), TargetReport("bolt", "shop", "there"))
    assert cautions(card(acme=9, bolt=1), edges(QUILL), places, TODAY) == (
        "Read it with care: 1 of 3 clients without a score, 1 client with one review only, "
        "1 client tied to the vendor by the user’s word alone and 1 of 2 places not crawled whole."
    )
    assert cautions(card(acme=9, bolt=9, crow=9), (), places[:1], TODAY) == ""


@pytest.mark.parametrize(
    ("acme", "bolt", "told"),
    [
        (0.9, 0.9, "Customers praise the support given by Quill more than"),
        (-0.9, -0.9, "Customers complain of the support given by Quill more than"),
        (-0.1, 0.9, "Each client weighing the same, praise prevails in what customers say"),
        (0.1, -0.9, "Each client weighing the same, complaint prevails in what customers say"),
        (-0.6, 0.6, "It cannot be told whether customers praise"),
    ],
)
def test_one_large_client_that_says_the_opposite_is_told(acme: float, bolt: float, told: str) -> None:
    """Simpson's paradox: 180 reviews of Acme's customers, 30 of Bolt's."""
    many, few = spoken("acme", OVERALL, "agent", n=180, each=acme), spoken("bolt", OVERALL, "agent", n=30, each=bolt)
    found = scorecard(QUILL, Answers(tallies=(many, few)))
    empty = trend(Question(QUILL.vendor, TODAY), [], [], Coverage())
    claim = Claims(candidate(found, (), (), TODAY), (), empty, Grounds({}, {})).score(found)
    assert claim.text.startswith(told)
    assert ("each review weighing the same, more complain." in claim.text) is (acme == -0.1)


@pytest.mark.parametrize(
    ("share", "regions", "told"),
    [
        (0.6, (), "60\u00a0% of the support only"),
        (None, ("US", "UK"), "the support in US and UK only"),
        (0.05, ("US",), "5\u00a0% of the support in US only"),
        (1.0, (), ""),
        (None, (), ""),
    ],
)
def test_a_vendor_that_answers_for_a_part_is_not_taken_for_all(
    share: float | None, regions: tuple[str, ...], told: str
) -> None:
    """A review does not say whether it was the vendor's part, so that it counts; but not in silence."""
    acme, *others = QUILL.engagements
    dossier = replace(QUILL, engagements=(replace(acme, share=share, regions=regions), *others))
    found = [gap.words for gap in gaps(card(acme=9, bolt=9), edges(dossier), (), TODAY) if gap.kind == "part"]
    assert found == ([f"Acme: the vendor answers for {told}. Reviews do not tell which, so all count."] if told else [])
    assert (
        "1 client with only a part of the support run by the vendor"
        in cautions(card(acme=9), edges(dossier), (), TODAY)
    ) is bool(told)


@pytest.mark.parametrize(("acme", "told"), [(90, True), (20, False)])
def test_one_client_that_outweighs_all_others_is_told(acme: int, told: bool) -> None:
    """Shares and trends are over reviews, the score over clients: they can point opposite ways."""
    found = {gap.kind: gap.words for gap in gaps(card(acme=acme, bolt=10), (), (), TODAY)}
    assert ("weight" in found) is told
    assert found.get("weight", "Acme: 90\u00a0% of the reviews that count.").startswith(
        "Acme: 90\u00a0% of the reviews"
    )


@pytest.mark.parametrize(
    ("until", "newest", "kind", "told"),
    [
        (None, "2025-12-01", "", ""),
        ("2026", "2025-12-01", "", ""),
        (
            "2025-12",
            "2025-12-01",
            "ended",
            "Acme: the vendor answered for it until 2025-12. Its 9 reviews tell of that time.",
        ),
        (None, "2024-12-30", "old", "Acme: its newest review is of 30 December 2024, more than a year ago."),
    ],
)
def test_words_of_another_time_are_told(until: str | None, newest: str, kind: str, told: str) -> None:
    """A score made of a client that has left, or of old reviews, looks like any other."""
    acme, *others = QUILL.engagements
    acme = replace(acme, until=PartialDate.parse(until) if until else None)
    dossier = replace(QUILL, engagements=(acme, *others))
    counted = (Census(("acme", "shop", "", "v1"), 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, "2024-02-03", newest),)
    tallies = (spoken("acme", OVERALL, "agent", n=9, each=-0.5),)
    found = scorecard(dossier, Answers(tallies, tallies, counted, counted, counted))
    said = {gap.kind: gap.words for gap in gaps(found, edges(dossier), (), TODAY)}
    assert {kind: said.get(kind) for kind in ("ended", "old") if kind in said} == ({kind: told} if kind else {})
    warned = cautions(found, edges(dossier), (), TODAY)
    assert ("1 client for whom the vendor no longer answers" in warned) is (kind == "ended")
    assert ("no review newer than 30 December 2024" in warned) is (kind == "old")
    assert written_words(found).startswith("The reviews within the engagements were written from 3 February 2024 to ")
