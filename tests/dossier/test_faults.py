"""Every fault that a person can write into a dossier is told, with its place and its cure."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dossier import Written, check_dossiers
from tests.dossier.written import SPIDERS, TODAY, WELL, faults

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


def test_all_faults_come_in_one_go() -> None:
    text = WELL
    for written, instead, _ in FAULTY[2:24:5]:
        text = text.replace(written, instead, 1)
    assert len(faults(text)) >= 5


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
