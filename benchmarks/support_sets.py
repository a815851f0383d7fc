"""The labelled sets that tell whether a text speaks of support: read, and measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from analysis.aspects import find
from analysis.features import tokens
from analysis.passages import split
from analysis.support import judge
from benchmarks.figures import Figures, binary, macro, micro
from benchmarks.shared import lines, table

Rows = list[dict[str, Any]]
# The rival of relevance: words that can hardly mean anything but support.
_KEYWORDS = frozenset(
    ("support", "helpdesk", "helpline", "hotline", "agent", "agents", "rep", "reps", "representative",
     "representatives", "advisor", "adviser")
)  # fmt: skip
_PAIRS = {("customer", "service"), ("customer", "services"), ("customer", "care"), ("call", "center"),
          ("call", "centre"), ("on", "hold"), ("hung", "up"), ("live", "chat")}  # fmt: skip


class Measured(NamedTuple):
    """One row of the table. `keywords` is the F1 of plain keywords on the same question, where they can answer it."""

    name: str
    figures: Figures
    keywords: float | None = None


def measure(shared: Path, step: int = 1) -> Iterator[Measured]:
    """All questions on all sets; every `step`-th text of the large ones."""
    yield from _gold(lines(shared / "gold/gold.jsonl"))
    yield from _fabsa(table(shared / "data/fabsa/fabsa_dataset.csv")[::step])
    yield _laptops(table(shared / "data/semeval_absa/lap15_train.tsv")[::step])
    yield _tweets(table(shared / "data/airline_tweets/tweets.csv")[::step])


def speaks(text: str) -> bool:
    """Whether any passage of a text speaks of support: what a review's reading says."""
    return any(verdict.support for verdict in judge(split(text)))


def named(text: str) -> bool:
    words = tokens(text)
    return not _KEYWORDS.isdisjoint(words) or any(pair in _PAIRS for pair in pairwise(words))


def _gold(rows: Rows) -> Iterator[Measured]:
    """The project's own passages, each judged alone and as one, like they were labelled."""
    truth = [row["support"] == 1 for row in rows]
    found = binary(truth, [judge([row["text"]])[0].support for row in rows])
    yield Measured("gold relevance", found, binary(truth, [named(row["text"]) for row in rows]).f1)
    about = [row for row in rows if row["support"]]
    told = [find(row["text"]) for row in about]
    yield Measured(
        "gold doing", macro([row["doing"] == "agent" for row in about], [one.doing == "agent" for one in told])
    )
    yield Measured("gold aspects", micro([row["aspects"] for row in about], [one.aspects for one in told]))
    yield Measured("gold channels", micro([row["channels"] for row in about], [one.channels for one in told]))


def _fabsa(rows: Rows) -> Iterator[Measured]:
    """Whole reviews; true where professional annotators gave any label of staff support."""
    yield _texts("fabsa relevance", rows, _about_staff)
    for company in sorted({row["org_index"] for row in rows}):
        yield _texts(
            f"fabsa relevance, company {company}", [row for row in rows if row["org_index"] == company], _about_staff
        )


def _about_staff(row: dict[str, Any]) -> bool:
    return any(value for name, value in row.items() if name.startswith("staff-support"))


def _laptops(rows: Rows) -> Measured:
    return _texts("laptop15 relevance", rows, lambda row: "SUPPORT#" in row["categories"])


def _tweets(rows: Rows) -> Measured:
    """Complaints with a reason; true where it is customer service. Those about staff on board are among them."""
    told = [row for row in rows if row["negativereason"]]
    return _texts("airline tweets, reason service", told, lambda row: row["negativereason"] == "Customer Service Issue")


def _texts(name: str, rows: Rows, label: Any) -> Measured:
    truth: Sequence[bool] = [bool(label(row)) for row in rows]
    texts = [row["text"] for row in rows]
    return Measured(name, binary(truth, list(map(speaks, texts))), binary(truth, list(map(named, texts))).f1)
