"""Found reviews for people: a line with what, when and where, then the words around those that were looked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from textwrap import indent
from typing import TYPE_CHECKING

import click

from analysis.tally import Hit
from cli.render.clean import bare_url, clean
from cli.render.numbers import plural
from cli.render.tables import console, say

if TYPE_CHECKING:
    from rich.text import Text

_MARKS = {"\x02": "*", "\x03": "*"}  # where the output is no terminal
_INDENT = "   "


def show_hits(hits: Sequence[Hit], limit: int) -> None:
    """Print them in order, numbered."""
    for number, hit in enumerate(hits, start=1):
        review = hit.review
        say(f"{number}. {review.published or 'undated'}  {review.client}  {review.source}")
        _show_snippet(hit.snippet)
        if review.url:
            click.echo(_INDENT + clean(bare_url(review.url)))
        click.echo()
    more = f"; there may be more, see --limit (now {limit})" if len(hits) == limit else ""
    say(f"{plural(len(hits), 'review')}{more}")


def _show_snippet(snippet: str) -> None:
    if sys.stdout.isatty():
        from rich.padding import Padding

        screen = console()
        screen.print(Padding(_marked(snippet), (0, 0, 0, len(_INDENT))))
        return
    for mark, sign in _MARKS.items():
        snippet = snippet.replace(mark, sign)
    click.echo(indent(clean(snippet), _INDENT))


def _marked(snippet: str) -> Text:
    """The found words in bold."""
    from rich.text import Text

    text = Text()
    for part in snippet.split("\x02"):
        found, closed, rest = part.partition("\x03")
        text.append(clean(found), style="bold" if closed else "")
        text.append(clean(rest))
    return text
