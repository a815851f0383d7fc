"""One line of a bulk request, and what the server said to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from store.elastic.client import BLOCKED, BUSY, STARTING
from store.elastic.mappings import Json, Kind


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of a bulk request: `action` is index, create, update or delete.

    `terms` are its conditions, such as `version` (external) or `if_seq_no`.
    """

    action: str
    kind: Kind
    id: str
    body: bytes = b""
    terms: Json = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.body) + 150  # about the length of the line above it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the server said to one operation. `reason` is empty where it was done."""

    status: int
    kind: str = ""
    reason: str = ""

    @property
    def done(self) -> bool:
        return self.status < 300

    @property
    def conflict(self) -> bool:
        """A newer version is there, or the document that was to be made."""
        return self.status == 409

    @property
    def refused(self) -> bool:
        """This document will never be taken, however often it is sent."""
        return not self.done and not self.conflict and not self.again and self.status != 404

    @property
    def again(self) -> bool:
        return (self.status in BUSY or self.kind in STARTING) and self.kind != BLOCKED
