"""`rbp read`: read any text, and show how."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import click

from analysis.errors import ReadingError, UsageError

if TYPE_CHECKING:
    from analysis.insight import Insight
    from cli.rows import Row


@click.command(short_help="Read any text as a review is read, and show how.")
@click.argument("texts", nargs=-1, metavar="[TEXT...]")
@click.option("--file", "file", metavar="FILE", help="Read this file as one text; `-` is standard input.")
@click.option(
    "--jsonl", is_flag=True, help="The file (or standard input) holds rows {id, text, language?}, one a line."
)
@click.option("--whole", is_flag=True, help="Take each text as one passage.")
@click.option("--deep", is_flag=True, help="Weigh with the extra [deep] as well: slower; other languages, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in input order, as it goes.")
def command(texts: tuple[str, ...], file: str | None, jsonl: bool, whole: bool, deep: bool, as_json: bool) -> None:
    """Read texts as a review is read: what they say about support, how good or bad, and which words say so.

    \b
    rbp read "They never called me back, but the app is great"
    rbp read --file review.txt
    rbp read --jsonl --json < rows.jsonl > read.jsonl
    """
    from analysis.insight import read_text
    from analysis.reading import version

    bad, scorer = 0, version(deep)
    for row in _rows(texts, file, jsonl):
        if row.error:
            bad += 1
            _tell_bad(row, as_json)
        else:
            _tell(row, read_text(row.text, row.language, whole=whole, deep=deep), scorer, as_json)
    if bad:
        click.echo(f"rbp: {bad} of the rows could not be read; each says why", err=True)


def _tell(row: Row, insight: Insight, scorer: str, as_json: bool) -> None:
    if as_json:
        _print({"id": row.id, **insight.to_dict(), "scorer": scorer})
    else:
        from cli.render.insight import show_insight

        show_insight(row.id, insight)


def _tell_bad(row: Row, as_json: bool) -> None:
    if as_json:
        _print({"id": row.id, "error": row.error})
    else:
        click.echo(f"rbp: {row.error}", err=True)


def _print(made: dict[str, object]) -> None:
    from cli.render import to_json

    sys.stdout.write(to_json(made, indent=None) + "\n")
    sys.stdout.flush()  # whoever feeds rows one by one waits for each answer


def _rows(texts: tuple[str, ...], file: str | None, jsonl: bool) -> Iterator[Row]:
    from cli.rows import Row, rows

    if texts == ("-",) and file is None:
        texts, file = (), "-"
    if texts and (file is not None or jsonl):
        raise UsageError("expected either texts on the command line or a file, got both; leave one out")
    if texts:
        if len(texts) > 1 and not any(map(_has_blank, texts)):
            click.echo(f"rbp: read as {len(texts)} texts of one word each; put quotes around a sentence", err=True)
        yield from (Row(number, text) for number, text in enumerate(texts, start=1))
        return
    if file is None and sys.stdin.isatty():
        raise UsageError('expected a text, a file or standard input, got none; try: rbp read "They never called back"')
    with _open(file or "-") as lines:
        if jsonl:
            yield from rows(_by_line(lines))
        else:
            yield Row(None if file in (None, "-") else file, lines.read().decode("utf-8-sig", "replace"))


def _has_blank(text: str) -> bool:
    return any(map(str.isspace, text))


def _by_line(lines: BinaryIO) -> Iterable[bytes]:
    return iter(lines.readline, b"")  # iterating would read ahead, and a feeder that waits for its answer would hang


def _open(file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return open(file, "rb")  # noqa: PTH123  (closed by the `with` of the caller)
    except OSError as error:
        raise ReadingError(f"expected a file to read, got {file!r}: {error.strerror}") from error
