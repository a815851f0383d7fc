"""Both stores side by side: writing, asking, memory. `python -m benchmarks.stores [--mentions 1000000]`.

Starts an Elasticsearch of its own (tests/elasticsearch), or takes --elasticsearch URL. Both stores are loaded by their
Writers with the same pages, in a process of its own each, so that the client's memory can be told. `cold` is the
first question after the server was restarted, or the file opened anew; `warm` the median of the next ones. The
comparison with a bare `async_streaming_bulk` that is printed first is that of `benchmarks.bulk`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import store
from analysis.dates import Grain
from analysis.tally import TallyKey
from benchmarks import bulk, crowd
from store.base import Store
from tests.elasticsearch.server import Server

Answer = TypeVar("Answer")
WARM = 7  # questions after the first one
KEYS: tuple[TallyKey, ...] = ("client", "aspect", "month")
_PLACES: dict[str, Callable[[Store], object]] = {
    "trend of one vendor (months)": lambda s: s.tallies(crowd.scopes(), ("month",)),
    "all tallies of one vendor (client x aspect x month)": lambda s: s.tallies(crowd.scopes(), KEYS, aspects=None),
    "census of one vendor (months)": lambda s: s.census(crowd.scopes(), ("month",)),
    "quotes of one vendor": lambda s: s.quotes(crowd.scopes(), negative=True, aspect="wait"),
    "search, three words, one vendor": lambda s: s.search("hold chat refund", crowd.scopes()),
    "search, one rare word": lambda s: s.search("Number4711"),
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """`documents` counts reviews, mentions and opinions; `memory` is the peak of the client's process, in MB."""

    seconds: float
    documents: int
    bytes: int
    memory: float


def load(url: str, options: Mapping[str, str], mentions: int) -> Loaded:
    """Write the crowd through the store's Writer. Runs in a process of its own."""
    with store.open(url, options) as opened:
        began = time.perf_counter()
        asyncio.run(bulk.write(opened, crowd.pages(mentions)))
        seconds = time.perf_counter() - began
        stats = opened.stats()
    documents = sum(stats[kind] for kind in ("reviews", "mentions", "opinions"))
    return Loaded(seconds, documents, stats["bytes"], _memory())


def ask(opened: Store) -> dict[str, tuple[float, float]]:
    """Question -> (cold, warm) in milliseconds."""
    return {name: (_milliseconds(question, opened), _warm(question, opened)) for name, question in _PLACES.items()}


def _warm(question: Callable[[Store], object], opened: Store) -> float:
    return median(_milliseconds(question, opened) for _ in range(WARM))


def _milliseconds(question: Callable[[Store], object], opened: Store) -> float:
    began = time.perf_counter()
    question(opened)
    return (time.perf_counter() - began) * 1000


def command(url: str, prefix: str) -> tuple[float, float]:
    """`rbp trends` as a person types it, in milliseconds: (cold, warm)."""
    with tempfile.TemporaryDirectory() as folder:
        _workspace(Path(folder), url, prefix)
        words = [sys.executable, "-m", "cli", "--workspace", folder, "trends", "vendor", "--by", Grain.MONTH.value]
        times = []
        for _ in range(WARM):
            began = time.perf_counter()
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
            times.append((time.perf_counter() - began) * 1000)
    return times[0], median(times[1:])


def _workspace(folder: Path, url: str, prefix: str) -> None:
    (folder / "vendors").mkdir()
    settings = f'contact = "https://rbp.example"\n[store]\nurl = "{url}"\nprefix = "{prefix}"\n'
    (folder / "rbp.toml").write_text(settings)
    lines = ['name = "Vendor"\n']
    for scope in crowd.scopes():
        lines.append(
            f'[[client]]\nname = "{scope.client}"\n[[client.engagement]]\nsince = "2022-01"\n'
            '[[client.engagement.evidence]]\ntier = "stated"\nseen = 2026-01-01\nnote = "made up"\n'
        )
    (folder / "vendors" / "vendor.toml").write_text("".join(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--elasticsearch", metavar="URL", help="a running server; it is not restarted for `cold`")
    given = parser.parse_args()
    with ExitStack() as stack:
        server = None if given.elasticsearch else stack.enter_context(Server())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = given.elasticsearch or server.url if server else given.elasticsearch
        print(f"{given.mentions:,} mentions, {os.cpu_count()} cores; made by benchmarks/stores.py\n")
        bulk.show(bulk.Place(url, server.pid if server else None))
        print()
        prefix = f"crowd{uuid.uuid4().hex[:6]}"
        lite, elastic = f"sqlite:{folder / 'crowd.db'}", {"prefix": prefix}
        loaded = [_apart(load, lite, {}, given.mentions), _apart(load, url, elastic, given.mentions)]
        _row("", "SQLite", "Elasticsearch")
        _row("written, documents/s", *(f"{one.documents / one.seconds:,.0f}" for one in loaded))
        _row("bytes a review on disk", *(f"{one.bytes / (given.mentions / 2):,.0f}" for one in loaded))
        _row("peak memory of the client, writing, MB", *(f"{one.memory:,.0f}" for one in loaded))
        if server is not None:
            server.stop()
            server.start()
        answers = [_apart(_asked, lite, {}), _apart(_asked, url, elastic)]
        for name in _PLACES:
            _row(f"{name}, cold / warm ms", *(_pair(*answer[name]) for answer, _ in answers))
        _row("peak memory of the client, asking, MB", *(f"{memory:,.0f}" for _, memory in answers))
        commands = [command(lite, "rbp"), command(url, prefix)]
        _row("`rbp trends` as a command, cold / warm ms", *(_pair(*times) for times in commands))


def _asked(url: str, options: Mapping[str, str]) -> tuple[dict[str, tuple[float, float]], float]:
    """The answers' times, and the peak of memory when all readings of one client were streamed as well."""
    with store.open(url, options) as opened:
        told = ask(opened)
        assert sum(1 for _ in opened.readings(crowd.scopes()[:1]))
        return told, _memory()


def _memory() -> float:
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(work: Callable[..., Answer], *words: Any) -> Answer:
    """In a fresh process, so that its memory and its caches are its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *words).result()


def _pair(cold: float, warm: float) -> str:
    return f"{cold:,.0f} / {warm:,.0f}"


def _row(name: str, *cells: str) -> None:
    print(f"{name:72}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
