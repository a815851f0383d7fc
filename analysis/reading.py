"""The seam between a text and what it says about support. Everything that reads goes through a `Reader`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Protocol, TypeAlias

from analysis import sentiment, support
from analysis.calibration import Calibration
from analysis.disagreement import disagrees
from analysis.keys import digest
from analysis.language import reads_as_english
from analysis.model import Mention, Reading, Review
from analysis.passages import split
from analysis.sentiment import Polarity
from analysis.support import Verdict

STEPS = 8  # counted up whenever the code of a step changes what it gives
_DATA = (
    "aspect_model.json", "classes.txt", "english.txt", "mended.txt", "polarity.json", "rules.json",
    "support_lexicon.txt", "support_model.json",
)  # fmt: skip
_DEEP = ("deep_head.json", "words_dutch.txt", "words_french.txt")
_VERSION_DIGITS = 8  # hex digits of the data's digest: enough to tell versions apart, short enough for a table

Heard: TypeAlias = tuple[int, str, Verdict]  # a passage about support with its number in the text


class Reader(Protocol):
    """Reads redacted reviews whose language is already told. Pure: the same review gives the same reading.

    `version` changes whenever any number that it gives may change; it is stored with each reading.
    """

    version: str

    def read(self, reviews: Sequence[Review]) -> list[Reading]:
        """One reading a review, in order. Never raises on any text."""


class SupportReader:
    """Finds the passages about support and tells how good or bad they are. English only.

    A calibration is used for reviews without stars: it was learned from those that have them.
    """

    def __init__(self, calibration: Calibration | None = None, *, deep: bool = False) -> None:
        self._calibration = calibration
        self._deep = deep
        self.version = f"{version(deep)}+{calibration.version}" if calibration else version(deep)

    def read(self, reviews: Sequence[Review]) -> list[Reading]:
        """Step by step over all of them, not review by review: a step's word lists stay in the processor's cache."""
        unscored = [why_unscored(review.language, review.text) for review in reviews]
        passages = [[] if why else split(review.text) for review, why in zip(reviews, unscored, strict=True)]
        heard = [_heard(found) for found in passages]
        tones = self._tones(reviews, heard)
        mentions = [
            tuple(_mention(review.key, *told, next(tones)) for told in found)
            for review, found in zip(reviews, heard, strict=True)
        ]
        return [
            Reading(review, self.version, told, why, disagrees(review.rating, told))
            for review, told, why in zip(reviews, mentions, unscored, strict=True)
        ]

    def _tones(self, reviews: Sequence[Review], heard: Sequence[list[Heard]]) -> Iterator[Polarity]:
        """The polarity of every passage, in order. Reviews with stars are scored without the calibration."""
        if self._calibration is None:
            passages = [passage for found in heard for _, passage, _ in found]
            if not self._deep:
                return iter(sentiment.score(passages))
            languages = [review.language for review, found in zip(reviews, heard, strict=True) for _ in found]
            return iter(sentiment.score_deeply(passages, languages))
        return (
            tone
            for review, found in zip(reviews, heard, strict=True)
            for tone in sentiment.score(
                [passage for _, passage, _ in found], None if _has_stars(review) else self._calibration
            )
        )


def version(deep: bool = False) -> str:
    """`support-5-1a2b3c4d`: changes with the steps, and with every word list, rule and weight that ships.

    With the extra `[deep]` it is `support-deep-...`: the embedder is pinned, its head is among the weights.
    """
    folder = files("analysis").joinpath("data")
    found = [folder.joinpath(name) for name in (*_DATA, *(_DEEP if deep else ()))]
    texts = [path.read_text(encoding="utf-8") for path in found if path.is_file()]
    return f"support-{'deep-' if deep else ''}{STEPS}-{digest(*texts)[:_VERSION_DIGITS]}"


def default_reader(calibration: str = "", *, deep: bool = False) -> Reader:
    """The reader of a plain install, with what a store's `rbp calibrate` kept (its payload), if anything.

    The same one for the whole process: it is without state, but slow to load. A calibration of another version of
    the model that ships is void and left out (`voided` says so); so is any with `deep`, which weighs passages with
    the extra `[deep]` as well. Raises ReadingError where the payload is no calibration, or the extra is not there.
    """
    return _reader(calibration, deep)


@cache
def _reader(calibration: str, deep: bool) -> Reader:
    if deep:
        from analysis.deep import embedder

        embedder()  # now, and not at the first passage
    learned = Calibration.from_json(calibration) if calibration else None
    return SupportReader(None if learned is None or voided(calibration, deep=deep) else learned, deep=deep)


def voided(calibration: str, *, deep: bool = False) -> str:
    """Why what `rbp calibrate` kept is left out, one line; empty where it is used, or nothing was kept."""
    if not calibration:
        return ""
    learned = Calibration.from_json(calibration)
    if deep:
        return f"calibration {learned.version} is left out: it was learned without [reading] deep"
    if learned.base != sentiment.version():
        return (
            f"calibration {learned.version} is left out: it was learned on {learned.base}, this is "
            f"{sentiment.version()}; `rbp calibrate` learns a new one"
        )
    return ""


def why_unscored(language: str | None, text: str) -> str:
    """`language: fr` or `language: unknown` where English rules would misread the text, else empty.

    A text too short to tell is read where it looks English (see analysis.language.reads_as_english).
    """
    if language is None:
        return "" if reads_as_english(text) else "language: unknown"
    primary = language.lower().replace("_", "-").partition("-")[0]
    return "" if primary == "en" else f"language: {language}"


def _has_stars(review: Review) -> bool:
    return review.rating is not None and not review.rating.is_thumb


def _heard(passages: Sequence[str]) -> list[Heard]:
    """The passages about support."""
    verdicts = support.judge(passages)
    return [(number, passages[number], verdict) for number, verdict in enumerate(verdicts) if verdict.support]


def _mention(review: str, number: int, passage: str, verdict: Verdict, tone: Polarity) -> Mention:
    return Mention(
        review=review,
        number=number,
        passage=passage,
        aspects=verdict.aspects,
        channels=verdict.channels,
        doing=verdict.doing or "unclear",
        polarity=tone.polarity,
        confidence=tone.confidence,
        vader=tone.vader,
    )
