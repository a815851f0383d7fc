"""What a score stands on besides reviews, in words."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.evidence import Edge, served
from analysis.model import Client, Engagement, Evidence, Tier


@pytest.mark.parametrize(
    ("tiers", "best", "stated"),
    [
        ([Tier.STATED, Tier.LOGO, Tier.FILING, Tier.TESTIMONIAL], Tier.FILING, False),
        ([Tier.STATED, Tier.LOGO], Tier.LOGO, False),
        ([Tier.STATED], Tier.STATED, True),
        ([], None, False),
    ],
)
def test_an_edge_is_as_good_as_the_best_of_its_evidence(tiers: list[Tier], best: Tier | None, stated: bool) -> None:
    told = tuple(Evidence(tier, date(2026, 1, 1)) for tier in tiers)
    edge = Edge(Client("acme", "Acme"), Engagement("quill", "acme", evidence=told), "")
    assert (edge.tier, edge.stated) == (best, stated)


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
