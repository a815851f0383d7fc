"""The seam between a text and what it says about support. Everything that reads goes through a `Reader`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from analysis.model import Reading, Review


class Reader(Protocol):
    """Reads redacted reviews whose language is already told. Pure: the same review gives the same reading.

    `version` changes whenever any number that it gives may change; it is stored with each reading.
    """

    version: str

    def read(self, reviews: Sequence[Review]) -> list[Reading]:
        """One reading a review, in order. Never raises on any text."""
