"""How good or bad a passage is: P(good) - P(bad), on -1..1, calibrated.

Stock VADER, the lexicon of support talk and a small learned model, put together in analysis/tone.py. English only.
What a workspace has learned from its own rated reviews (analysis/calibration.py) goes on top where it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import tanh

from analysis.calibration import Calibration
from analysis.foreign import leaning
from analysis.tone import START, Tone, shipped

MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Polarity:
    """`polarity` -1..1; `confidence` 0..1, its size; `vader` stock VADER's compound of the same passage, -1..1.

    Calibrated: of passages with a polarity of 0.8, nine in ten are good. 0 is as likely good as bad, or neither.
    """

    polarity: float
    confidence: float
    vader: float


def version(calibration: Calibration | None = None) -> str:
    """Changes whenever any number that `score` gives may change; a calibration's version stands behind a `+`."""
    base = f"polarity-{shipped().version}"
    return f"{base}+{calibration.version}" if calibration else base


def score(passages: Sequence[str], calibration: Calibration | None = None) -> list[Polarity]:
    """One polarity a passage, in order. An empty passage has 0."""
    return [
        _polarity(passage, tone, calibration)
        for passage, tone in zip(passages, shipped().hear_all(passages), strict=True)
    ]


def score_deeply(passages: Sequence[str], languages: Sequence[str | None], english: bool = True) -> list[Polarity]:
    """Like `score`, with the extra `[deep]`: beside the plain model where passages are read as English, else alone.

    `languages` are theirs, None where a text is too short to be sure: the embedding counts for more there, and words
    of other languages are heard. Raises ReadingError where the extra is not installed or cannot be.
    """
    from analysis import deep

    found = []
    tones = shipped().hear_all(passages)
    for passage, tone, logit, language in zip(passages, tones, deep.logits(passages), languages, strict=True):
        if english and language:
            both = deep.beside(tone.logit, logit)
        else:
            lean = leaning(passage, language)
            both = deep.unsure(tone.logit, logit, lean) if english else deep.alone(passage, logit, lean)
        polarity = tanh(both / 2) if passage.strip() else 0.0
        found.append(Polarity(polarity, abs(polarity), tone.vader))
    return found


def explain(passage: str, most: int = MOST_WORDS) -> list[tuple[str, float]]:
    """The words that moved the polarity, at most `most`, weightiest first, each with what it added in log-odds.

    What stock VADER added over the whole passage stands among them as `(VADER)`.
    """
    moved: dict[str, float] = {}
    for words, weight in shipped().parts(passage):
        if words != START and weight:
            moved[words] = moved.get(words, 0.0) + weight
    return sorted(moved.items(), key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


def _polarity(passage: str, tone: Tone, calibration: Calibration | None) -> Polarity:
    if not passage.strip():
        return Polarity(0.0, 0.0, 0.0)
    logit = calibration.adjust(tone.logit, passage) if calibration else tone.logit
    polarity = tanh(logit / 2)  # 2 P(good) - 1, as P(bad) = 1 - P(good)
    return Polarity(polarity, abs(polarity), tone.vader)
