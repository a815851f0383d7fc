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
        ("call 5550142, or dial 07700900123", "call [phone], or dial [phone]"),
        ("mine is 078-05-1120", "mine is [account]"),
        ("it is 1234 5678 9012 3456 7890 1234", "it is [account]"),
        ("at jörg@bücher.example, иван@почта.рф or jo＠mail.example", "at [email], [email] or [email]"),
        ("https://shop.example/?mail=jo%40mail.example&x=1", "https://shop.example/?mail=[email]&x=1"),
        ("jo@mail\u200b.example", "[email]"),
        ("call 06\u202f12\u202f34\u202f56\u202f78", "call [phone]"),
        ("4111_1111_1111_1111, 4111\t1111\t1111\t1111, 4111\u200b1111\u200b1111\u200b1111", "[card], [card], [card]"),
        (
            "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000 or DE89-3704-0044-0532-0130-00",
            "[account] or [account]",
        ),
        ("+49 151 12345678", "[phone]"),  # with a check digit that is right for a card
        ("GB82 \u212aEST 1234 5698 7654 32", "GB82 \u212aEST [phone]"),  # a Kelvin sign is no letter of an IBAN
        ("GB82 W\u0130ST 1234 5698 7654 32", "GB82 W\u0130ST [phone]"),
    ],
)
def test_takes_out(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "on 2024-03-09 and 09/03/2024, 9.3.2024 or 24-02-2015 11.35",
        "between 2019 and 2021, 2019-2021, 2018 2019 2020",
        "it cost $1,234,567 or €12.345.678, 1200000 dollars, 1\u202f500\u202f000 yen",
        "2019\t2020\t2021, 2024-05-03\t14",
        "I paid 99.99 and waited 45 minutes, 3 times in 14 days",
        "APR of 739.9891 % at 10:30, open 0900-1730",
        "a range of 300-1500 dollars, or of 3000-4500",
        "a fine of 30000000 for 12345678 customers",
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
     "/", "x", "GB82 WEST ", "2024", "$", ",", "\n", "phone ", "fax", "@", " dollars", "iban",
     "\u202f", "\t", "_", "\u200b", "%40", "\uff20", "\u212a", "GB82 W\u0130ST "]
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
