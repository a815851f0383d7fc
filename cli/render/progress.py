"""Progress bars on stderr: seen on a terminal, silent elsewhere, so that logs and pipes stay clean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, TypeVar

from cli.render.clean import clean

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

T = TypeVar("T")
_WIDE = 100  # columns; on a narrower terminal the numbers need the room of the clock and of a long bar
_REDRAWS = 8  # a second: smooth enough, and cheap beside a crawl


class Bars:
    """A bar a label. `note` is free text at the end of the line, such as `1,204 reviews, waiting 1 s`."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def update(self, label: str, *, done: float | None = None, total: float | None = None, note: str = "") -> None:
        """Move the bar of a label, which is made when first named. Without a total it only pulses."""
        if label not in self._tasks:
            self._tasks[label] = self._progress.add_task(clean(label), total=None, note="", count="")
        count = f"{done:,.0f}/{total:,.0f}" if done is not None and total else ""
        self._progress.update(self._tasks[label], completed=done, total=total, note=clean(note), count=count)

    def say(self, line: str) -> None:
        """Print a line above the bars; where there are none, just print it."""
        self._progress.console.print(clean(line), soft_wrap=True)

    def line(self, line: str) -> None:
        """Print a line only where no bar tells the same."""
        if self._progress.disable:
            self.say(line)


@contextmanager
def bars() -> Iterator[Bars]:
    """Bars while the block runs; the lines stay on the screen when it ends."""
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn

    from cli.render.tables import console

    screen = console(stderr=True)
    is_wide = screen.width >= _WIDE
    columns: list[ProgressColumn] = [
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20 if is_wide else 8),
        TextColumn("{task.fields[count]}", markup=False, justify="right"),
        TextColumn("{task.fields[note]}", markup=False),
    ]
    if is_wide:
        columns.append(TimeElapsedColumn())
    progress = Progress(*columns, console=screen, disable=not screen.is_terminal, refresh_per_second=_REDRAWS)
    with progress if screen.is_terminal else nullcontext():  # stopped elsewhere, rich before 15 ends it with a line
        yield Bars(progress)


def track(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """The items, with a bar that counts them."""
    with bars() as shown:
        shown.update(label, done=0, total=total)
        for number, item in enumerate(items, 1):
            yield item
            shown.update(label, done=number, total=total)
