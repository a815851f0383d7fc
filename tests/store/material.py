"""What the contract tests save, and how they save it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from analysis.dates import PartialDate
from analysis.keys import digest
from analysis.model import Doing, Mention, Rating, Reading, Reply, Review, Target
from store.base import Store, Writer
from store.ledger import Ack, Page, PageRef, Run, RunMode

Answer = TypeVar("Answer")
START = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
BANK = Target.of("reviews.example", "bluebird-bank", {"url": "https://bluebird.example/reviews"})
SHOP = Target.of("reviews.example", "corner-shop", {"url": "https://corner.example/reviews", "follow": "^/a$"})


def mention(
    number: int,
    polarity: float,
    passage: str = "They never called me back.",
    *,
    aspects: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
    doing: Doing = "agent",
    confidence: float | None = None,
) -> Mention:
    """A mention of no review yet: `reading` gives it one."""
    sure = abs(polarity) if confidence is None else confidence
    return Mention("", number, passage, aspects, channels, doing, polarity, sure, polarity / 2)


def reading(
    ref: str,
    *mentions: Mention,
    day: str | None = "2024-05-03",
    body: str = "They never called me back.",
    client: str = BANK.client,
    scorer: str = "reader-1",
    unscored: str = "",
    disagrees: bool = False,
    **fields: Any,
) -> Reading:
    review = Review(
        source=fields.pop("source", BANK.source),
        ref=ref,
        url=fields.pop("url", f"https://reviews.example/{ref}"),
        client=client,
        published=PartialDate.parse(day) if day else None,
        body=body,
        language=fields.pop("language", "en"),
        content_hash=fields.pop("content_hash", digest(body)),
        **fields,
    )
    own = tuple(replace(one, review=review.key) for one in mentions)
    return Reading(review, scorer, own, unscored, disagrees)


def rich_reading() -> Reading:
    """Every field filled, with text that breaks careless stores."""
    return reading(
        "full",
        mention(0, -0.75, "Zoë’s agent hung up 😡", aspects=("attitude", "wait"), channels=("phone", "chat")),
        mention(3, 0.5, "refunds\tare 'slow'; DROP TABLE review", doing="policy", aspects=("resolution",)),
        day="2024-02",
        body='Straße „Grüße“ 東京 \x1b[31mred\x1b[0m <b>bold</b>\r\n"quoted"\x00 end\ud83d',
        title="Élan, 100 %",
        rating=Rating(0.25, worst=0.0, best=10.0),
        language_confidence=0.875,
        reply=Reply("Wir rufen an. ☎", PartialDate.parse("2024")),
        verified=False,
        author_key=digest("somebody"),
        licence="CC BY 4.0",
        quotable=False,
        disagrees=True,
    )


@dataclass(slots=True)
class Crawl:
    """One run of one target, page after page."""

    target: Target = BANK
    sweep: int = 1
    mode: RunMode = RunMode.FULL
    id: str = "run-1"
    started: datetime = START

    @property
    def run(self) -> Run:
        return Run(self.id, self.target.key, self.sweep, self.mode, self.started)

    def ref(self, number: int) -> PageRef:
        url = dict(self.target.parameters).get("url", "https://site.example/")
        return PageRef(self.target.key, f"{url}?page={number}", number, '{"n": 1}')

    def page(self, number: int, *readings: Reading, minutes: int = 0, **fields: Any) -> Page:
        fetched = self.started + timedelta(minutes=minutes)
        return Page(self.ref(number), self.id, fetched, readings, **fields)

    def ended(self, finish: str = "finished", verdict: str = "whole", **fields: Any) -> Run:
        return replace(self.run, ended=self.started + timedelta(hours=1), finish=finish, verdict=verdict, **fields)


def write(store: Store, work: Callable[[Writer], Coroutine[Any, Any, Answer]]) -> Answer:
    """Run some work with a writer of the store, and close it."""

    async def session() -> Answer:
        async with store.writer() as writer:
            return await work(writer)

    return asyncio.run(session())


def begin(store: Store, crawl: Crawl) -> None:
    write(store, lambda writer: writer.begin(crawl.target, crawl.run))


def save(store: Store, crawl: Crawl, *pages: Page) -> list[Ack]:
    async def work(writer: Writer) -> list[Ack]:
        await writer.begin(crawl.target, crawl.run)
        return await writer.save(pages)

    return write(store, work)


def finish(store: Store, run: Run) -> Run:
    return write(store, lambda writer: writer.finish(run))


def keep(store: Store, readings: Iterable[Reading], *, minutes: int = 0) -> None:
    """Save readings as the single page of their client's target, fetched so many minutes after the start."""
    by_client: dict[str, list[Reading]] = {}
    for one in readings:
        by_client.setdefault(one.review.client, []).append(one)
    for client, mine in by_client.items():
        crawl = Crawl(Target.of(BANK.source, client, {"url": f"https://{client}.example/"}), id=f"run-{client}")
        save(store, crawl, crawl.page(1, *mine, minutes=minutes))
