"""`rbp import` beside a plain loop of `polarity_scores` and SQLite inserts over the same file.

    python -m benchmarks.importing [REVIEWS] [ROUNDS]

Both are whole processes, run in turn; the table has the fastest round of each. The aim is a ratio of at most 2.
The texts are the demo's sentences, shuffled, so that no review repeats another.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from demo.companies import FENNEL
from demo.phrases import ASIDES, SUPPORT
from demo.truth import filled

REVIEWS, ROUNDS, WORDS = 20_000, 3, 70
_SUPPORT = 0.25  # of the sentences: one or two a review speak of support
LOOP = """
import json, sqlite3, sys
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
analyzer, store = SentimentIntensityAnalyzer(), sqlite3.connect(sys.argv[2])
store.execute("CREATE TABLE review (ref TEXT PRIMARY KEY, published TEXT, body TEXT, rating REAL, compound REAL)")
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        row = json.loads(line)
        compound = analyzer.polarity_scores(row["body"])["compound"]
        values = (row["ref"], row["published"], row["body"], row["rating"], compound)
        store.execute("INSERT INTO review VALUES (?, ?, ?, ?, ?)", values)
store.commit()
"""


@dataclass(frozen=True, slots=True)
class Round:
    seconds: float
    cpu: float  # seconds of all cores, those of a second process with them
    megabytes: float  # the most that one of its processes held


def write_reviews(file: Path, count: int) -> None:
    """JSON lines of reviews of about 70 words, some of which speak of support."""
    chance = Random(70)
    asides = [text for texts in ASIDES.values() for text in texts]
    with file.open("w", encoding="utf-8") as lines:
        for number in range(count):
            row: dict[str, object] = {"ref": str(number), "published": f"20{10 + number % 15}-{1 + number % 12:02d}-03"}
            row |= {"body": f"{_body(chance, asides)} No {number}.", "rating": 1 + number % 5}
            lines.write(json.dumps(row) + "\n")


def _body(chance: Random, asides: list[str]) -> str:
    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < WORDS:
        text = chance.choice(SUPPORT).text if chance.random() < _SUPPORT else chance.choice(asides)
        sentences.append(filled(text, FENNEL, chance))
    return " ".join(sentences)


def run(command: list[str], folder: Path) -> Round:
    """One whole process, timed from its start to its end."""
    started = perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:4]} ended with {process.returncode}")
    return Round(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def measure(count: int, rounds: int) -> tuple[Round, Round]:
    """The fastest rounds of the loop and of the import."""
    loops, imports = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "reviews.jsonl"
        write_reviews(file, count)
        rbp = [sys.executable, "-c", "from cli.main import main; main()"]
        for number in range(rounds):
            loops.append(run([sys.executable, "-c", LOOP, str(file), f"loop-{number}.db"], folder))
            store = f"sqlite:{folder}/import-{number}.db"
            imports.append(run([*rbp, "--store", store, "import", str(file), "--client", "c", "--source", "s"], folder))
    return min(loops, key=lambda one: one.seconds), min(imports, key=lambda one: one.seconds)


def main() -> None:
    count, rounds = (int(value) for value in (*sys.argv[1:], *(str(REVIEWS), str(ROUNDS))[len(sys.argv) - 1 :]))
    loop, imported = measure(count, rounds)
    print(f"{count:,} reviews of about {WORDS} words, best of {rounds}")
    print(f"{'':32}{'seconds':>9}{'CPU s':>8}{'reviews/s':>11}{'MB':>7}")
    for name, made in (("polarity_scores + SQLite inserts", loop), ("rbp import", imported)):
        print(f"{name:32}{made.seconds:9.2f}{made.cpu:8.2f}{count / made.seconds:11,.0f}{made.megabytes:7.0f}")
    print(f"ratio {imported.seconds / loop.seconds:.2f} (aim: at most 2)")


if __name__ == "__main__":
    main()
