"""Every fault that a person can write into a dossier is told, with its place and its cure; what is well is read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import PartialDate
from analysis.dossier import Checked, Written, check_dossiers, check_settings
from analysis.model import Client, Engagement, Evidence, Target, Tier, Vendor

TODAY = date(2026, 11, 22)
WELL = """
name = "Harbour Care"
domains = ["harbourcare.example"]

[[client]]
name = "Bluebird Bank"
domains = ["bluebird.example"]
industry = "banking"

  [[client.engagement]]
  since = "2022-03"
  until = 2024-06-30
  channels = ["phone", "chat"]
  languages = ["en"]
  regions = ["US"]
  share = 0.6

    [[client.engagement.evidence]]
    tier = "case_study"
    url = "https://harbourcare.example/cases/bluebird"
    seen = 2026-11-02
    quote = "Bluebird moved its card support to Harbour Care"

  [[client.target]]
  spider = "complaints"
  company = "BLUEBIRD BANK, N.A."

  [[client.target]]
  spider = "pages"
  url = "https://bluebird.example/branches"
  follow = "^/branches/[a-z-]+$"
"""


@dataclass(frozen=True)
class Takes:
    """A spider's parameter, as a spider declares it."""

    name: str
    required: bool = False
    pattern: str = ".+"
    example: str = ""


SPIDERS = {
    "complaints": (Takes("company", required=True, example="BLUEBIRD BANK"),),
    "pages": (Takes("url", required=True), Takes("follow")),
    "shop": (Takes("app", required=True, pattern=r"\d+", example="900000101"),),
}


def checked(*texts: str) -> Checked:
    files = [Written(f"vendors/v{n}.toml", f"v{n}", tomllib.loads(text)) for n, text in enumerate(texts, 1)]
    return check_dossiers(files, TODAY, SPIDERS)


def faults(*texts: str) -> list[str]:
    return [str(fault).removeprefix("vendors/v1.toml: ") for fault in checked(*texts).faults]


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


