"""How well sentences of our own are read: `python -m benchmarks.probes` prints a table over tests/quality/probes.

They say, aspect by aspect, channel by channel, what customers write, praise as much as complaints, which the labelled
sets hold little of. `tuned.txt` was read for errors while the rules were written; `fresh.txt` was written after that,
and its errors were not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.aspects import find
from analysis.model import ASPECTS
from analysis.sentiment import score
from analysis.support import judge
from benchmarks.figures import Figures, binary, macro, micro

FOLDER = Path(__file__).parents[1] / "tests/quality/probes"
LISTS = ("tuned", "fresh")
_SIDES = {"+": 1, "-": -1, "0": 0}


@dataclass(frozen=True, slots=True)
class Probe:
    """A sentence and what it says. `side` is 1, -1 or 0, and None where it does not speak of support."""

    text: str
    side: int | None
    doing: str
    aspects: tuple[str, ...]
    channels: tuple[str, ...]


def probes(name: str, folder: Path = FOLDER) -> list[Probe]:
    """The list `tuned` or `fresh`. Raises ValueError where a line is not `SIDE DOING ASPECTS CHANNELS | passage`."""
    lines = (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [_probe(line) for line in lines if line and not line.startswith("#")]


def _probe(line: str) -> Probe:
    labels, text = line.split(" | ", 1)
    side, doing, aspects, channels = labels.split()
    return Probe(text, _SIDES.get(side), doing.strip("-"), names(aspects), names(channels))


def names(told: str) -> tuple[str, ...]:
    return () if told == "-" else tuple(told.split(","))


def measure(told: list[Probe]) -> Iterator[tuple[str, Figures]]:
    """Each question with its figures; all but the first over the sentences about support, whether found or not."""
    about = [probe for probe in told if probe.side is not None]
    yield "support", binary([probe.side is not None for probe in told], [heard(probe) for probe in told])
    found = [find(probe.text) for probe in about]
    yield "doing", macro([probe.doing == "agent" for probe in about], [one.doing == "agent" for one in found])
    yield "aspects", micro([probe.aspects for probe in about], [one.aspects for one in found])
    yield "channels", micro([probe.channels for probe in about], [one.channels for one in found])
    sided = [probe for probe in about if probe.side]
    tones = score([probe.text for probe in sided])
    yield "side", macro([probe.side == 1 for probe in sided], [tone.polarity > 0 for tone in tones])
    for name in ASPECTS:
        yield name, micro([_only(name, probe.aspects) for probe in about], [_only(name, one.aspects) for one in found])


def heard(probe: Probe) -> bool:
    """Whether the sentence, judged alone, is taken for one about support."""
    return judge([probe.text])[0].support


def as_meant(probe: Probe) -> bool:
    """Whether a sentence about support is read as such, with its aspects among those read, and its side right."""
    (tone,) = score([probe.text])
    side = not probe.side or (tone.polarity > 0) is (probe.side > 0)
    return side and heard(probe) and set(probe.aspects) <= set(find(probe.text).aspects)


def _only(name: str, found: tuple[str, ...]) -> set[str]:
    return {name} & set(found)


def line(question: str, figures: Figures) -> str:
    return f"{question:<16}{figures.n:>6}{figures.precision:>7.3f}{figures.recall:>8.3f}{figures.f1:>7.3f}"


def main() -> None:
    for name in LISTS:
        told = probes(name)
        about = [probe for probe in told if probe.side is not None]
        print(f"\n{name.upper()}\n{'question':<16}{'n':>6}{'prec':>7}{'recall':>8}{'F1':>7}")
        for question, figures in measure(told):
            print(line(question, figures))
        print(f"{'all as meant':<16}{len(about):>6}{sum(map(as_meant, about)) / len(about):>15.3f}")


if __name__ == "__main__":
    main()
