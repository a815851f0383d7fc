"""One run of one target: what its spider, the pipelines and the fetcher share while it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from secrets import token_bytes

from analysis.model import Target
from crawler.course import MAX_PAGES, Course
from crawler.desk import Desk, Stamp
from crawler.facts import Facts
from crawler.halt import Halt
from crawler.ledger import Ledger
from crawler.losses import Losses
from crawler.plan import Plan
from crawler.policy import Access, SourcePolicy
from crawler.politeness.domains import Domains
from crawler.politeness.gate import Gate
from crawler.replay import Replay
from crawler.session import Session
from store.ledger import RunMode

_AFRESH = Plan(1, RunMode.FULL, resumed=False)
_NO_POLICY = SourcePolicy("", Access.OPEN, "none", date.min, "")


@dataclass(slots=True)
class Visit:
    """`ledger` is None where pages are read and not kept (`scrapy crawl` without a workspace).

    `halt` stops this run; the session's, which stops all, sets it too. `since` and `limit` narrow the run.
    """

    target: Target
    policy: SourcePolicy
    session: Session
    plan: Plan = _AFRESH
    ledger: Ledger | None = None
    since: date | None = None
    limit: int | None = None
    newest_first: bool = False
    left_out: frozenset[str] = frozenset()
    max_pages: int = MAX_PAGES
    halt: Halt = field(init=False)
    facts: Facts = field(init=False)
    course: Course = field(init=False)
    losses: Losses = field(init=False)

    def __post_init__(self) -> None:
        self.halt = Halt(self.session.halt)
        self.facts = Facts()
        self.losses = Losses()
        self.course = Course(self.plan, self.facts, self.ledger, self.newest_first, self.max_pages)

    @classmethod
    def alone(cls, source: str, policy: SourcePolicy, parameters: Mapping[str, str]) -> Visit:
        """A visit without a workspace: polite and safe like any other, but nothing is kept."""
        return cls(Target.of(source, "", parameters), policy, _lone_session())

    @classmethod
    def stray(cls) -> Visit:
        """For requests that belong to no source, such as those of `scrapy shell URL`."""
        return _stray_visit()

    @property
    def stamp(self) -> Stamp:
        """What goes on every review of the run."""
        session = self.session
        target = self.target
        return Stamp(target.source, target.client, self.policy, session.secret, session.today)

    def gate(self, url: str) -> Gate:
        return self.session.domains.gate(url, max(self.policy.delay, self.session.delay))

    def stop(self, reason: str) -> None:
        """End the run: `interrupted`, `limit` or `failed: ...`. Pages on their way stay open."""
        self.halt.set(reason)


@cache
def _lone_session() -> Session:
    replay = Replay.from_environment()
    paced = replay is None or replay.paced
    domains = Domains(paced=paced, pace=replay.pace if replay else None)
    return Session(replay, domains, Desk(processes=False), Halt(), token_bytes(32))


@cache
def _stray_visit() -> Visit:
    return Visit.alone("", _NO_POLICY, {})
