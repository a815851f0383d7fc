"""One target's run from start to record: refused or planned, crawled, judged."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex

from scrapy.crawler import Crawler

from analysis.errors import RbpError, SourceRefused, StoreError
from analysis.model import Target
from crawler.completeness import verdict
from crawler.ending import ended_run, finish_of, outcome_of, watermark_of
from crawler.keeper import Keeper
from crawler.ledger import Ledger
from crawler.plan import Plan, plan
from crawler.policy import Access, check_parameters
from crawler.reasons import Interrupted
from crawler.report import CrawlOptions, Progress, TargetReport
from crawler.session import Session
from crawler.settings import of_a_run
from crawler.spider import ReviewSpider
from crawler.visit import Visit
from store.base import Store
from store.ledger import Run, RunMode, TargetState, Told

log = logging.getLogger(__name__)


class Job:
    """`spider` is None where the target names a source that is not there. `room` bounds how many run at once."""

    def __init__(
        self,
        target: Target,
        spider: type[ReviewSpider] | None,
        store: Store,
        keeper: Keeper,
        session: Session,
        options: CrawlOptions,
        room: asyncio.Semaphore,
    ) -> None:
        self.target = target
        self._spider = spider
        self._store = store
        self._keeper = keeper
        self._session = session
        self._options = options
        self._room = room
        self._visit: Visit | None = None
        self._told = Progress(target)
        self._lost = False

    async def run(self) -> TargetReport:
        """Visit the target. Whatever goes wrong with it is in the report."""
        try:
            report = await self._run()
        except Interrupted:
            report = TargetReport(self.target, f"partial: {self._session.halt.reason}, not begun")
        except (RbpError, OSError) as error:
            report = TargetReport(self.target, f"failed: {error}")
        except Exception as error:  # a bug must not take the other targets with it
            log.exception("the crawl of %s broke down", self.target)
            report = TargetReport(self.target, f"failed: {type(error).__name__}: {error}")
        self._told = replace(self.progress(), state=report.verdict, ended=True)
        self._visit = None  # it knows all pages and reviews of the run, and a crawl may have hundreds of targets
        return report

    def progress(self) -> Progress:
        """Where it stands now."""
        if self._visit is None:
            return self._told
        facts = self._visit.facts
        return Progress(self.target, "crawling", facts.pages, facts.failures, facts.reviews, facts.stated)

    async def _run(self) -> TargetReport:
        spider = self._admitted()
        begin = [follow.url for follow in spider(visit=self._new_visit(spider), **self._parameters).start_pages()]
        async with self._session.domains.hold(begin, self._session.halt), self._room:
            self._session.halt.check()
            if self._options.restart:
                await asyncio.to_thread(self._store.restart, self.target.key)
            state = await asyncio.to_thread(self._store.target, self.target.key)
            now = datetime.now(UTC)
            todo = plan(
                state,
                newest_first=spider.newest_first,
                full=self._options.full,
                now=now,
                narrowed=self._options.since is not None,
                lag=spider.publication_lag,
            )
            run = self._new_run(todo, now)
            visit = self._visit = self._new_visit(spider, todo, run, bool(state and state.captured))
            crashed = await self._crawl(spider, visit)
            return await self._record(visit, run, state, crashed)

    def _admitted(self) -> type[ReviewSpider]:
        """The spider, if it may run; raises SourceRefused or another error with its cure."""
        spider, source = self._spider, self.target.source
        if spider is None:
            raise SourceRefused(f"no spider named {source!r}; `rbp sources` lists them")
        if spider.policy.access is Access.IMPORT_ONLY:
            raise SourceRefused(
                f"{source} is never fetched ({spider.policy.terms}); save its pages in a browser, and `rbp import` them"
            )
        if spider.policy.access is Access.OPT_IN and source not in self._options.opt_in:
            raise SourceRefused(
                f"{source} wants your opt-in ({spider.policy.terms}); if you may crawl it, "
                f"put {source!r} into `[crawl] opt_in` of rbp.toml"
            )
        faults = check_parameters(spider.parameters, self._parameters)
        if faults:
            raise SourceRefused(f"{source}: {'; '.join(faults)}")
        return spider

    @property
    def _parameters(self) -> dict[str, str]:
        return dict(self.target.parameters)

    def _new_run(self, todo: Plan, now: datetime) -> Run:
        return Run(
            id=f"{now:%Y%m%dT%H%M%S}-{token_hex(4)}",
            target=self.target.key,
            sweep=todo.sweep,
            mode=todo.mode,
            started=now,
            replay=str(self._options.replay or ""),
        )

    def _new_visit(
        self, spider: type[ReviewSpider], todo: Plan | None = None, run: Run | None = None, known: bool = False
    ) -> Visit:
        visit = Visit(
            self.target,
            spider.policy,
            self._session,
            todo or Plan(1, RunMode.FULL, resumed=False),
            since=self._options.since,
            limit=self._options.limit,
            newest_first=spider.newest_first,
            left_out=spider.left_out,
            max_pages=self._options.max_pages,
        )
        if run is not None and todo is not None:
            ledger = Ledger(self._store, self._keeper, self.target, run, todo.resumed, known, visit.facts)
            visit.ledger = visit.course.ledger = ledger
        return visit

    async def _crawl(self, spider: type[ReviewSpider], visit: Visit) -> str:
        """Let Scrapy run the spider. Returns why it broke down, empty where it did not."""
        crawler = Crawler(spider, of_a_run(self._options.contact))
        try:
            await crawler.crawl_async(visit=visit, **self._parameters)
            await self._keeper.flush()
        except StoreError as error:
            self._lost = True
            return str(error)
        except Exception as error:  # what was read is judged and written down all the same
            log.exception("the crawl of %s broke down", self.target)
            return f"{type(error).__name__}: {error}"
        return ""

    async def _looked_up(self, visit: Visit) -> tuple[TargetState | None, Told]:
        """What the ledger knows of the target by now; of a lost store, which was waited for once, nothing."""
        this_run = Told({}, visit.facts.drops)
        if self._lost or self._keeper.lost:
            return None, this_run
        try:
            state = await asyncio.to_thread(self._store.target, self.target.key)
            if visit.plan.resumed:
                return state, await asyncio.to_thread(self._store.told, self.target.key)
        except StoreError as error:  # the run is told all the same, as far as it is known
            log.error("the ledger cannot be read: %s", error)
            return None, this_run
        return state, this_run

    async def _record(self, visit: Visit, run: Run, before: TargetState | None, crashed: str) -> TargetReport:
        """Judge the run and write it down."""
        state, told = await self._looked_up(visit)
        visit.facts.totals.update(told.totals)
        outcome = outcome_of(visit, finish_of(visit, crashed), before, state, told)
        judged = verdict(outcome)
        ended = ended_run(run, outcome, judged, watermark_of(visit, outcome, state))
        try:
            ended = await self._keeper.writer.finish(ended)
        except StoreError as error:  # the record is lost too; the first failure is the one to tell
            judged = judged if judged.startswith("failed") else f"failed: {error}"
        return TargetReport(self.target, judged, ended, dict(visit.facts.failed))