FAULTY = [
    ('name = "Harbour Care"', "", "name: expected the vendor's name, got nothing"),
    ('name = "Harbour Care"', "name = 7", "name: expected the vendor's name, got 7"),
    ('industry = "banking"', 'industri = "banking"', "did you mean 'industry'?"),
    ('domains = ["bluebird.example"]', 'domains = "bluebird.example"', "client[1].domains: expected a list of texts"),
    (
        'domains = ["bluebird.example"]',
        'domains = ["https://bluebird.example/cards"]',
        "client[1].domains[1]: expected a domain, such as bluebird.example, got 'https://bluebird.example/cards'; "
        "write 'bluebird.example'",
    ),
    ('since = "2022-03"', 'since = "March 2022"', "client[1].engagement[1].since: expected a day, month or year"),
    ('since = "2022-03"', "since = 2022", 'got 2022; write "2022" in quotes'),
    ('since = "2022-03"', 'since = "2022-02-30"', "got '2022-02-30'"),
    ('since = "2022-03"', "since = 07:32:00", "engagement[1].since: expected a day, month or year"),
    ('since = "2022-03"', 'since = "2024-07"', "until: expected a time not before since (2024-07), got '2024-06-30'"),
    ('["phone", "chat"]', '["phone", "cat"]', "channels[2]: expected one of phone, chat,"),
    ('["phone", "chat"]', '["phone", "cat"]', "got 'cat'; did you mean 'chat'?"),
    ('languages = ["en"]', 'languages = ["en-GB"]', "got 'en-GB'; write 'en' for English"),
    ('languages = ["en"]', 'languages = ["Englsh"]', "got 'Englsh'; write 'en' for English"),
    ('languages = ["en"]', 'languages = ["xx"]', "a two-letter language code (ISO 639-1), such as en, got 'xx'"),
    ("share = 0.6", "share = 60", "share: expected a number from 0 to 1, got 60; write 0.6 for 60 %"),
    ("share = 0.6", "share = true", "share: expected a number from 0 to 1, got true"),
    ("share = 0.6", "share = nan", "share: expected a number from 0 to 1, got nan"),
    ('tier = "case_study"', 'tier = "casestudy"', "got 'casestudy'; did you mean 'case_study'?"),
    ('tier = "case_study"', "", "evidence[1].tier: expected one of filing, client_press,"),
    ('url = "https://harbourcare.example/cases/bluebird"', "", "evidence[1].url: expected an address that begins with"),
    (
        '"https://harbourcare.example/cases/bluebird"',
        '"harbourcare.example/cases"',
        'write "https://harbourcare.example/cases"',
    ),
    ('"https://harbourcare.example/cases/bluebird"', '"ftp://harbourcare.example/x"', "got 'ftp://harbourcare"),
    ('"https://harbourcare.example/cases/bluebird"', '"https://harbour care.example"', "expected an address"),
    ("seen = 2026-11-02", "seen = 2026-11-23", "seen: expected a day up to today (2026-11-22), got '2026-11-23'"),
    ("seen = 2026-11-02", 'seen = "2026-11"', "seen: expected a whole day, such as 2026-11-02, got '2026-11'"),
    ("seen = 2026-11-02", "", "seen: expected the day on which it was seen, such as 2026-11-02, got nothing"),
    ('quote = "Bluebird moved its card support to Harbour Care"', "", "quote: expected the words on that page"),
    ('tier = "case_study"', 'tier = "stated"', 'url: expected no url with tier "stated"'),
    ('tier = "case_study"', 'tier = "stated"', "note: expected a note that says who knows it and how, got nothing"),
    ('spider = "complaints"', "", "target[1].spider: expected the name of a spider (`rbp sources` lists them)"),
    ('spider = "complaints"', 'spider = "compliants"', "got 'compliants'; did you mean 'complaints'?"),
    ("company =", "compny =", "target[1].compny: expected a key that is known here (spider, company), got 'compny'; "
     "did you mean 'company'?"),
    ("company =", "compny =", "company: expected a value, which spider 'complaints' needs, such as 'BLUEBIRD BANK'"),
    ('"BLUEBIRD BANK, N.A."', "1.5", "company: expected text in quotes, or a whole number, got 1.5"),
    ('"^/branches/[a-z-]+$"', '"^/branches/[a-z-"', "follow: expected a regular expression, got '^/branches/[a-z-'"),
    ('url = "https://bluebird.example/branches"', 'url = "bluebird"', "target[2].url: expected an address"),
    ("[[client]]", "[client]", "client: expected tables headed [[client]], got a table"),
    ('spider = "complaints"\n  company = "BLUEBIRD BANK, N.A."', 'spider = "shop"\n  app = "x"',
     r"app: expected text that matches \d+, such as '900000101', got 'x'"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "instead", "told"), FAULTY)
def test_a_fault_is_told_with_its_place_and_its_cure(written: str, instead: str, told: str) -> None:
    assert written in WELL
    text = WELL.replace(written, instead, 1)
    text = text.split("[[client.engagement]]")[0] if instead == "[client]" else text
    said = faults(text)
    assert [fault for fault in said if told in fault], said


def test_an_engagement_without_evidence_is_a_fault() -> None:
    before, _, rest = WELL.partition("    [[client.engagement.evidence]]")
    [fault] = faults(before + rest[rest.index("  [[client.target]]") :])
    assert fault.startswith("client[1].engagement[1].evidence: expected at least one [[client.engagement.evidence]]")


def test_stated_evidence_needs_a_note_and_no_page() -> None:
    evidence = WELL[WELL.index("    tier =") : WELL.index("  [[client.target]]")]
    stated = 'tier = "stated"\nseen = 2026-11-02\nnote = "told by their head of sales, on the phone"\n\n'
    made = checked(WELL.replace(evidence, stated))
    assert made.faults == ()
    [proof] = made.dossiers[0].engagements[0].evidence
    assert (proof.tier, proof.url, proof.note) == (Tier.STATED, None, "told by their head of sales, on the phone")


def test_all_faults_come_in_one_go() -> None:
    text = WELL
    for written, instead, _ in FAULTY[2:24:5]:
        text = text.replace(written, instead, 1)
    assert len(faults(text)) >= 5


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


def test_a_client_told_differently_in_two_dossiers_is_a_fault_that_names_both() -> None:
    other = WELL.replace("Harbour Care", "Lantern Desk").replace('"banking"', '"insurance"')
    [fault] = checked(WELL, other).faults
    assert (fault.file, fault.path) == ("vendors/v2.toml", "client[1].industry")
    assert "vendors/v1.toml: client[1].industry ('banking')" in fault.expected


