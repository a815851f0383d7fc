"""A dossier that is well becomes nouns; what is allowed and worth a word is a warning."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.dates import PartialDate
from analysis.model import Client, Engagement, Evidence, Target, Tier, Vendor
from tests.dossier.written import WELL, checked


def test_a_dossier_that_is_well_becomes_nouns() -> None:
    made = checked(WELL)
    assert (made.faults, made.warnings) == ((), ())
    [dossier] = made.dossiers
    assert dossier.vendor == Vendor("v1", "Harbour Care", ("harbourcare.example",))
    assert dossier.clients == (Client("bluebird-bank", "Bluebird Bank", ("bluebird.example",), "banking"),)
    url, quote = "https://harbourcare.example/cases/bluebird", "Bluebird moved its card support to Harbour Care"
    assert dossier.engagements == (
        Engagement(
            "v1",
            "bluebird-bank",
            PartialDate.parse("2022-03"),
            PartialDate.parse("2024-06-30"),
            ("phone", "chat"),
            ("en",),
            ("US",),
            0.6,
            (Evidence(Tier.CASE_STUDY, date(2026, 11, 2), url, quote),),
        ),
    )
    assert dossier.targets == (
        Target.of("complaints", "bluebird-bank", {"company": "BLUEBIRD BANK, N.A."}),
        Target.of(
            "pages", "bluebird-bank", {"url": "https://bluebird.example/branches", "follow": "^/branches/[a-z-]+$"}
        ),
    )


def test_an_engagement_may_end_in_the_year_it_began_and_a_word_counts_once() -> None:
    told = (
        WELL.replace('"2022-03"', '"2024-05"')
        .replace("2024-06-30", '"2024"')
        .replace('"phone", "chat"', '"chat", "chat"')
    )
    made = checked(told)
    assert made.faults == ()
    [edge] = made.dossiers[0].engagements
    scope = edge.scope()
    assert scope is not None
    assert (scope.since, scope.until, scope.channels) == (date(2024, 5, 1), date(2024, 12, 31), ("chat",))


def test_stated_evidence_needs_a_note_and_no_page() -> None:
    evidence = WELL[WELL.index("    tier =") : WELL.index("  [[client.target]]")]
    stated = 'tier = "stated"\nseen = 2026-11-02\nnote = "told by their head of sales, on the phone"\n\n'
    made = checked(WELL.replace(evidence, stated))
    assert made.faults == ()
    [proof] = made.dossiers[0].engagements[0].evidence
    assert (proof.tier, proof.url, proof.note) == (Tier.STATED, None, "told by their head of sales, on the phone")


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ('  since = "2022-03"\n', "", "client[1].engagement[1].since: not told"),
        ('since = "2022-03"\n  until = 2024-06-30', 'since = "2027"', "2027 is still to come"),
        (WELL[WELL.index("  [[client.target]]") :], "", "client[1]: no [[client.target]]"),
        (WELL[WELL.index("  [[client.engagement]]") :], "", "client[1]: no [[client.engagement]]"),
        (WELL[WELL.index("[[client]]") :], "", "vendors/v1.toml: no [[client]] yet"),
    ],
)
def test_what_is_allowed_and_worth_a_word_is_a_warning(written: str, instead: str, says: str) -> None:
    made = checked(WELL.replace(written, instead))
    assert made.faults == ()
    assert [str(remark) for remark in made.warnings if says in str(remark)], made.warnings


def test_dates_keep_their_precision_and_come_in_every_form() -> None:
    for told, kept in (('"2022"', "2022"), ('"2022-03-09"', "2022-03-09"), ("2022-03-09", "2022-03-09")):
        assert str(checked(WELL.replace('"2022-03"', told)).dossiers[0].engagements[0].since) == kept
    for told in ("2022-03-09T08:00:00Z", "2022-03-09 08:00:00"):
        assert str(checked(WELL.replace('"2022-03"', told)).dossiers[0].engagements[0].since) == "2022-03-09"
