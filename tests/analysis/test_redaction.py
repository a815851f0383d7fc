"""Redaction: what names a person goes, what tells a story stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.redaction import redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("write to jo.bloggs+x@mail.example please", "write to [email] please"),
        ("jo (at) mail (dot) example", "[email]"),
        ("call 555-0142 now", "call [phone] now"),
        ("call +44 20 7946 0958.", "call [phone]."),
        ("on (020) 7946-0958 ext 12, all day", "on [phone], all day"),
        ("001-668-040-8670x1711", "[phone]"),
        ("My number is 07700900123", "My number is [phone]"),
        ("card 4111 1111 1111 1111 was charged", "card [card] was charged"),
        ("5500005555555559", "[card]"),
        ("IBAN GB82 WEST 1234 5698 7654 32.", "IBAN [account]."),
        ("my account 1234567 is locked", "my account [account] is locked"),
        ("SSN 078-05-1120", "SSN [account]"),
        ("order 67818301 never came", "order [account] never came"),
    ],
)
def test_takes_out(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "on 2024-03-09 and 09/03/2024, 9.3.2024 or 24-02-2015 11.35",
        "between 2019 and 2021, 2019-2021, 2018 2019 2020",
        "it cost $1,234,567 or €12.345.678, 1200000 dollars",
        "I paid 99.99 and waited 45 minutes, 3 times in 14 days",
        "APR of 739.9891 % at 10:30, open 0900-1730",
        "a range of 300-1500 dollars",
        "version 10.0.10586, IP 192.168.100.200",
        "my account ending in 1234",
        "@agent 24/7 @ home",
        "flight AA1234 to JFK on the 15th",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert redact(text) == text


_PIECES = st.sampled_from(
    ["account ", "call ", "card ", "[phone]", "[account] ", "jo@mail.example", " at ", "+", "(", ") ", "-", " ", ".",
     "/", "x", "GB82 WEST ", "2024", "$", ",", "\n", "phone ", "fax", "@", " dollars", "iban"]
)  # fmt: skip


@given(st.lists(st.one_of(_PIECES, st.integers(0, 10**17).map(str)), max_size=14).map("".join))
def test_idempotent(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.text(st.characters(exclude_categories=["Nd"]), max_size=200).filter(lambda text: "@" not in text))
def test_text_without_digit_or_address_is_untouched(text: str) -> None:
    assert redact(text) == text or "at" in text.lower()


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1-", "a@", "@", "12345 ", "a.", "GB82 ", "(", "account 1 ", "(at)", "a (at) "]
)
def test_200_kb_of_anything_ends(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert redact(redact(text)) == redact(text)


@pytest.mark.shared
def test_recall_on_presidio(shared: Path) -> None:
    """Measured 2026-11: cards 212/212, phones 136/136, e-mail 58/58, SSN 44/44, IBAN 28/28; no date of 112 touched."""
    path = shared / "data/pii_presidio/generated_large.json"
    if not path.is_file():
        pytest.skip("no pii_presidio")
    rows = json.loads(path.read_text(encoding="utf-8"))
    left: dict[str, list[str]] = {}
    gone: dict[str, int] = {}
    for row in rows:
        redacted = redact(row["full_text"])
        for span in row["spans"]:
            if span["entity_value"] in redacted:
                left.setdefault(span["entity_type"], []).append(span["entity_value"])
            else:
                gone[span["entity_type"]] = gone.get(span["entity_type"], 0) + 1
    for kind, least in {
        "CREDIT_CARD": 212,
        "PHONE_NUMBER": 134,
        "EMAIL_ADDRESS": 58,
        "US_SSN": 44,
        "IBAN_CODE": 28,
    }.items():
        assert gone[kind] >= least, left[kind]
    assert "DATE_TIME" not in gone
    assert "PERSON" not in gone
