"""How well real passages are read that were labelled when the reading stood: `python -m benchmarks.passages`.

Sentences and tweets of the sets that are only measured on (and of the CFPB's complaints), labelled by docs/labels.md.
tests/quality/passages.tsv holds the labels and a digest of each text; the texts are found again in the labelled sets
(RBP_SHARED, or `shared` beside the checkout). Parts: the errors on `read` were read while the rules were mended; those
on `unread` were not, but its figures were looked at when models were chosen; `later` was labelled and measured after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from analysis.keys import digest
from benchmarks.probes import Probe, line, measure, names
from benchmarks.shared import shared, table

FILE = Path(__file__).parents[1] / "tests/quality/passages.tsv"
_DIGITS = 12  # of a digest: enough to tell 100,000 passages apart
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z@\"'0-9])")
_SETS = (  # file, column of the text, whether a text is one passage
    ("airline_tweets/tweets.csv", "text", True),
    ("fabsa/fabsa_dataset.csv", "text", False),
    ("skytrax_2015/lounge.csv", "content", False),
    ("gym_trustpilot/trustpilot_da_en.csv", "translated_review", False),
    ("twcs/inbound_unlabelled.csv", "text", False),
    ("bank_playstore/reviews_all_languages.csv", "review", False),
    ("cfpb/complaints_more.csv", "Consumer complaint narrative", False),
    ("cfpb/complaints_sample.csv", "Consumer complaint narrative", False),
)


def marked(text: str) -> str:
    """How a passage is named in the file."""
    return digest(text)[:_DIGITS]


def candidates(folder: Path) -> Iterator[str]:
    """Every sentence of the sets, as the labelled ones were cut."""
    for name, column, whole in _SETS:
        for row in table(folder / "data" / name):
            text = re.sub(r"\s+", " ", row[column]).strip()
            yield from [text] if whole else _SENTENCE.split(text)


def labelled(folder: Path, file: Path = FILE) -> dict[str, list[Probe]]:
    """Part -> its passages, in the file's order. Raises ValueError where a text is not in the sets any more."""
    texts = {marked(text): text for text in candidates(folder)}
    parts: defaultdict[str, list[Probe]] = defaultdict(list)
    for told in file.read_text(encoding="utf-8").splitlines():
        if told.startswith("#"):
            continue
        part, mark, side, doing, aspects, channels = told.split("\t")
        if mark not in texts:
            raise ValueError(f"{file.name}: passage {mark} is not in the labelled sets at hand")
        sign = None if side == "x" else int(side)
        parts[part].append(Probe(texts[mark], sign, doing.strip("-"), names(aspects), names(channels)))
    return dict(parts)


def main() -> None:
    for part, told in labelled(shared()).items():
        print(f"\n{part.upper()}\n{'question':<16}{'n':>6}{'prec':>7}{'recall':>8}{'F1':>7}")
        for question, figures in measure(told):
            print(line(question, figures))


if __name__ == "__main__":
    main()
