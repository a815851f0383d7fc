"""Reviews of games: what sounds like support there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scrapy.http import Response

from analysis.passages import split
from analysis.support import judge
from crawler.sources import spiders

PASSAGES, AT_MOST = 259, 2  # none of them speaks of support, as a person read them; only ever lowered


def english(path: Path) -> list[str]:
    """The texts of one recorded game, as the spider reads them."""
    recorded = json.loads(path.read_bytes())["reviews"]
    told = list(recorded.values()) if isinstance(recorded, dict) else recorded
    body = json.dumps({"response": {"reviews": told}}).encode()
    page = spiders()["steam"](app="900000201").extract(Response("https://recorded.example/", body=body), {})
    return [review.body for review in page.reviews if review.language == "en"]


@pytest.mark.shared
def test_few_passages_about_games_are_told_as_support(shared: Path) -> None:
    texts = [text for path in sorted((shared / "fixtures/steam").glob("*.json")) for text in english(path)]
    passages = [passage for text in texts for passage in split(text)]
    told = [passage for passage, verdict in zip(passages, judge(passages), strict=True) if verdict.support]
    assert (len(texts), len(passages)) == (20, PASSAGES)
    assert len(told) <= AT_MOST, told


@pytest.mark.parametrize(
    ("said", "support"),
    [
        ("Full controller support, plays great on the handheld.", False),
        ("I main support and the matchmaking is awful.", False),
        ("I waited two hours in the queue to join a server.", False),
        ("Buy the supporter pack, these devs deserve it.", False),
        ("Their support closed my ticket without reading it.", True),
        ("I opened a ticket about the missing expansion and nobody ever answered.", True),
        ("Player support gave me my account back in two hours.", True),
    ],
)
def test_what_support_is_in_a_game(said: str, support: bool) -> None:
    assert judge([said])[0].support is support
