"""Relevance, whose doing, aspects and channels, on sentences of our own; figures on real ones are in tests/quality."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.aspects import find
from analysis.features import features, named, spelled, tokens
from analysis.model import ASPECTS, CHANNELS
from analysis.support import explain, grounds, judge


@pytest.mark.parametrize(
    "passage",
    [
        "Customer service never replied to my emails.",
        "I spoke to Emma who was very helpful and sorted my bill.",
        "They hung up on me after 40 minutes on hold",
        "Still no answer from your support team",
        "THE AGENT ON THE PHONE WAS RUDE",
        "There is no phone number to call.",
        "The chatbot could not understand my question",
        "#worstcustomerserviceever",
        "support - meh",
        "0/10 for service desk",
        "Support 1/5",
        "+1 for support",
        "Pity about the support",
        "The line is always busy",
    ],
)
def test_speaks_of_support(passage: str) -> None:
    (verdict,) = judge([passage])
    assert verdict.support
    assert verdict.doing is not None


@pytest.mark.parametrize(
    "passage",
    [
        "The app crashes every time.",
        "Prices are fair and delivery was fast.",
        "Can you help me change my booking?",
        "Cabin crew were lovely and the food was good.",
        "Good service",
        "I called them to book.",
        "",
        "👍👍",
        "Staff were friendly and the lounge was clean.",
        "Arch support is great",
        "no linux support",
        "Lacks HDMI support",
        "Not a bad story line",
        "0/10 for the battery",
    ],
)
def test_speaks_of_something_else(passage: str) -> None:
    (verdict,) = judge([passage])
    assert not verdict.support
    assert (verdict.doing, verdict.aspects, verdict.channels) == (None, (), ())


@pytest.mark.parametrize(
    ("passage", "aspects", "channels", "doing"),
    [
        ("I waited 40 minutes on hold and then the agent hung up", ("attitude", "wait"), ("phone",), "agent"),
        ("They told me refunds are against the policy", ("resolution",), (), "policy"),
        ("They told me refunds are not possible after 14 days", ("resolution",), (), "policy"),
        ("Still no reply to my email", ("follow_up",), ("email",), "agent"),
        ("Their number is always busy", ("wait",), ("phone",), "agent"),
        ("They refused to refund me", ("resolution",), (), "unclear"),
        ("I could not understand her accent", ("language",), (), "agent"),
        ("There is no phone number to call customer service", ("availability",), ("phone",), "policy"),
        ("I was transferred five times", ("consistency",), ("phone",), "agent"),
        ("The agent gave me the wrong information", ("knowledge",), (), "agent"),
        ("They shared my personal details with a stranger", ("privacy",), (), "agent"),
        ("The lady at the service desk solved my problem", ("resolution",), ("in_person",), "agent"),
        ("The agent couldn’t have been more polite", ("attitude",), (), "agent"),
    ],
)
def test_finds(passage: str, aspects: tuple[str, ...], channels: tuple[str, ...], doing: str) -> None:
    found = find(passage)
    assert found.aspects == aspects
    assert found.channels == channels
    assert found.doing == doing
    assert all(words and words in passage.lower().replace("’", "'") for words in grounds(passage).values())


def test_what_stands_before_helps() -> None:
    alone = judge(["They were not of much use."])[0].probability
    behind = judge(["I called customer service twice.", "Customer service hung up.", "They were not of much use."])[2]
    assert behind.probability > alone


def test_explains_by_weight() -> None:
    moved = explain("The agent was rude to me", 3)
    assert len(moved) == 3
    assert [abs(weight) for _, weight in moved] == sorted((abs(weight) for _, weight in moved), reverse=True)


def test_tokens_open_hashtags_and_drop_handles() -> None:
    assert tokens("@acme I DIDN’T wait 20 mins #rudeagent") == ["i", "n't", "wait", "0", "mins", "rude", "agent"]


def test_patterns_stand_for_classes() -> None:
    words = tokens("They never called back")
    patterns = features(words, named(words))
    assert words == ["they", "never", "called", "back"]
    assert {"CALL", "NEG>CALL", "NEG_CALL_BACK", "THEY_NEG_CALL"} <= patterns


@given(
    st.lists(
        st.sampled_from(
            ["they", "never", "called", "back", "agent", "was", "rude", "to", "me", "on", "hold", "and", "the", "app"]
        ),
        max_size=12,
    )
)
def test_every_pattern_is_spelled_out(words: list[str]) -> None:
    assert spelled(words).keys() == features(words, named(words))


def test_patterns_are_spelled_in_their_own_words() -> None:
    told = spelled(tokens("The agent was so rude"))
    assert told["REP"] == "agent"
    assert told["REP>RUDE"] == "agent … rude"


@given(st.lists(st.text(max_size=120), max_size=6))
def test_any_passages_are_judged(passages: list[str]) -> None:
    verdicts = judge(passages)
    assert len(verdicts) == len(passages)
    for verdict in verdicts:
        assert 0 <= verdict.probability <= 1
        assert verdict.aspects == tuple(name for name in ASPECTS if name in verdict.aspects)
        assert verdict.channels == tuple(name for name in CHANNELS if name in verdict.channels)
        assert (verdict.doing is None) is not verdict.support


@pytest.mark.parametrize("piece", ["agent ", "no ", "on hold for 40 minutes ", "a", "called ", "#", "the "])
def test_200_kb_as_one_passage_ends(piece: str) -> None:
    judge([piece * (200_000 // len(piece))])


@pytest.mark.parametrize("piece", ["x", "1", "xxxx ", "1 ", "an ", "no ", "told me ", "wait ", "x1", "1.", "and then "])
@pytest.mark.parametrize("end", ["", " hours", " later nothing", " to answer"])
def test_rules_end_on_repetition(piece: str, end: str) -> None:
    """Masked names (`XXXXXXXX`) and long numbers once took a rule twice as long with each letter."""
    find(f"I waited {piece * (2000 // len(piece))}{end}")
    find(f"I waited {piece * (200 // len(piece))}{end}")
