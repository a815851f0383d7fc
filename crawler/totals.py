"""How many reviews a target has by its own account: what its pages state, added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_OWN: Final = ""  # what a page that speaks of the target itself is about


@dataclass(slots=True)
class Totals:
    """Many pages may state the total of one thing, and each page that of another: of each thing the greatest counts,
    once. The target's own total, which mostly holds those of its parts, is not added to theirs: the greater counts."""

    _stated: dict[str, int] = field(default_factory=dict)
    _parts: int = 0

    def add(self, about: str, stated: int) -> None:
        before = self._stated.get(about, 0)
        if stated >= before:
            self._stated[about] = stated
            self._parts += stated - before if about != _OWN else 0

    def update(self, totals: Mapping[str, int]) -> None:
        """With what other runs were told."""
        for about, stated in totals.items():
            self.add(about, stated)

    @property
    def total(self) -> int | None:
        """None where no page states any."""
        return max(self._parts, self._stated.get(_OWN, 0)) if self._stated else None
