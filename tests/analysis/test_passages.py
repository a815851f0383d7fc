"""Passages: sentences and clauses of real, untidy text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.passages import MAX_WORDS, split


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("", []),
        ("  \n\t ", []),
        ("...", []),
        ("Rude.", ["Rude."]),
        ("It broke. They fixed it!", ["It broke.", "They fixed it!"]),
        ("Awful...I waited 3.5 hours", ["Awful...", "I waited 3.5 hours"]),
        ("Mr. Field of Acme Inc. called, e.g. twice.", ["Mr. Field of Acme Inc. called, e.g. twice."]),
        (
            "The app is great, but their support never answers.",
            ["The app is great", "but their support never answers."],
        ),
        ("The parcel came in time; the agent was very rude.", ["The parcel came in time", "the agent was very rude."]),
        ("Slow but nice", ["Slow but nice"]),
        ("Great app but support never replied", ["Great app", "but support never replied"]),
        ("Lovely phone, though the helpline is useless", ["Lovely phone", "though the helpline is useless"]),
        ("Good product bad support", ["Good product", "bad support"]),
        ("Support great, app awful", ["Support great", "app awful"]),
        ("5 stars for the phone, 0 for the helpdesk!", ["5 stars for the phone", "0 for the helpdesk!"]),
        ("camera 9/10 support 2/10", ["camera 9/10", "support 2/10"]),
        ("Nice watch, no support", ["Nice watch", "no support"]),
        ("Great service no problems", ["Great service no problems"]),
        ("I had a bad day and good support", ["I had a bad day and good support"]),
        ("Good app, good support", ["Good app, good support"]),
        ("I got nothing but excuses from them", ["I got nothing but excuses from them"]),
        ("Staff all but ignored my three e-mails", ["Staff all but ignored my three e-mails"]),
        ("They have not yet replied to my e-mail", ["They have not yet replied to my e-mail"]),
        ("Support has yet to give me an answer", ["Support has yet to give me an answer"]),
        ("Very polite even though I was the rude one", ["Very polite even though I was the rude one"]),
        ("- rude agent\n- no call back\n2) slow", ["rude agent", "no call back", "slow"]),
        ("Never again 😡😡 They hung up 📞", ["Never again 😡😡", "They hung up 📞"]),
        ("👍👍", ["👍👍"]),
        ("Great help!!! 👍", ["Great help!!! 👍"]),
        ("WORST SUPPORT EVER DO NOT CALL", ["WORST SUPPORT EVER DO NOT CALL"]),
        ("See www.acme.example or acme.example for 24/7 help", ["See www.acme.example or acme.example for 24/7 help"]),
    ],
)
def test_split(text: str, passages: list[str]) -> None:
    assert split(text) == passages


def test_text_without_stops_is_cut() -> None:
    passages = split("i called them and nobody answered so i called again because it was urgent and they hung up " * 40)
    assert len(passages) > 15
    assert all(len(passage.split()) <= 2 * MAX_WORDS for passage in passages)


def test_text_without_even_a_joint_is_cut() -> None:
    assert all(len(passage.split()) <= 2 * MAX_WORDS for passage in split("word " * 10_000))


@given(st.text(max_size=400))
def test_no_letter_is_lost(text: str) -> None:
    def letters(words: str) -> str:
        return "".join(letter for letter in words if letter.isalpha())

    assert letters("".join(split(text))) == letters(text)


@pytest.mark.parametrize(
    "piece", ["a", "but ", ". ", "!", ", ", "😡", "\n", "a but ", "- ", "A.B.", "; ", " ", "x y z w; ", "1) "]
)
def test_200_kb_of_anything_ends(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert sum(map(len, split(text))) <= len(text) + len(text) // 2
