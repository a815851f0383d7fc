"""Takes a saved page into the store and its ledger, by the steps that a crawled page goes through.

The saved pages of one listing are one target. It is swept once, a page whenever a person saves one: what is not saved
again has not vanished.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from secrets import token_hex
from typing import Final

from analysis.errors import PageError
from analysis.model import Reading as ReadingOf
from analysis.model import Target
from crawler.completeness import verdict
from crawler.copies import Copies
from crawler.desk import Desk
from crawler.ending import ended_run, outcome_of
from crawler.halt import Halt
from crawler.intake import EMPTY, TOO_LONG, UNHASHED
from crawler.items import PageItem
from crawler.keeper import Keeper
from crawler.ledger import Ledger
from crawler.links import listing_of
from crawler.pipelines.reading import Reading
from crawler.pipelines.screening import LONG_ENOUGH, Screening, renamed
from crawler.plan import Plan
from crawler.politeness.domains import Domains
from crawler.saved.opening import SavedPage
from crawler.session import Session
from crawler.spider import ReviewSpider
from crawler.visit import Visit
from store.base import Store
from store.ledger import PageRef, Run, RunMode

NO_REVIEWS: Final = "no reviews"
UNTOLD: Final = "how many there are is not told"  # a person saves some pages of many: never `whole` by itself
_PLAN: Final = Plan(1, RunMode.FULL, resumed=True)


@dataclass(slots=True)
class Taken:
    """What came of one page. `verdict` and `stated` are of its target, all pages so far together. `left_out` counts
    what looked like a review and was not kept, `emptied` the fields that were kept without, `copies` the reviews that
    the store has from another source as well."""

    target: Target
    verdict: str
    stated: int | None
    reviews: int
    states: Counter[str]
    left_out: Counter[str]
    emptied: Counter[str]
    copies: Counter[str]


@dataclass(frozen=True, slots=True)
class Taker:
    """Takes pages in, one after the other. Without a `secret` no author is kept, not even as a hash; `calibration`
    and `deep` are those of `crawler.desk.Desk`."""

    store: Store
    secret: bytes
    today: date
    calibration: str = ""
    deep: bool = False

    async def take(self, page: SavedPage, name: str, target: Target, spider: type[ReviewSpider]) -> Taken:
        """Keep the reviews of a page. `name` is its file's.

        Raises PageError with the wall that it is, or why else it gives no review: then nothing is noted of it.
        """
        address = page.response.url
        async with self._visit(target, spider) as (visit, ledger):
            item = spider(visit=visit).read_page(page.response, PageRef(target.key, address))
            if item.failed or not item.raw:
                raise PageError(item.failed or NO_REVIEWS, f"{item.stated:,} stated" if item.stated else "")
            item.ref = PageRef(target.key, page.visited or address or f"file:{name}")
            item.next, item.follow = None, ()
            left_out, emptied = await self._read(visit, item)
            item.readings = await self._under_known_names(ledger, item.readings)
            await Screening(visit, stable_ids=spider.stable_ids).process_item(item)
            copies = await Copies(self.store).of(ledger.keeper.writer, target.source, target.client, item.readings)
            await ledger.begin([item.ref])
            await (await ledger.keep(item, hurry=True))
            judged = await self._judge(visit, ledger, alone=not address)
        states = visit.facts.states
        return Taken(target, judged, visit.facts.stated, states.total(), states, left_out, emptied, copies)

    @asynccontextmanager
    async def _visit(self, target: Target, spider: type[ReviewSpider]) -> AsyncIterator[tuple[Visit, Ledger]]:
        """A visit that fetches nothing, with a ledger."""
        desk = Desk(self.calibration, deep=self.deep, processes=False)
        session = Session(None, Domains(), desk, Halt(), self.secret, today=self.today)
        visit = Visit(target, spider.policy, session, _PLAN, left_out=spider.left_out)
        now = datetime.now(UTC)
        run = Run(f"{now:%Y%m%dT%H%M%S}-{token_hex(4)}", target.key, _PLAN.sweep, _PLAN.mode, now)
        async with self.store.writer() as writer:
            keeper = Keeper(writer, lambda error: None)  # a loss is raised where the page is kept
            ledger = visit.ledger = Ledger(self.store, keeper, target, run, True, True, visit.facts)
            try:
                yield visit, ledger
            finally:
                await keeper.close()
                desk.close()

    async def _read(self, visit: Visit, item: PageItem) -> tuple[Counter[str], Counter[str]]:
        """Check, hash, redact and read the reviews; what was left out, and what was emptied."""
        left_out, emptied = Counter(item.drops), Counter[str]()
        if not self.secret:
            emptied[UNHASHED] = sum(bool(raw.author) for raw in item.raw)
            for raw in item.raw:
                raw.author = ""
        await Reading(visit).process_item(item)
        if item.failed:
            raise PageError(item.failed)
        for reason, number in (item.drops - left_out).items():
            (left_out if reason in (EMPTY, TOO_LONG) else emptied)[reason] += number
        if not item.readings:
            raise PageError(NO_REVIEWS, ", ".join(left_out))
        return left_out, +emptied

    async def _under_known_names(self, ledger: Ledger, readings: list[ReadingOf]) -> list[ReadingOf]:
        """New reviews without ids of their own under the names that the store has for the same words of an author.

        Such a name holds the address of the listing, which a person saves sorted in one way or another, or untold.
        """
        nameless = {one.review.key: one for one in readings if _is_nameless(one)}
        for known in self.store.get(list(nameless)):
            del nameless[known.review.key]
        names = await ledger.twins([one.review.content_hash for one in nameless.values()])
        twins = {key: renamed(one, names.get(one.review.content_hash)) for key, one in nameless.items()}
        authors = {
            one.review.key: one.review.author_key for one in self.store.get([t.review.key for t in twins.values()])
        }
        same = {key: twin for key, twin in twins.items() if authors.get(twin.review.key, "") == twin.review.author_key}
        return [same.get(one.review.key, one) for one in readings]

    async def _judge(self, visit: Visit, ledger: Ledger, *, alone: bool) -> str:
        """Hold what the target has by now against what its pages state, and write the run down.

        A page that does not tell its address is judged `alone`: another one's file may be called the same.
        """
        facts, run, key = visit.facts, ledger.run, visit.target.key
        state, told = self.store.target(key), self.store.told(key)
        facts.totals.update({} if alone else told.totals)
        outcome = outcome_of(visit, "finished", None, state, told)
        if alone:
            outcome = replace(outcome, have=facts.reviews)
        if facts.stated is None:
            outcome = replace(outcome, capped=outcome.capped or UNTOLD)
        elif outcome.have >= facts.stated:
            outcome = replace(outcome, capped="")  # other pages were saved without the filter
        judged = verdict(outcome)
        await ledger.keeper.writer.finish(ended_run(run, outcome, judged))
        return judged


def _is_nameless(reading: ReadingOf) -> bool:
    """Whether its name was made, and its text is long enough not to be written twice by chance."""
    return reading.review.ref.startswith("made:") and len(reading.review.text) >= LONG_ENOUGH


def target_of(page: SavedPage, name: str, source: str, client: str) -> Target:
    """The listing that a page belongs to, whatever its number; a page that does not tell its address stands alone."""
    listing = listing_of(page.response.url)
    return Target.of(source, client, {"saved": listing} if listing else {"file": name})
