"""The store contract. One set of contract tests (tests/store/) holds every store to it.

A `Store` answers (synchronous), a `Writer` takes what a crawl brings (asynchronous, so that the
reactor never waits). Each store is one module here with `SCHEMES` and `connect(url, ...) -> Store`.

`scopes=None` means the whole store; an empty sequence means nothing at all: a vendor without a
dated engagement must never be answered with everybody's reviews. Several scopes are a union:
a review that is in two of them counts once. The channels of a scope are asked for by `tallies` (of an
opinion) and `quotes` (of a mention) alone: a review belongs to no channel.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Self

from analysis.calibration import NAME as CALIBRATION
from analysis.model import OVERALL, Basis, Reading, Scope, Target
from analysis.tally import Census, CensusKey, Hit, Quote, Tally, TallyKey
from store.ledger import Ack, Page, PageRef, Run, TargetState, Told


@dataclass(frozen=True, slots=True)
class Health:
    """What `rbp doctor` prints. `writable` was tried, not assumed; `cure` is empty where all is well."""

    url: str
    version: str
    schema: int
    writable: bool
    detail: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reviews to forget; what is given must all hold. `before` is exclusive."""

    url: str | None = None
    ref: str | None = None
    client: str | None = None
    before: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A calibration learned from this store. `payload` is JSON text."""

    name: str
    version: int
    payload: str


class Writer(ABC):
    """Takes pages from a crawl. Used by one crawl at a time, from one event loop.

    Replaying anything changes nothing: keys are hashes and a page is written whole or not at all.
    """

    @abstractmethod
    async def begin(self, target: Target, run: Run) -> None:
        """Note that a run has started. Ends, as `interrupted`, a run of the target that was killed."""

    @abstractmethod
    async def save(self, pages: Sequence[Page]) -> list[Ack]:
        """Keep whole pages: their readings, their done (or failed) marks, the pages that they found.

        A page that is `cut` gets no mark: where it is not done yet it is, or stays, open.
        A found page that is already known in this sweep stays as it is. A review whose
        `content_hash` is unchanged is `known`; its mentions are replaced only if the scorer
        differs. Of two versions of a review the one fetched later stays (at one moment: the one with
        the greater `content_hash`, then `scorer`). One that was forgotten stays so.
        Raises StoreError where nothing was kept.
        """

    @abstractmethod
    async def enqueue(self, run: Run, refs: Sequence[PageRef]) -> None:
        """Note pages as found before any page was read: where a run starts."""

    @abstractmethod
    async def visited(self, run: Run, keys: Sequence[str]) -> set[str]:
        """Those of these page keys that are done (or failed for good) in the run's sweep."""

    @abstractmethod
    async def twins(self, target: Target, hashes: Sequence[str]) -> Mapping[str, str]:
        """content_hash -> `ref` of a stored review of the target's source and client with that content; the
        lowest ref where several have it, nothing where none has. How a crawl tells ids that change on each visit.
        """

    @abstractmethod
    async def finish(self, run: Run) -> Run:
        """Write the ended run. After a whole full sweep, marks what was not seen in it as vanished.

        Whole and full is a run whose mode is FULL, whose finish is `finished` and whose verdict starts with `whole`.
        Returns the run with `counts["vanished"]` added.
        """

    @abstractmethod
    async def close(self) -> None:
        """Flush and let go. Safe to call twice."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class Store(ABC):
    """Answers questions. Every method raises StoreError (or a class below it) with one clear line.

    Threads may ask at once, as the targets of a crawl do; an answer holds all that was saved before it was asked for.
    """

    url: str  # without credentials

    @abstractmethod
    def writer(self) -> Writer: ...

    # questions ------------------------------------------------------------------------------

    @abstractmethod
    def tallies(
        self,
        scopes: Sequence[Scope] | None,
        by: Sequence[TallyKey] = (),
        *,
        basis: Basis = Basis.VENDOR,
        aspects: Sequence[str] | None = (OVERALL,),
    ) -> list[Tally]:
        """Sums over opinions, grouped by `by`, in ascending order of key; `aspects=None` takes all rows.

        A review too coarsely dated for a period (or of no language) is in the group "".
        No opinion in scope gives an empty list, also without `by`.
        """

    @abstractmethod
    def census(self, scopes: Sequence[Scope] | None, by: Sequence[CensusKey] = ()) -> list[Census]:
        """Counts over reviews, grouped and ordered like `tallies`. The channels of a scope do not matter
        here: a review belongs to no channel. The group `unscored` of a scored review is ""."""

    @abstractmethod
    def copies(self, scopes: Sequence[Scope] | None) -> Mapping[str, int]:
        """Client -> its reviews in scope that speak of support and have the `content_hash` of another such one of the
        client: of three alike, two. One without a hash is like none; a client without a copy is left out."""

    @abstractmethod
    def quotes(
        self,
        scopes: Sequence[Scope] | None,
        *,
        negative: bool,
        aspect: str | None = None,
        basis: Basis = Basis.VENDOR,
        limit: int = 5,
    ) -> list[Quote]:
        """Mentions beyond the polarity cut on one side, of quotable reviews, at most one a review.

        In order of confidence (rounded to 2 decimals, so that dates decide between equals),
        date (newest first; a partial one by its first day, none last), then mention id. Never by a text rank.
        """

    @abstractmethod
    def search(
        self,
        words: str,
        scopes: Sequence[Scope] | None = None,
        *,
        aspects: Sequence[str] = (),
        limit: int = 20,
    ) -> list[Hit]:
        """Reviews that hold all the words (case folded, accents kept), best first.

        Any text is a legal query: operators and quotes are plain characters. With `aspects`,
        only reviews with a mention of one of them.
        """

    @abstractmethod
    def readings(
        self, scopes: Sequence[Scope] | None = None, *, after: str = "", other_than_scorer: str | None = None
    ) -> Iterator[Reading]:
        """All readings in order of review key, from behind `after`; streamed, no matter how many.

        `other_than_scorer` leaves out what that scorer read: what `rescore` still has to do.
        """

    @abstractmethod
    def get(self, keys: Sequence[str]) -> list[Reading]:
        """The readings with these review keys, in that order; unknown keys are left out."""

    # keeping -------------------------------------------------------------------------------

    @abstractmethod
    def rewrite(self, readings: Iterable[Reading]) -> int:
        """Replace the readings of known reviews (rescore). Returns how many; leaves no stale mention.

        A review that is gone, or whose `content_hash` has changed meanwhile, is left alone.
        """

    @abstractmethod
    def selected(self, selection: Selection) -> int:
        """How many reviews `forget` would take. Raises ValueError on an empty selection."""

    @abstractmethod
    def forget(self, selection: Selection) -> int:
        """Delete the selected reviews with all that was read from them; keep their key hashes only,
        so that no later crawl brings them back. Raises ValueError on an empty selection."""

    @abstractmethod
    def save_model(self, model: StoredModel) -> None: ...

    @abstractmethod
    def model(self, name: str, version: int | None = None) -> StoredModel | None:
        """The newest version, or the one asked for; None where there is none."""

    def calibration(self) -> str:
        """What `rbp calibrate` kept here last, for `default_reader`; empty where it kept nothing, or is off."""
        kept = self.model(CALIBRATION)
        return kept.payload if kept else ""

    # ledger --------------------------------------------------------------------------------

    @abstractmethod
    def targets(self) -> list[TargetState]:
        """Every target ever crawled or imported, by source, client, key."""

    @abstractmethod
    def target(self, key: str) -> TargetState | None: ...

    @abstractmethod
    def pending(self, target: str) -> Iterator[PageRef]:
        """Pages of the newest sweep that were found and are not done, in the order they were found; streamed."""

    @abstractmethod
    def told(self, target: str) -> Told:
        """What the pages of the newest sweep told; looks at each of them."""

    @abstractmethod
    def restart(self, target: str) -> None:
        """Forget the target's pages and watermark; its reviews and the record of its runs stay."""

    # the store itself ----------------------------------------------------------------------

    @abstractmethod
    def health(self) -> Health:
        """Reachable and writable, tried for real; raises StoreError where it is not reachable."""

    @abstractmethod
    def stats(self) -> Mapping[str, int]:
        """Documents and bytes a kind, such as `reviews`, `mentions`, `opinions`, `pages`, `bytes`."""

    def migrate(self, say: Callable[[str], None]) -> int:
        """Bring what an older rbp wrote to this schema. Returns how many tables or indices were copied; 0 where a
        store does so by itself when it is opened. What it was copied from stays until `drop_old`."""
        return 0

    def drop_old(self) -> list[str]:
        """Delete what a migration has left behind; returns the names."""
        return []

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
