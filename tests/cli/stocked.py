"""A workspace whose store holds a few readings, for the commands that ask it."""

from __future__ import annotations

from pathlib import Path

import store
from analysis.model import Rating, Reading, Target
from tests.store.material import Crawl, finish, keep, mention, reading, save

CRAWLED = Target.of("cfpb", "bluebird-bank", {"company": "BLUEBIRD BANK, N.A."})  # the dossier's own target
READINGS: tuple[Reading, ...] = (
    reading("1", mention(0, -0.5, aspects=("follow_up",)), day="2024-05-03", rating=Rating(0.0)),
    reading("2", mention(0, 0.75, "Very kind agent"), body="Very kind agent \x1b[31m never rude", day="2023-01"),
    reading("3", body="They never write.", day="2021-06-01"),
    reading("4", body="Never heard of them.", client="corner-shop", day=None, url="https://x.example/4"),
)


def stock(root: Path, readings: tuple[Reading, ...] = READINGS, verdict: str = "partial: 1 of 3 pages") -> str:
    """Fill the workspace's own store; returns its URL."""
    url = f"sqlite:{root / 'rbp.db'}"
    with store.open(url) as opened:
        keep(opened, readings)
        crawl = Crawl(CRAWLED, id="crawl")
        save(opened, crawl, crawl.page(1, readings[0], found=(crawl.ref(2),)), crawl.page(3, failed="HTTP 500"))
        finish(opened, crawl.ended(verdict=verdict, drops={"no text": 2}, replay="x=127.0.0.1:1"))
    return url
