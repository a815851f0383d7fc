"""What a score stands on besides reviews, in words."""

from __future__ import annotations

import pytest

from analysis.evidence import served


@pytest.mark.parametrize(
    ("replays", "told"),
    [
        ((), ""),
        (("a.example=127.0.0.1:1",), "pages of a.example came from this machine, not from the web"),
        (
            ("a.example=127.0.0.1:1,b.example=127.0.0.1:2,c.example=[::1]:3;pace=1", "a.example=127.0.0.1:9"),
            "pages of a.example, b.example and 1 more host came from this machine, not from the web",
        ),
    ],
)
def test_a_replay_is_told_by_its_hosts_each_once(replays: tuple[str, ...], told: str) -> None:
    assert served(replays) == told
