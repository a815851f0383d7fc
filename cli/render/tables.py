"""Tables: ruled and wrapped on a terminal, aligned plain text elsewhere, so that grep and awk get whole lines."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cli.render.clean import clean
from cli.render.numbers import NONE

if TYPE_CHECKING:
    from rich.console import Console

_GUTTER = "  "
_LEAST_WRAPPED = 10  # cells; a column of text is not broken into narrower lines than this


@dataclass(frozen=True, slots=True)
class Column:
    """`number` columns stand on the right. On a narrow terminal columns with `wrap` are broken into lines, and those
    with `under` leave the table: their cells stand on lines of their own below their row, or above it if they lead it.
    """

    name: str
    number: bool = False
    wrap: bool = False
    under: bool = False


def show(
    columns: Sequence[Column | str],
    rows: Sequence[Sequence[object]],
    *,
    title: str = "",
    notes: Sequence[str] = (),
) -> None:
    """Print a table on stdout, the notes below it. Cells are cleaned; None is `–`. A plain string is a text column.

    On a terminal too narrow for it the table is turned, rows for columns, and where that does not fit either
    each row becomes a paragraph with a line a column: no number is ever cut.
    """
    heads = [column if isinstance(column, Column) else Column(column, wrap=True) for column in columns]
    cells = [[NONE if cell is None else clean(str(cell)) for cell in row] for row in rows]
    if title:
        heading(title)
    if sys.stdout.isatty():
        _fit(heads, cells, console().width)
        if notes and notes[0]:
            click.echo()
    else:
        _plain(heads, cells)
    for note in notes:
        say(note)


def heading(title: str) -> None:
    """Print a title on stdout, bold on a terminal."""
    _print(title, "bold")


def say(text: str) -> None:
    """Print a sentence on stdout, cleaned; wrapped at blanks on a terminal."""
    _print(text, "")


def console(*, stderr: bool = False) -> Console:
    """Rich's console with the house's settings: no markup, no guessed highlights. It honours NO_COLOR and COLUMNS."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def _print(text: str, style: str) -> None:
    """On a terminal, lines that are wrapped go on under the text, behind its indent or dash."""
    text = clean(text)
    if not sys.stdout.isatty():
        click.echo(text)
        return
    if lead := text[: len(text) - len(text.lstrip(" -"))]:
        _hang(lead, text[len(lead) :], style)
        return
    from rich.text import Text

    console().print(Text(text, style=style))


def _hang(lead: str, text: str, style: str = "") -> None:
    """Print the text behind its lead; its further lines go on under its first."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(lead), Text(text, style=style))
    console().print(grid)


def _least_widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The cells that each column needs so that no number is cut."""
    widest = _widths(columns, rows)
    return [min(_LEAST_WRAPPED, width) if column.wrap else width for column, width in zip(columns, widest, strict=True)]


def _fit(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> None:
    """Print the table in the first of its forms that fits."""
    if any(column.under for column in columns) and _stacked(columns, rows, width):
        return
    turned = [columns[0], *(Column(row[0], number=True) for row in rows)]
    lines = [[column.name, *(row[place] for row in rows)] for place, column in enumerate(columns) if place]
    for heads, cells in ((columns, rows), (turned, lines)):
        least = _least_widths(heads, cells)
        for gutter in (len(_GUTTER), 1):
            if sum(least) + gutter * (len(least) - 1) <= width:
                _ruled(heads, cells, least, gutter)
                return
    _paragraphs(columns, rows)


def _stacked(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Print a table of the columns that are not `under`, the others below each row; False where that is no use."""
    if sum(_widths(columns, rows)) + len(_GUTTER) * (len(columns) - 1) <= width:
        return False  # the whole table fits
    main = [place for place, column in enumerate(columns) if not column.under]
    first = main[0]
    heads, cells = [columns[place] for place in main], [[row[place] for place in main] for row in rows]
    widths = _widths(heads, cells)
    wide = sum(widths) + len(_GUTTER) * (len(widths) - 1)
    if wide > width:
        return False
    _print(_line([head.name for head in heads], heads, widths), "bold")
    say("─" * wide)
    for row, kept in zip(rows, cells, strict=True):
        for cell in row[:first]:
            _print(cell, "bold")
        say(_line(kept, heads, widths))
        for column, cell in zip(columns[first:], row[first:], strict=True):
            if column.under and cell != NONE:
                say(f"    {column.name}: {cell}")
    return True


def _ruled(columns: Sequence[Column], rows: Sequence[Sequence[str]], least: Sequence[int], gutter: int) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    padding = (0, gutter - 1, 0, 0)  # the box itself has one blank between columns
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=padding, header_style="bold")
    for column, width in zip(columns, least, strict=True):
        table.add_column(
            Text(column.name),
            justify="right" if column.number else "left",
            no_wrap=not column.wrap,
            overflow="fold",
            min_width=width,
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def _paragraphs(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    from rich.cells import cell_len

    width = max(cell_len(column.name) for column in columns)
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            _hang(column.name + " " * (width - cell_len(column.name)) + _GUTTER, cell)
        click.echo()


def _plain(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    widths = _widths(columns, rows)
    for line in ([column.name for column in columns], *rows):
        click.echo(_line(line, columns, widths))


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    from rich.cells import cell_len

    return [max(map(cell_len, cells)) for cells in zip([column.name for column in columns], *rows, strict=True)]


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    from rich.cells import cell_len

    padded = (
        " " * (width - cell_len(cell)) + cell if column.number else cell + " " * (width - cell_len(cell))
        for column, cell, width in zip(columns, cells, widths, strict=True)
    )
    return _GUTTER.join(padded).rstrip()
