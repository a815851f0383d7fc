"""Other readers of polarity, to stand beside ours: stock VADER, and TextBlob and AFINN of the extra `bench`."""

from __future__ import annotations

from collections.abc import Callable

from analysis import vader

Rival = Callable[[str], float]


def rivals() -> dict[str, Rival | None]:
    """Name -> its polarity of a text, beyond 0 good; None where the package is not installed."""
    return {"VADER": vader.compound, "TextBlob": _textblob(), "AFINN": _afinn()}


def _textblob() -> Rival | None:
    try:
        from textblob import TextBlob
    except ImportError:
        return None
    return lambda text: float(TextBlob(text).sentiment.polarity)


def _afinn() -> Rival | None:
    try:
        from afinn import Afinn
    except ImportError:
        return None
    lexicon = Afinn(emoticons=True)
    return lambda text: float(lexicon.score(text))
