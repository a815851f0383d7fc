"""What the demo plants is what the reading finds: each sentence about support, read alone."""

from __future__ import annotations

from random import Random

from analysis.aspects import find
from analysis.sentiment import score
from analysis.support import judge
from demo.companies import BLUEBIRD, FENNEL, PEBBLE
from demo.phrases import ASIDES, SUPPORT, Phrase
from demo.truth import filled

# Shares of the sentences, with what three kinds of business fill in; only ever raised.
_HEARD = 0.99  # as support, with the planted aspect among those read
_AS_PLANTED = 0.97  # so, and on the right side


def _read(phrase: Phrase, text: str) -> tuple[bool, bool]:
    """Whether it is heard with its aspect; and whether its side is right."""
    heard = judge([text])[0].support and set(phrase.aspects) <= set(find(text).aspects)
    (tone,) = score([text])
    return heard, (tone.polarity > 0) is (phrase.polarity > 0)


def test_planted_sentences_are_read_as_planted() -> None:
    made = [
        (phrase, filled(phrase.text, company, Random(phrase.text)))
        for phrase in SUPPORT
        for company in (BLUEBIRD, FENNEL, PEBBLE)
    ]
    told = [(*_read(phrase, text), text) for phrase, text in made]
    unheard = [text for heard, _, text in told if not heard]
    misread = [text for heard, right, text in told if not (heard and right)]
    assert len(unheard) <= (1 - _HEARD) * len(made), unheard
    assert len(misread) <= (1 - _AS_PLANTED) * len(made), misread


def test_asides_are_not_heard_as_support() -> None:
    texts = [filled(text, BLUEBIRD, Random(0)) for told in ASIDES.values() for text in told]
    assert not [text for text in texts if judge([text])[0].support]
