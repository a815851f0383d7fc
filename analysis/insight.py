"""One text read and laid open: every passage with its verdict, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from analysis import sentiment, support, vader
from analysis.language import detect
from analysis.model import ASPECTS, CHANNELS
from analysis.passages import split
from analysis.reading import why_unscored
from analysis.sentiment import Polarity
from analysis.support import Verdict

# P(support) from which a text that does not count tells what it would say: 26 of 73 such passages of gold are about it.
DOUBTFUL = 0.2
_DOINGS = ("agent", "unclear", "policy")  # the order in which a tie is decided


@dataclass(frozen=True, slots=True)
class Heard:
    """One passage, its number in the text, what it says about support and how good or bad it is."""

    number: int
    passage: str
    verdict: Verdict
    tone: Polarity

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "passage": self.passage,
            "support": self.verdict.support,
            "support_probability": round(self.verdict.probability, 4),
            "doing": self.verdict.doing,
            "aspects": list(self.verdict.aspects),
            "channels": list(self.verdict.channels),
            "polarity": round(self.tone.polarity, 4),
            "confidence": round(self.tone.confidence, 4),
            "vader": self.tone.vader,
        }


@dataclass(frozen=True, slots=True)
class Insight:
    """A text as read. `tone` is that of the whole text, None where `unscored` says why it was not read.

    `deep` says that the extra [deep] weighed it: beside the words, or alone where `unscored` says why those did not.

    `language_confidence` is 1.0 where the language was told and not found.
    """

    text: str
    language: str | None
    language_confidence: float
    unscored: str
    tone: Polarity | None
    heard: tuple[Heard, ...] = ()
    deep: bool = False

    @property
    def weighed_by(self) -> str | None:
        """What told the polarity: `words`, `words and embedding` or `embedding`; None where nothing did."""
        if self.tone is None:
            return None
        return "embedding" if self.unscored else "words and embedding" if self.deep else "words"

    @property
    def mentions(self) -> list[Heard]:
        """The passages about support."""
        return [heard for heard in self.heard if heard.verdict.support]

    def to_dict(self) -> dict[str, Any]:
        """The fields of `rbp read --json`, but for `id` and `scorer`.

        Where no passage counts as support, doing, aspects and channels are those of the doubtful ones, if any, and
        `doubtful` is there and true.
        """
        mentions = self.mentions
        said = mentions or [heard for heard in self.heard if heard.verdict.doing]
        tones = [heard.tone.polarity for heard in mentions]
        made: dict[str, Any] = {
            "language": self.language,
            "language_confidence": round(self.language_confidence, 4),
            "support": bool(mentions),
            "support_probability": round(max((heard.verdict.probability for heard in self.heard), default=0.0), 4),
            "doing": _doing(said),
            "aspects": _named(ASPECTS, [heard.verdict.aspects for heard in said]),
            "channels": _named(CHANNELS, [heard.verdict.channels for heard in said]),
            "polarity": round(self.tone.polarity, 4) if self.tone else None,
            "polarity_by": self.weighed_by,
            "support_polarity": round(fsum(tones) / len(tones), 4) if tones else None,
            "confidence": round(self.tone.confidence, 4) if self.tone else None,
            "vader": vader.compound(self.text),
            "mentions": [heard.to_dict() for heard in mentions],
        }
        doubtful = {"doubtful": True} if said and not mentions else {}
        unscored = {"unscored": self.unscored} if self.unscored else {}
        return {**made, **doubtful, **unscored}


def read_text(text: str, language: str | None = None, *, whole: bool = False, deep: bool = False) -> Insight:
    """Read any text. A `language` that is given is trusted; `whole` takes the text as one passage.

    `deep` weighs with the extra `[deep]` too, and gives a text in another language a polarity as a whole; what it
    says about support is still read in English alone. Raises ReadingError where the extra is not there.
    """
    confidence = 1.0
    if not language:
        language, confidence = detect(text)
    unscored = why_unscored(language, text)
    if unscored:
        tone = sentiment.score_deeply([text], [language], english=False)[0] if deep else None
        return Insight(text, language, confidence, unscored, tone, deep=deep)
    passages = ([text] if text.strip() else []) if whole else split(text)
    texts = [text, *passages]
    tones = sentiment.score_deeply(texts, [language] * len(texts)) if deep else sentiment.score(texts)
    verdicts = support.judge(passages, DOUBTFUL)
    heard = tuple(Heard(*found) for found in zip(range(len(passages)), passages, verdicts, tones[1:], strict=True))
    return Insight(text, language, confidence, "", tones[0], heard, deep)


def _doing(mentions: Sequence[Heard]) -> str | None:
    """Whose doing most mentions tell of; None without a mention."""
    told = [heard.verdict.doing for heard in mentions]
    return max(_DOINGS, key=lambda doing: (told.count(doing), -_DOINGS.index(doing))) if told else None  # type: ignore[arg-type]


def _named(order: Sequence[str], groups: Sequence[Sequence[str]]) -> list[str]:
    named = {name for group in groups for name in group}
    return [name for name in order if name in named]
