"""Which pages a run goes to: where it begins, what it follows, and when it has enough."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.dates import PartialDate
from crawler.facts import Facts
from crawler.items import PageItem
from crawler.ledger import Ledger
from crawler.plan import KNOWN_ENOUGH, Plan
from store.ledger import Ack, PageRef, RunMode

CAPACITY: Final = 10_000  # pages in memory that are still to visit, about 2 kB each; the rest waits in the ledger
MAX_PAGES: Final = 20_000  # a run; the next one goes on
MAX_DEPTH: Final = 5_000  # links away from the first page: a listing of 100,000 reviews has as many pages
MAX_BARREN: Final = 200  # pages in a row without a review that was not seen before: a calendar, a maze
MAX_REPEATS: Final = 3  # pages of a listing in a row that repeat others: the page number changes nothing


@dataclass(slots=True)
class Course:
    """`capped` says which limit ended the run early, `left_open` that a next run goes on behind it.

    `reached` is whether an incremental run met what was known, or the end. `too_old` is set by the
    screening where a page of a newest-first source was all older than --since.
    """

    plan: Plan
    facts: Facts
    ledger: Ledger | None
    newest_first: bool = False
    max_pages: int = MAX_PAGES
    capped: str = ""
    left_open: bool = False
    reached: bool = False
    too_old: bool = False
    _seen: set[int] = field(default_factory=set)
    _visited: int = 0
    _overflow: bool = False
    _known_in_a_row: int = 0
    _taken: set[str] = field(default_factory=set)

    async def opening(self, begin: Sequence[PageRef]) -> AsyncIterator[PageRef]:
        """The pages that the last run left open, else those that the target begins with."""
        refs: Iterable[PageRef] = begin
        if self.ledger is not None:
            await self.ledger.begin(begin)
            if self.plan.resumed:
                refs = await self._reopened() or await self.ledger.unvisited(begin)
        for ref in refs:
            self._enter(ref)
            yield ref

    async def onward(self, page: PageItem) -> list[PageRef]:
        """The pages to visit next, of those that this one leads to."""
        self._visited += 1  # the facts count a page when it has been read, which may be some pages later
        following = await self._following(page)
        fresh = [ref for ref in following if self._enter(ref)]
        return fresh if self.ledger is None else await self.ledger.unvisited(fresh)

    async def more(self) -> list[PageRef]:
        """What found no room earlier, now that the queue is empty."""
        if not self._overflow or self.ledger is None or self.capped:
            return []
        await self.ledger.keeper.flush()
        self._overflow = False
        return [ref for ref in await self._reopened() if self._enter(ref)]

    def leave(self, ref: PageRef) -> None:
        """The queue has no room: the page waits in the ledger."""
        self._seen.discard(_mark(ref))
        self._overflow = True

    async def _reopened(self) -> list[PageRef]:
        assert self.ledger is not None
        self.ledger.look_again()
        refs = await self.ledger.open_pages(CAPACITY)
        self._overflow |= len(refs) == CAPACITY
        return refs

    async def _following(self, page: PageItem) -> list[PageRef]:
        if page.failed:
            return []
        onward = [] if page.next is None or not await self._goes_on(page) else [page.next]
        if page.next is None and not self.capped:  # else there is more, and nobody gets to it
            self.reached = True
        links = [ref for ref in (*onward, *page.follow) if ref.depth <= MAX_DEPTH]
        if len(links) < len(onward) + len(page.follow):
            self.capped = self.capped or f"stopped {MAX_DEPTH:,} links from the first page"
        if links or len(self._seen) > self._visited:  # a cap that leaves nothing to visit is none
            self._cap()
        return [] if self.capped else links

    def _cap(self) -> None:
        if max(self.facts.pages, self._visited) >= self.max_pages:
            self.capped, self.left_open = f"stopped at {self.max_pages:,} pages", True
        elif self.facts.barren_in_a_row >= MAX_BARREN:
            self.capped = self.capped or f"{MAX_BARREN} pages in a row without a new review"

    async def _goes_on(self, page: PageItem) -> bool:
        """Whether the next page of a listing is wanted. Asked when this one was screened: a listing is read page
        after page, and no page is fetched for nothing."""
        await page.judged.wait()
        if self.facts.repeated_in_a_row >= MAX_REPEATS:
            self.capped = self.capped or f"{MAX_REPEATS} pages in a row repeat others"
            return False
        if self.too_old:
            return False
        if self.plan.mode is RunMode.INCREMENTAL and page.kept is not None:
            self._count_known(page, await page.kept)
            return not self.reached
        return True

    def _count_known(self, page: PageItem, ack: Ack) -> None:
        """Known and unchanged reviews in a row, of days that are known whole. A later one may have been saved by a run
        that was cut short, and one of this run's own may have been pushed on by newer ones: neither says anything of
        what lies behind it."""
        for reading in page.readings:
            key, old = reading.review.key, _is_behind(reading.review.published, self.plan.known_until)
            state = ack.states.get(key)
            if state == "new" and old:
                self._taken.add(key)
            known = state == "known" and key not in self._taken
            self._known_in_a_row = self._known_in_a_row + 1 if known and old else 0
            if self._known_in_a_row >= KNOWN_ENOUGH:
                self.reached = True

    def _enter(self, ref: PageRef) -> bool:
        """Note the page as on its way; False where it was already."""
        mark = _mark(ref)
        if mark in self._seen:
            return False
        self._seen.add(mark)
        return True


def _mark(ref: PageRef) -> int:
    return int(ref.key[:16], 16)  # 64 bits: no two of a run's pages meet, in a quarter of the memory


def _is_behind(published: PartialDate | None, known_until: str) -> bool:
    return published is None or published.last.isoformat() <= known_until
