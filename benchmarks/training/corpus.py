"""What the models learn from: learn.jsonl, passages written for this project, sets with a free licence."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.shared import lines, table

# Files written when the models of aspects and of polarity stood: these do not learn from them.
SUPPORT_ALONE = ("games", "verdicts")
_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
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
    """A labelled passage. `side` is 1 good, -1 bad, 0 neither, None where nobody told. `origin` is `learn`, `template`,
    `likely not`, or the name of a file of written passages."""

    text: str
    support: bool
    origin: str
    doing: str = ""
    aspects: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    side: int | None = None


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
_SIDES = {"+": 1, "-": -1, "0": 0}


def examples(shared: Path) -> Iterator[Example]:
    """All that is learned from, always in the same order."""
    yield from labelled(shared / "gold/learn.jsonl")
    yield from written()
    yield from likely_not(shared)


def labelled(path: Path) -> Iterator[Example]:
    """The passages of gold.jsonl or learn.jsonl."""
    for row in lines(path):
        aspects, channels = tuple(row.get("aspects", ())), tuple(row.get("channels", ()))
        yield Example(row["text"], row["support"] == 1, "learn", row.get("doing", ""), aspects, channels)


def likely_not(shared: Path) -> Iterator[Example]:
    """Texts of sets that hardly speak of support: dishes, films, questions to a bank."""
    draw = random.Random(0)
    for name, column, count in _LIKELY_NOT:
        for row in draw.sample(table(shared / "data" / name), count):
            yield Example(row[column], support=False, origin="likely not")


def written() -> Iterator[Example]:
    """All passages written for this project."""
    yield from templates()
    for file in sorted((_HERE / "written").glob("*.txt")):
        yield from passages(file)


def templates() -> Iterator[Example]:
    """The passages of templates.txt, each with slots filled a few times, always the same way."""
    fill = random.Random(0)
    for labels, text in _lines(_HERE / "templates.txt"):
        support, doing, aspects, channels = labels.split()
        for _ in range(_FILLINGS if _SLOT.search(text) else 1):
            filled = _SLOT.sub(lambda slot: fill.choice(_SLOTS[slot[1]]), text)
            yield Example(filled, support == "1", "template", doing.strip("-"), _names(aspects), _names(channels))


def passages(file: Path) -> Iterator[Example]:
    """The passages of one file of written/. Raises ValueError or KeyError where a line is not as its head says."""
    for labels, text in _lines(file):
        side, doing, aspects, channels = labels.split()
        support, sign = not side.startswith("x"), _SIDES[side.removeprefix("x")]
        yield Example(text, support, file.stem, doing.strip("-"), _names(aspects), _names(channels), sign)


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            labels, text = line.split(" | ", 1)
            yield labels, text


def _names(told: str) -> tuple[str, ...]:
    return () if told == "-" else tuple(told.split(","))
