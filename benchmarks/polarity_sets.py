"""Readers of the labelled sets for good against bad: what may be learned from, and what is only measured on."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.training.corpus import passages

Row = Mapping[str, str]

_CHECKOUT = Path(__file__).resolve().parents[1]
PROBES = _CHECKOUT / "tests/quality/probes"
_LONGEST_CELL = 10_000_000  # narratives are longer than the csv module's default of 131,072
_GOOD_FEELINGS = frozenset(
    ("gratitude", "admiration", "approval", "joy", "love", "relief", "excitement", "caring", "optimism", "pride",
     "amusement")
)  # fmt: skip
_BAD_FEELINGS = frozenset(
    ("anger", "annoyance", "disappointment", "disapproval", "disgust", "sadness", "embarrassment", "remorse",
     "grief", "fear", "nervousness")
)  # fmt: skip
_CLEAR_RATING = 0.5  # mean of 20 raters, -4..4: nearer to 0 is neither
_NOTHING_SAID = re.compile(r"(?:no|nothing|none|n a|everything)(?: \w+)?", re.IGNORECASE)
_ETHIOPIC = re.compile(r"[\u1200-\u137f]{3}")  # the detector calls short English many things, so the script decides


class Labelled(NamedTuple):
    """A text and what it is: 1 good, -1 bad, 0 neither. `group` is what to hold out together: a company, a source."""

    text: str
    polarity: int
    group: str = ""


def folder() -> Path:
    """Where the labelled sets are: RBP_SHARED, or `shared` beside the checkout."""
    return Path(os.environ.get("RBP_SHARED") or _CHECKOUT.parent / "shared")


def learnable() -> dict[str, list[Labelled]]:
    """The sets whose licence lets a model that ships learn from them; goods and bads only, in the files' order."""
    made = {
        "learn": _passages("gold/learn.jsonl"),
        "dynasent": _each("dynasent/sentences.tsv", "text", _named("label")),
        "fine_food": _each("fine_food/reviews.tsv", _titled, _stars("rating")),
        "goemotions": _each("goemotions/comments.tsv", "text", _feelings),
        "hotel_london": _hotel(),
        "uci_amazon": _each("uci_sentences/amazon_cells.tsv", "text", _zero_one),
        "uci_imdb": _each("uci_sentences/imdb.tsv", "text", _zero_one),
        "vader_amazon": _each("vader_icwsm2014/amazonReviewSnippets.csv", "text", _rated),
        "vader_movie": _each("vader_icwsm2014/movieReviewSnippets.csv", "text", _rated),
        "vader_nyt": _each("vader_icwsm2014/nytEditorialSnippets.csv", "text", _rated),
        "vader_tweets": _each("vader_icwsm2014/tweets.csv", "text", _rated),
        "clothing": _each("womens_clothing/reviews.tsv", _titled, _stars("rating")),
        "umsab_english": tweets("english"),
        "mams": [row for part in ("train", "val") for row in _each(f"mams/acsa_{part}.tsv", "text", _categories(""))],
    }
    return {name: [row for row in rows if row.polarity] for name, rows in made.items()}


def measured() -> dict[str, list[Labelled]]:
    """The sets to measure on; those that are not in `learnable` are seen by no learner.

    `own_outcomes` is a list of this project's own: what happened and how it ended, told without a verdict.
    """
    made = {
        "fabsa_support": _each("fabsa/fabsa_dataset.csv", "text", _fabsa, "org_index"),
        "gold": _passages("gold/gold.jsonl"),
        "airline_tweets": _each("airline_tweets/tweets.csv", "text", _named("airline_sentiment"), "airline"),
        "lounge": _each("skytrax_2015/lounge.csv", "content", _recommended, "airline_name"),
        "lounge_stars": _each("skytrax_2015/lounge.csv", "content", _overall_stars, "airline_name"),
        "bank_playstore": _each("bank_playstore/reviews_all_languages.csv", "review", _english_stars, "bank"),
        "gym_trustpilot": _each("gym_trustpilot/trustpilot_da_en.csv", "translated_review", _stars("rating")),
        "amazon_alexa": _each("amazon_alexa/reviews.tsv", "verified_reviews", _stars("rating")),
        "deceptive": _each("deceptive_opinion/deceptive-opinion.csv", "text", _named("polarity"), "hotel"),
        "tweeteval": _each("tweeteval_sentiment/val.tsv", "text", _below_neutral),
        "laptop_support": _each("semeval_absa/lap15_train.tsv", "text", _categories("SUPPORT")),
        "restaurant_service": _each("semeval_absa/rest15_train.tsv", "text", _categories("SERVICE")),
        "own_outcomes": [Labelled(each.text, each.side or 0) for each in passages(PROBES / "outcomes.txt")],
    }
    return {name: [row for row in rows if row.polarity and row.text.strip()] for name, rows in made.items()}


