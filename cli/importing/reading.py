"""Checks and reads lines; runs in this process or in a second one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.model import Reading, Review
from analysis.reading import default_reader
from cli.importing.columns import Line, complete
from crawler.intake import UNHASHED, admit
from crawler.policy import Access, SourcePolicy


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is the same for all lines. Without a secret no author is kept, not even as a hash."""

    secret: bytes
    today: date
    calibration: str = ""  # what the store's `rbp calibrate` kept
    deep: bool = False  # whether to weigh with the extra [deep], too


@dataclass(frozen=True, slots=True)
class ReadLines:
    """The readings of some lines, `bad` lines with their reasons, and what was emptied, by reason.

    `numbers` are the lines of the readings, `exports` those lines that rbp itself wrote.
    """

    readings: list[Reading]
    numbers: list[int]
    exports: frozenset[int]
    bad: list[tuple[int, str]]
    emptied: Mapping[str, int]


def read_lines(lines: Sequence[Line], stamp: Stamp) -> ReadLines:
    policy = SourcePolicy("", Access.IMPORT_ONLY, "imported by the user", stamp.today, licence="")
    emptied: Counter[str] = Counter()
    reviews: list[Review] = []
    numbers: list[int] = []
    bad: list[tuple[int, str]] = []
    for line in lines:
        emptied.update(line.emptied)
        if line.raw.author and not stamp.secret:
            line.raw.author = ""
            emptied[UNHASHED] += 1
        review, dropped = admit(
            line.raw, source=line.source, client=line.client, policy=policy, secret=stamp.secret, today=stamp.today
        )
        if review is None:
            bad.append((line.number, ", ".join(dropped)))
        else:
            emptied.update(dropped)
            reviews.append(complete(review, line))
            numbers.append(line.number)
    exports = frozenset(line.number for line in lines if "content_hash" in line.exact)
    readings = default_reader(stamp.calibration, deep=stamp.deep).read(reviews)
    return ReadLines(readings, numbers, exports, bad, emptied)
