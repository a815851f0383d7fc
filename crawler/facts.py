"""What a run saw: the counts that its verdict, its coverage and the progress lines rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from analysis.model import Reading, Review
from crawler.items import PageItem
from crawler.totals import Totals
from crawler.walls import CONSENT, LOGIN, ROBOT_CHECK
from store.ledger import Ack

_REMEMBERED: Final = 150_000  # review keys kept in memory to tell repeats, some 12 MB; beyond, bodies tell alone
WALLS: Final = (LOGIN, CONSENT, ROBOT_CHECK)
FIELDS: Final = ("published", "title", "body", "rating", "language", "reply", "verified", "author")


@dataclass(slots=True)
class Facts:
    """`reviews` counts each review once, however often it is on a page; `shown` once a page, as the store
    acknowledges them. `repeated` pages gave nothing but
    reviews of earlier pages; `repeated_in_a_row` and `barren_in_a_row` are how the last ones went."""

    pages: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    with_reviews: int = 0
    reviews: int = 0
    shown: int = 0
    twins: int = 0
    repeated: int = 0
    repeated_in_a_row: int = 0
    barren_in_a_row: int = 0
    totals: Totals = field(default_factory=Totals)
    newest: str = ""
    states: Counter[str] = field(default_factory=Counter)
    drops: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    unscored: int = 0
    _bodies: set[str] = field(default_factory=set)
    _keys: set[int] = field(default_factory=set)

    def note(self, page: PageItem) -> None:
        """Count a page that was read (or failed). Called once a page, before it is saved."""
        self.pages += 1
        self.drops.update(page.drops)
        if page.failed:
            self.failed[page.failed] += 1
            return
        if page.stated is not None:
            self.totals.add(page.about, page.stated)
        self.shown += len({reading.review.key for reading in page.readings})
        fresh = [reading for reading in page.readings if self._is_new(reading.review)]
        for reading in fresh:
            self._count(reading)
        self._judge(page, bool(fresh))

    def kept(self, ack: Ack) -> None:
        """Count what became of the reviews of a page that is safe."""
        self.states.update(ack.states.values())

    def _is_new(self, review: Review) -> bool:
        key = int(review.key[:16], 16)  # 64 bits tell half a million reviews apart
        if key in self._keys:
            return False
        if len(self._keys) < _REMEMBERED:
            self._keys.add(key)
        return True

    def _count(self, reading: Reading) -> None:
        review = reading.review
        self.reviews += 1
        self.unscored += bool(reading.unscored)
        if review.published is not None:
            self.newest = max(self.newest, review.published.first.isoformat())
        values = (
            review.published, review.title, review.body, review.rating, review.language, review.reply,
            review.verified is not None, review.author_key,
        )  # fmt: skip
        self.filled.update(name for name, value in zip(FIELDS, values, strict=True) if value)

    def _judge(self, page: PageItem, fresh: bool) -> None:
        """Whether the page repeats another: the same bytes, or no review that was not seen on an earlier one."""
        self.with_reviews += bool(page.readings)
        repeats = bool(page.readings) and (page.body_hash in self._bodies or not fresh)
        self._bodies.add(page.body_hash)
        self.repeated += repeats
        self.repeated_in_a_row = self.repeated_in_a_row + 1 if repeats else 0
        self.barren_in_a_row = 0 if fresh else self.barren_in_a_row + 1

    @property
    def stated(self) -> int | None:
        return self.totals.total

    @property
    def walls(self) -> int:
        return sum(self.failed[wall] for wall in WALLS)

    @property
    def failures(self) -> int:
        return self.failed.total()

    def coverage(self) -> dict[str, float]:
        """Share of the run's reviews that have each field, 0..1."""
        return {name: self.filled[name] / self.reviews for name in FIELDS} if self.reviews else {}

    def counts(self) -> Mapping[str, int]:
        """What the run's record says, and `rbp status` tells."""
        return {
            "pages": self.pages,
            "failed": self.failures,
            "reviews": self.reviews,
            "shown": self.shown,
            "unscored": self.unscored,
            **{state: self.states[state] for state in ("new", "changed", "known", "forgotten", "rejected")},
        }
