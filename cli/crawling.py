"""A crawl as a person sees it: bars while it runs, a table of how each target ended. For `rbp crawl` and `rbp demo`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analysis.evidence import served
from cli.render import Bars, Column, bars, show
from cli.render.numbers import NONE, count, plural

if TYPE_CHECKING:
    from analysis.model import Target
    from crawler.report import CrawlReport, Progress, TargetReport, Watch

_COLUMNS = (
    Column("target"),
    Column("pages", number=True),
    Column("new", number=True),
    Column("changed", number=True),
    Column("known", number=True),
    Column("dropped or emptied", under=True),
    Column("ended", under=True),
    Column("verdict", under=True),
)
_REASONS_SHOWN = 3  # in a cell of the table; --json and `rbp status` have them all


def labels(targets: Sequence[Target]) -> dict[str, str]:
    """Target key -> `client source`, with the parameters where two would be called the same."""
    names = Counter((target.client, target.source) for target in targets)
    return {
        target.key: f"{target.client} {target.source}"
        + (f" {' '.join(value for _, value in target.parameters)}" if names[target.client, target.source] > 1 else "")
        for target in targets
    }


@contextmanager
def watching(targets: Sequence[Target]) -> Iterator[Watch]:
    """Shows the crawl while the block runs: bars on a terminal, else a line when a target has ended. On stderr."""
    with bars() as shown:
        yield _Shown(shown, labels(targets))


class _Shown:
    def __init__(self, shown: Bars, names: dict[str, str]) -> None:
        self._shown = shown
        self._names = names
        self._last: dict[str, Progress] = {}

    def update(self, progress: Progress) -> None:
        """Nothing is drawn where nothing has changed."""
        key = progress.target.key
        if self._last.get(key) == progress:
            return
        self._last[key] = progress
        done, total = (progress.reviews, progress.stated) if progress.stated else (progress.pages, None)
        if progress.ended and total is None:
            total = done
        note = f"{plural(progress.pages, 'page')}, {plural(progress.reviews, 'review')}, {progress.state}"
        self._shown.update(self._names[key], done=done, total=total, note=note)
        if progress.ended:
            self._shown.line(f"{self._names[key]}: {note}")

    def say(self, line: str) -> None:
        self._shown.say(line)


def tell(report: CrawlReport, again: str) -> None:
    """Print how the crawl went. `again` is the command that goes on with it."""
    names = labels([each.target for each in report.targets])
    notes = []
    if report.replay:
        notes.append(f"Replay is on: {served([report.replay])}.")
    if report.stopped:
        kept = (
            "What was read is kept" if report.stopped == "interrupted" else "Why stands above. What was saved is kept"
        )
        notes.append(f"Stopped. {kept}; go on where it was with: {again}")
    elif any(_can_go_on(each) for each in report.targets):
        notes.append(f"Pages are left to visit; go on where it was with: {again}")
    notes.append(_books(report))
    show(_COLUMNS, [_row(each, names[each.target.key]) for each in report.targets], notes=notes)


def _books(report: CrawlReport) -> str:
    """`120 reviews crawled = 100 indexed + 20 unchanged + 0 dead-lettered.`"""
    books = report.books
    line = (
        f"{plural(books.crawled, 'review')} crawled = {count(books.indexed)} indexed "
        f"+ {count(books.unchanged)} unchanged + {count(books.dead_lettered)} dead-lettered"
    )
    if books.forgotten:
        line += f" + {count(books.forgotten)} forgotten on purpose"
    if books.missing:
        line += f" + {count(books.missing)} not accounted for: crawl again; what was not kept is fetched anew"
    return f"{line}."


def as_data(report: CrawlReport) -> dict[str, Any]:
    """The report for `--json`."""
    return {
        "format": 1,
        "stopped": report.stopped,
        "replay": report.replay,
        "reconciliation": {**asdict(report.books), "missing": report.books.missing},
        "targets": [_target_data(each) for each in report.targets],
    }


def _can_go_on(report: TargetReport) -> bool:
    return report.run is not None and report.run.finish != "finished"


def _row(report: TargetReport, name: str) -> list[object]:
    run = report.run
    if run is None:
        return [name, None, None, None, None, "", "not begun", report.verdict]
    counts = [count(run.counts.get(key, 0)) for key in ("pages", "new", "changed", "known")]
    ended = "failed" if run.finish == report.verdict else run.finish  # the verdict says why
    return [name, *counts, _reasons(run.drops), ended, report.verdict]


def _reasons(drops: Any) -> str:
    """`3 robots.txt forbids it, 1 timeout`."""
    ordered = sorted(drops.items(), key=lambda item: (-item[1], item[0]))
    told = [f"{count(number)} {reason}" for reason, number in ordered[:_REASONS_SHOWN]]
    more = len(ordered) - _REASONS_SHOWN
    return ", ".join([*told, *([f"{more} more reasons"] if more > 0 else [])]) or NONE


def _target_data(report: TargetReport) -> dict[str, Any]:
    run = report.run
    told: dict[str, Any] = {
        "source": report.target.source,
        "client": report.target.client,
        "parameters": dict(report.target.parameters),
        "verdict": report.verdict,
        "run": None,
    }
    if run is not None:
        told["run"] = {
            "id": run.id,
            "mode": run.mode.value,
            "finish": run.finish,
            "started": run.started.isoformat(),
            "ended": run.ended.isoformat() if run.ended else None,
            "counts": dict(run.counts),
            "dropped": dict(run.drops),
            "coverage": dict(run.coverage),
            "stated": run.stated,
        }
    return told
