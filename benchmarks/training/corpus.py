"""What the support model learns from: learn.jsonl, passages written for this project, sets with a free licence."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.shared import lines, table

_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_WRITTEN_WEIGHT = 2.0  # they speak of many companies, learn.jsonl mostly of banks
_FILLINGS = 4  # of each written passage that has slots
_SLOTS: dict[str, tuple[str, ...]] = {
    "Name": ("Emma", "Daniel", "Sophie", "Carlos", "Priya", "Michael", "Karen", "Ahmed", "Julie", "Tom",
             "Grace", "Lena"),
    "He": ("He", "She", "They", "The lady", "The guy", "The agent"),
    "he": ("he", "she", "they"),
    "his": ("his", "her", "their"),
    "person": ("lady", "guy", "gentleman", "girl", "man", "woman", "person", "chap"),
    "Person": ("Lady", "Guy", "Gentleman", "Girl", "The man", "The woman", "The person"),
    "rep": ("agent", "representative", "rep", "advisor", "operator", "supervisor", "manager", "consultant"),
    "Rep": ("Agent", "The representative", "Your rep", "The advisor", "Operator", "The supervisor", "The manager"),
    "support": ("customer service", "customer support", "tech support", "customer care", "support", "the support team",
                "the call centre", "the help desk", "your helpline", "the service team"),
    "Support": ("Customer service", "Customer support", "Tech support", "Customer care", "Support", "The support team",
                "Their call center", "The help desk", "Your helpline", "The service team"),
    "desk": ("service desk", "counter", "check-in desk", "transfer desk", "branch", "baggage desk",
             "customer service counter"),
    "company": ("Acme", "the bank", "the airline", "this company", "your company", "they"),
    "kind": ("friendly", "helpful", "polite", "patient", "kind", "lovely", "courteous", "pleasant", "professional"),
    "able": ("knowledgeable", "professional", "efficient", "informative", "competent", "clear"),
    "rude": ("rude", "condescending", "dismissive", "unhelpful", "arrogant", "impatient", "unfriendly"),
    "unable": ("incompetent", "clueless", "useless", "untrained"),
    "great": ("great", "excellent", "fantastic", "amazing", "awesome", "good", "brilliant", "wonderful"),
    "Great": ("Great", "Excellent", "Fantastic", "Amazing", "Good", "Brilliant"),
    "bad": ("worst", "terrible", "awful", "horrible", "poor", "bad", "pathetic"),
    "fast": ("within minutes", "quickly", "immediately", "very fast", "the next day", "promptly"),
    "time": ("an hour", "40 minutes", "two hours", "3 weeks", "five days", "over an hour", "two months", "55 mins"),
    "n": ("three", "5", "two", "ten", "four"),
    "solved": ("sorted", "solved", "fixed", "resolved", "sorted out"),
    "problem": ("problem", "issue", "enquiry", "billing problem", "question", "complaint", "account problem"),
    "ticket": ("complaint", "email", "request", "message", "query", "dispute"),
    "thing": ("order", "refund", "bag", "booking", "account", "card", "payment", "ticket", "money", "subscription"),
    "task": ("switch supplier", "change my booking", "get my account back", "sort out a refund", "set up my account",
             "cancel my subscription", "rebook my flight", "find a better deal"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled passage. `weight` is below 1 where the label is only likely."""

    text: str
    support: bool
    doing: str = ""
    aspects: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    weight: float = 1.0


# Sets with a free licence in which hardly anything is said about support, with how many texts are drawn of each.
_LIKELY_NOT = (
    ("mams/acsa_train.tsv", "text", 600),
    ("banking77/train.csv", "text", 600),
    ("fine_food/reviews.tsv", "text", 300),
    ("uci_sentences/amazon_cells.tsv", "text", 300),
    ("vader_icwsm2014/movieReviewSnippets.csv", "text", 300),
    ("vader_icwsm2014/nytEditorialSnippets.csv", "text", 200),
    ("vader_icwsm2014/tweets.csv", "text", 400),
    ("womens_clothing/reviews.tsv", "text", 200),
)
_LIKELY_WEIGHT = 0.3


def examples(shared: Path) -> Iterator[Example]:
    """All that is learned from, always in the same order."""
    yield from labelled(shared / "gold/learn.jsonl")
    yield from written()
    yield from likely_not(shared)


def labelled(path: Path) -> Iterator[Example]:
    """The passages of gold.jsonl or learn.jsonl."""
    for row in lines(path):
        aspects, channels = tuple(row.get("aspects", ())), tuple(row.get("channels", ()))
        yield Example(row["text"], row["support"] == 1, row.get("doing", ""), aspects, channels)


def likely_not(shared: Path) -> Iterator[Example]:
    """Texts of sets that hardly speak of support: dishes, films, questions to a bank."""
    draw = random.Random(0)
    for name, column, count in _LIKELY_NOT:
        for row in draw.sample(table(shared / "data" / name), count):
            yield Example(row[column], support=False, weight=_LIKELY_WEIGHT)


def written() -> Iterator[Example]:
    """The passages of written.txt, each with slots filled a few times, always the same way."""
    fill = random.Random(0)
    for line in (_HERE / "written.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        labels, text = line.split(" | ", 1)
        support, doing, aspects, channels = labels.split()
        for _ in range(_FILLINGS if _SLOT.search(text) else 1):
            yield Example(
                _SLOT.sub(lambda slot: fill.choice(_SLOTS[slot[1]]), text),
                support == "1",
                doing.strip("-"),
                tuple(aspects.strip("-").split(",")) if aspects != "-" else (),
                tuple(channels.split(",")) if channels != "-" else (),
                _WRITTEN_WEIGHT,
            )