def test_what_one_dossier_leaves_out_the_other_tells() -> None:
    other = WELL.replace("Harbour Care", "Lantern Desk").replace('industry = "banking"\n', "")
    made = checked(other, WELL)
    assert made.faults == ()
    assert made.dossiers[0].clients == made.dossiers[1].clients
    assert made.dossiers[0].clients[0].industry == "banking"


def test_one_domain_is_one_client() -> None:
    other = WELL.replace("Harbour Care", "Lantern Desk").replace("Bluebird Bank", "Bluebird Banking")
    [fault] = checked(WELL, other).faults
    assert "vendors/v1.toml: client[1] (Bluebird Bank) has it too" in fault.expected


def test_what_stands_twice_is_a_fault() -> None:
    assert "write one dossier a vendor" in str(checked(WELL, WELL).faults)
    client = WELL[WELL.index("[[client]]") :]
    assert "client[2].name: expected each client once in a dossier" in str(checked(WELL + client).faults[0])
    target = WELL[WELL.index('  [[client.target]]\n  spider = "pages"') :]
    assert "client[1].target[3].spider: expected each target once" in faults(WELL + target)[0]


@pytest.mark.parametrize("contact", ["ops@buyer.example", "mailto:ops@buyer.example", "https://buyer.example/contact"])
def test_a_contact_is_a_mail_address_or_an_https_page(contact: str) -> None:
    settings, wrong = check_settings("rbp.toml", {"contact": contact})
    assert (settings.contact, wrong) == (contact, ())


@pytest.mark.parametrize(
    "contact", [None, "", 7, "ops", "ops@buyer", "http://buyer.example", "https://", "mailto:", "a b@c.example"]
)
def test_anything_else_is_no_contact(contact: object) -> None:
    data = {} if contact is None else {"contact": contact}
    [fault] = check_settings("rbp.toml", data)[1]
    assert fault.path == "contact"


def test_a_misspelt_setting_gets_the_nearest() -> None:
    told = check_settings("rbp.toml", {"contact": "a@b.example", "stor": {}, "crawl": {"delays": 1, "delay": -1}})[1]
    assert [(fault.path, fault.hint) for fault in told] == [
        ("stor", "did you mean 'store'?"),
        ("crawl.delays", "did you mean 'delay'?"),
        ("crawl.delay", ""),
    ]


def test_a_source_that_nobody_knows_cannot_be_opted_in() -> None:
    data = {"contact": "a@b.example", "crawl": {"opt_in": ["shops"]}}
    assert check_settings("rbp.toml", data)[1] == ()
    [fault] = check_settings("rbp.toml", data, SPIDERS)[1]
    assert (fault.path, fault.hint) == ("crawl.opt_in[1]", "did you mean 'shop'?")


def test_a_password_in_a_shared_file_is_a_fault_and_is_not_repeated() -> None:
    data = {"contact": "a@b.example", "store": {"url": "https://elastic:hunter2@search.example:9200"}}
    [fault] = check_settings("rbp.toml", data)[1]
    assert fault.path == "store.url"
    assert "hunter2" not in str(fault)


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes()
KEYS = st.sampled_from(
    ["client", "engagement", "target", "evidence", "name", "since", "share", "url", "seen", "spider"]
)
TREE = st.recursive(LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))


@given(st.dictionaries(KEYS, TREE, max_size=5))
def test_whatever_is_written_is_told_and_never_raised(data: dict[str, Any]) -> None:
    made = check_dossiers([Written("vendors/x.toml", "x", data)], TODAY, SPIDERS)
    assert len(made.dossiers) == 1
    assert all(len(str(fault).splitlines()) == 1 for fault in made.faults)


def test_reading_is_deep_or_not() -> None:
    def faults(reading: dict[str, object]) -> list[tuple[str, str]]:
        told = check_settings("rbp.toml", {"contact": "a@b.example", "reading": reading})[1]
        return [(fault.path, fault.expected) for fault in told]

    assert faults({"deep": True}) == faults({"deep": False}) == []
    assert faults({"deep": "yes"}) == [("reading.deep", "true or false")]
    assert [path for path, _ in faults({"deeper": True})] == ["reading.deeper"]
