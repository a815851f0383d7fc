"""Pages that never came. Whose fault that is shows only when the domain has answered again."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.items import PageItem
from crawler.politeness.gate import Gate
from crawler.reasons import Unfetched


@dataclass(slots=True)
class Losses:
    """A page that timed out among pages that came has failed. One that was lost with all behind it fell to
    a dead network or server: it stays open, and the next crawl goes on there."""

    _unsettled: list[tuple[Gate, PageItem]] = field(default_factory=list)
    _settled: list[PageItem] = field(default_factory=list)

    def add(self, gate: Gate, page: PageItem, error: BaseException) -> bool:
        """Whether the page has failed as of now; else its domain has to answer first."""
        if not (isinstance(error, Unfetched) and error.again):
            return True
        gate.fail(page.failed)
        self._unsettled.append((gate, page))
        return False

    def answered(self, gate: Gate) -> None:
        """The domain answered: what was lost on it is the pages' own fault."""
        if self._unsettled:
            self._settled += [page for of, page in self._unsettled if of is gate]
            self._unsettled = [(of, page) for of, page in self._unsettled if of is not gate]

    def settled(self) -> list[PageItem]:
        """The pages that have failed since this was last asked."""
        found, self._settled = self._settled, []
        return found

    @property
    def unsettled(self) -> list[PageItem]:
        return [page for _, page in self._unsettled]
