"""The learned part of polarity: a small linear model over words and pairs of words, VADER and the support lexicon.

    logit = bias + sum(word and pair weights) / sqrt(tokens) + VADER's neg, pos and compound without neutral words
          + lexicon * sum(phrase weights) / sqrt(phrases) + addressed, if a company is spoken to by its handle

and P(good) = 1 / (1 + exp(-slope * logit / sqrt(1 + tokens / LONG))). Words inside a phrase of several words speak
through the phrase alone.

A text of several passages is weighed twice, as one and passage by passage, where none counts for more than one
verdict however many strong words it heaps up:

    logit = WHOLE * logit of the whole + PASSAGES * sum(tanh(logit of each / 2)) / sqrt(passages)

Last its length counts, whatever the words: - LONGER * ln((characters + FEWEST) / USUAL). Who is pleased writes less.

The weights are in analysis/data/polarity.json; docs/model-card.md tells what they were learned from, and
`python -m benchmarks.train_polarity` makes the file again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, repeat
from math import log, sqrt, tanh
from typing import NamedTuple

from analysis import vader
from analysis.lexicon import Hit, Lexicon, support_lexicon, uncovered
from analysis.passages import split
from analysis.tokens import HANDLE, tokens
from analysis.vader import Heard

FILE = "data/polarity.json"
START, VADER = "(start)", "(VADER)"  # names of the parts of a logit that are no words of the passage
LONG = 150  # tokens; a text as long as that weighs many things, and its sum is less sure than a sentence's
# A text of several passages; docs/model-card.md tells how these were chosen.
WHOLE, PASSAGES = 0.5, 1.5
LONGER, USUAL, FEWEST = 0.2, 160, 10  # log-odds; characters. By hand, too; a word alone gains half a log-odd
SHORT = 60  # characters; a shorter text is one passage
UNIT = 100  # weights of words and pairs are kept as whole hundredths


class Tone(NamedTuple):
    """What was heard in one passage: `logit` is ln(P(good) / P(bad)), `vader` stock VADER's compound."""

    logit: float
    vader: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the formula above; those of `words` and `pairs` (first word, then second) in hundredths.

    No weight has the key None: it is looked up for words that a phrase speaks for, and never found.
    """

    version: str
    bias: float
    vader: tuple[float, float, float]
    lexicon: float
    addressed: float
    slope: float
    words: Mapping[str | None, int]
    pairs: Mapping[str | None, Mapping[str | None, int]]
    phrases: Lexicon

    def hear(self, passage: str) -> Tone:
        return self.hear_all([passage])[0]

    def hear_all(self, texts: Sequence[str]) -> list[Tone]:
        """One tone a text, in order."""
        whole = self._hear_whole(texts)
        parted = [(number, parts) for number, text in enumerate(texts) if len(parts := _parts(text)) > 1]
        heard = iter(self._hear_whole([part for _, parts in parted for part in parts]))
        for number, parts in parted:
            said = sum([tanh(next(heard).logit / 2) for _ in parts]) / sqrt(len(parts))
            whole[number] = Tone(WHOLE * whole[number].logit + PASSAGES * said, whole[number].vader)
        return [Tone(tone.logit + _brevity(text), tone.vader) for text, tone in zip(texts, whole, strict=True)]

    def _hear_whole(self, passages: Sequence[str]) -> list[Tone]:
        """Each step over all passages before the next: a third faster than passage by passage, as tables stay near."""
        found = [tokens(passage) for passage in passages]
        said = [vader.hear(passage) for passage in passages]
        hits = [self.phrases.hits(words) for words in found]
        return [self._tone(*parts) for parts in zip(found, said, hits, strict=True)]

    def _tone(self, found: list[str], said: Heard, hits: list[Hit]) -> Tone:
        logit = self.bias + self._felt(said)
        if found:
            logit += self._grams(uncovered(found, hits)) / (UNIT * sqrt(len(found)))
            if found[0] == HANDLE:
                logit += self.addressed
            if hits:
                logit += self.lexicon * sum([hit.weight for hit in hits]) / sqrt(len(hits))
        return Tone(self._slope(found) * logit, said.compound)

    def _slope(self, found: list[str]) -> float:
        return self.slope / sqrt(1 + len(found) / LONG)

    def _felt(self, said: Heard) -> float:
        """VADER's part of the logit: its numbers without the words that are neutral in support talk."""
        calm = vader.rate(said, self.phrases.neutral)
        neg, pos, compound = self.vader
        return neg * calm.neg + pos * calm.pos + compound * calm.compound

    def _grams(self, rest: list[str | None]) -> int:
        words, pairs = self.words, self.pairs
        total = sum(map(words.get, rest, repeat(0)))
        for first, second in pairwise(rest):
            if (seconds := pairs.get(first)) is not None and second in seconds:
                total += seconds[second]
        return total

    def parts(self, text: str) -> Iterator[tuple[str, float]]:
        """Everything that moved the logit, as (words, weight); their sum is the logit."""
        passages = _parts(text)
        yield START, _brevity(text)
        if len(passages) < 2:
            yield from self._parts_of(text, 1.0)
            return
        yield from self._parts_of(text, WHOLE)
        for passage, tone in zip(passages, self._hear_whole(passages), strict=True):
            if tone.logit:
                said = PASSAGES * tanh(tone.logit / 2) / sqrt(len(passages))
                yield from self._parts_of(passage, said / tone.logit)

    def _parts_of(self, passage: str, share: float) -> Iterator[tuple[str, float]]:
        """What moved one passage, each part scaled by `share`."""
        found = tokens(passage)
        slope = share * self._slope(found)
        yield START, slope * self.bias
        yield VADER, slope * self._felt(vader.hear(passage))
        if found and found[0] == HANDLE:
            yield HANDLE, slope * self.addressed
        hits = self.phrases.hits(found)
        for hit in hits:
            yield hit.words, slope * self.lexicon * hit.weight / sqrt(len(hits))
        unit = slope / (UNIT * sqrt(len(found) or 1))
        rest = uncovered(found, hits)
        for token in rest:
            if token in self.words:
                yield str(token), unit * self.words[token]
        for first, second in pairwise(rest):
            if weight := self.pairs.get(first, {}).get(second):
                yield f"{first} {second}", unit * weight


def _brevity(text: str) -> float:
    return -LONGER * log((len(text) + FEWEST) / USUAL)


def _parts(text: str) -> list[str]:
    """The passages of a text that may have several, else none."""
    return split(text) if len(text) >= SHORT else []


@cache
def shipped() -> Model:
    """The model of the wheel, read once."""
    kept = json.loads(files("analysis").joinpath(FILE).read_text(encoding="utf-8"))
    neg, pos, compound = kept["vader"]
    return Model(
        version=kept["version"],
        bias=kept["bias"],
        vader=(neg, pos, compound),
        lexicon=kept["lexicon"],
        addressed=kept["addressed"],
        slope=kept["slope"],
        words=kept["words"],
        pairs=kept["pairs"],
        phrases=support_lexicon(),
    )
