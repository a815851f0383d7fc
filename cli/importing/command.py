"""What `rbp import` does: file after file into the store, with a bar, and with every fault told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from analysis.errors import ReadingError
from cli.clock import now
from cli.context import Context
from cli.importing.book import Summary
from cli.importing.clashes import REASON
from cli.importing.files import BadLine, Source, accepted, check_there, opened, peek
from cli.importing.folders import unfolded
from cli.importing.intake import Intake, worth_a_process
from cli.importing.reading import Stamp
from cli.importing.rows import rows, unknown_columns
from cli.reader import chosen_reader
from cli.render.clean import clean
from cli.render.numbers import count, plural
from cli.render.progress import Bars, bars
from cli.workspace import Workspace
from crawler.saved.kinds import is_page
from store.base import Store

_BAD_LINES_SHOWN = 20  # a file; all of them are counted


def import_files(context: Context, files: Sequence[Path], client: str, source: str, encoding: str) -> Iterator[Summary]:
    """A summary a file, as each is done. A file that gives no review is told, and the others go on.

    Raises ReadingError in the end where there was one, and at once where a file is missing.
    """
    paths = unfolded(files)
    for path in paths:
        check_there(path, encoding)
    workspace = context.find_workspace()
    with context.open_store() as store:
        deep = bool(workspace and workspace.reads_deeply)
        chosen_reader(store, deep=deep)
        stamp = Stamp(workspace.secret() if workspace else b"", now().date(), store.calibration(), deep)
        faults = []
        for path in paths:
            try:
                with opened(path, encoding) as file:
                    summary = _import(store, stamp, file, client, source)
            except ReadingError as error:
                faults.append(error)
                if len(paths) > 1:
                    _note(str(error))
                continue
            summary.strangers = _strangers(workspace, summary)
            yield summary
    if len(paths) > 1 and faults:
        raise ReadingError(
            f"{len(faults)} of {len(paths)} files gave no review, as told above; the others were taken in"
        )
    for fault in faults:
        raise fault


def _strangers(workspace: Workspace | None, summary: Summary) -> tuple[str, ...]:
    """Clients of the file that stand in no dossier. Without a dossier nobody does, which needs no telling."""
    known = {client.id for dossier in (workspace.dossiers if workspace else ()) for client in dossier.clients}
    return tuple(sorted(summary.clients - known)) if known else ()


def _import(store: Store, stamp: Stamp, file: Source, client: str, source: str) -> Summary:
    if is_page(peek(file)):
        from cli.importing.pages import take_page

        return take_page(store, stamp, file, client, source)
    given = [name for name, value in (("client", client), ("source", source)) if value]
    found = rows(file, given)
    teller = _Teller(file.name)
    with bars() as shown:
        intake = Intake(
            store, stamp, teller.tell, lambda summary: _move(shown, file, summary), worth_a_process(file.size)
        )
        try:
            summary = asyncio.run(intake.take(file.name, found, client, source))
        except KeyboardInterrupt:
            kept = intake.summary.reviews
            _note(f"{file.name}: stopped; {plural(kept, 'review')} kept; import it again to go on, none is doubled")
            raise
    teller.end()
    if not summary.reviews:
        names = "" if summary.bad[REASON] else f"; {accepted()}"
        raise ReadingError(f"{file.name}: expected reviews, got none in {plural(summary.lines, 'line')}{names}")
    strangers = unknown_columns(file.columns)
    if strangers:
        _note(f"{file.name}: passed over: {', '.join(strangers)}")
    return summary


def _move(shown: Bars, file: Source, summary: Summary) -> None:
    shown.update(file.name, done=file.read, total=file.size, note=f"{count(summary.reviews)} reviews")


class _Teller:
    """Says on stderr which lines are bad: the first ones each, the others by their number."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told = 0

    def tell(self, bad: BadLine) -> None:
        self._told += 1
        if self._told <= _BAD_LINES_SHOWN:
            _note(f"{self._name}:{bad.line}: {bad.reason}")

    def end(self) -> None:
        if self._told > _BAD_LINES_SHOWN:
            _note(f"{self._name}: and {count(self._told - _BAD_LINES_SHOWN)} more bad lines")


def _note(text: str) -> None:
    click.echo(f"rbp: {clean(text)}", err=True)