def foreign() -> dict[str, list[Labelled]]:
    """Reviews in other languages than English, to measure on alone: by their stars, and lists of this project's own."""
    banks = "bank_playstore/reviews_all_languages.csv"
    made = {
        "gym_danish": _each("gym_trustpilot/trustpilot_da_en.csv", "review", _stars("rating"), "enterprise"),
        "bank_amharic": _each(banks, "review", _amharic_stars, "bank"),
        "own_french": written(PROBES / "reviews_french.txt"),
        "own_dutch": written(PROBES / "reviews_dutch.txt"),
        "own_apps_french": written(PROBES / "apps_french.txt"),
        "own_apps_dutch": written(PROBES / "apps_dutch.txt"),
    }
    return {name: [row for row in rows if row.polarity and row.text.strip()] for name, rows in made.items()}


def written(path: Path) -> list[Labelled]:
    """A list of this project's own: `+ praise` or `- complaint` a line. Raises KeyError on any other line."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            side, text = line.split(" ", 1)
            rows.append(Labelled(text, {"+": 1, "-": -1}[side], path.stem))
    return rows


def tweets(language: str) -> list[Labelled]:
    """The goods and bads of UMSAB in one language ("french"), in the file's order; they may be learned from."""
    return [row for row in _each("xlmt_multilingual/umsab.tsv", "text", _tweet(language)) if row.polarity]


# readers ------------------------------------------------------------------------------------


def _rows(name: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    with (folder() / "data" / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t" if name.endswith("tsv") else ",")


def _each(
    name: str, text: str | Callable[[Row], str], label: Callable[[Row], int], group: str | None = None
) -> list[Labelled]:
    told = (lambda row: row[text]) if isinstance(text, str) else text
    return [Labelled(told(row), label(row), row[group] if group else "") for row in _rows(name)]


def _passages(name: str) -> list[Labelled]:
    lines = (folder() / name).read_text(encoding="utf-8").splitlines()
    rows: Iterable[dict[str, object]] = map(json.loads, lines)
    return [Labelled(str(row["text"]), _whole(row["polarity"]), str(row["source"])) for row in rows if row["support"]]


def _hotel() -> list[Labelled]:
    """What guests wrote into the fields for bad and for good; a field that says only `Nothing` is left out."""
    halves = [
        (row[field].strip(), sign)
        for row in _rows("hotel_london/reviews.tsv")
        for field, sign in (("negative_part", -1), ("positive_part", 1))
    ]
    return [Labelled(text, sign) for text, sign in halves if " " in text and not _NOTHING_SAID.fullmatch(text)]


# labels -------------------------------------------------------------------------------------


def _whole(value: object) -> int:
    return int(str(value))


def _titled(row: Row) -> str:
    return f"{row['title']}. {row['text']}".removeprefix(". ")


def _named(column: str) -> Callable[[Row], int]:
    return lambda row: {"positive": 1, "negative": -1}.get(row[column], 0)


def _stars(column: str) -> Callable[[Row], int]:
    """Four and five stars are good, one and two bad."""
    return lambda row: {"1": -1, "2": -1, "4": 1, "5": 1}.get(row[column], 0)


def _english_stars(row: Row) -> int:
    return _stars("rating")(row) if row["detected_language"] == "en" else 0


def _amharic_stars(row: Row) -> int:
    return _stars("rating")(row) if _ETHIOPIC.search(row["review"]) else 0


def _zero_one(row: Row) -> int:
    return 1 if row["label"] == "1" else -1


def _rated(row: Row) -> int:
    mean = float(row["mean_rating"])
    return 0 if abs(mean) <= _CLEAR_RATING else 1 if mean > 0 else -1


def _feelings(row: Row) -> int:
    feelings = set(re.split(r"[;,| ]+", row["emotions"]))
    return bool(feelings & _GOOD_FEELINGS) - bool(feelings & _BAD_FEELINGS)


def _below_neutral(row: Row) -> int:
    return int(row["label"]) - 1


def _tweet(language: str) -> Callable[[Row], int]:
    return lambda row: _below_neutral(row) if row["lang"] == language else 0


def _recommended(row: Row) -> int:
    return 1 if row["recommended"] == "1" else -1


def _overall_stars(row: Row) -> int:
    """One and two stars are bad, four and more good: of five-star reviews of lounges, 28 % are kept as `recommended` 0,
    some of them glowing, so the stars fit the words better. A few ratings are out of ten.
    """
    stars = float(row["overall_rating"] or 0)
    return (stars >= 4) - (0 < stars <= 2)


def _fabsa(row: Row) -> int:
    total = sum(int(value) for column, value in row.items() if column.startswith("staff-support") and value)
    return (total > 0) - (total < 0)


def _categories(prefix: str) -> Callable[[Row], int]:
    """The common sign of the categories with a prefix, 0 where they disagree."""

    def label(row: Row) -> int:
        named = (pair.split("=") for pair in row["categories"].split(";") if pair.startswith(prefix) and pair)
        signs = {sign for _, sign in named if sign in ("positive", "negative")}
        return {"positive": 1, "negative": -1}[signs.pop()] if len(signs) == 1 else 0

    return label
