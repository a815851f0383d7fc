"""RBP_REPLAY: only this machine, and nothing else while it is on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ReplayError
from crawler.replay import Replay


@pytest.mark.parametrize(
    ("text", "hosts", "paced", "pace"),
    [
        ("a.example=127.0.0.1:8001", {"a.example": ("127.0.0.1", 8001)}, False, None),
        (
            " A.example=localhost:80 , b.example=[::1]:81;pace",
            {"a.example": ("localhost", 80), "b.example": ("[::1]", 81)}, True, None,
        ),
        ("a.example=127.0.0.1:8001;pace=0.25", {"a.example": ("127.0.0.1", 8001)}, True, 0.25),
    ],
)  # fmt: skip
def test_it_says_which_host_is_served_from_where(
    text: str, hosts: dict[str, tuple[str, int]], paced: bool, pace: float | None
) -> None:
    replay = Replay.parse(text)
    assert (dict(replay.hosts), replay.paced, replay.pace) == (hosts, paced, pace)
    assert Replay.parse(str(replay)) == replay


@pytest.mark.parametrize(
    "text",
    [
        "", ",", "a.example", "a.example=127.0.0.1", "a.example=127.0.0.1:0", "a.example=127.0.0.1:65536",
        "=127.0.0.1:80", "a.example=10.0.0.1:80", "a.example=example.com:80", "a.example=0.0.0.0:80",
        "a.example=[fe80::1]:80",
        "a.example=127.0.0.1:80;fast", "a.example=127.0.0.1:80;pace=-1", "a.example=127.0.0.1:80;pace=",
        "a b=127.0.0.1:80",
    ],
)  # fmt: skip
def test_what_is_malformed_or_not_loopback_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ReplayError, match="RBP_REPLAY: expected") as refused:
        Replay.parse(text)
    assert "\n" not in str(refused.value)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        replay = Replay.parse(text)
    except ReplayError:
        return
    assert all(at in ("localhost",) or at.startswith(("127.", "[")) for at, _ in replay.hosts.values())
