"""Text that strangers wrote, made harmless before it is shown: one line, no controls, cut at a word, no markup."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

QUOTE_LENGTH = 240  # characters: enough for a sentence or two, short enough to be a quotation
ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"  # needed inside Indic and Arabic words and in emoji, and they hide nothing
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # controls, bidi overrides, lone surrogates, unassigned
_BLANKS = re.compile(r"[^\S\u00a0]+")  # a no-break space stays one
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!$@^]|&(?=[#\w])|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_MARKDOWN_START = re.compile(r"^( ?\d*)(?=[-+](?:\s|$)|[-=][-=\s]*$|(?<=\d)[.)](?:\s|$))")


def one_line(text: str) -> str:
    """The text on one line without control, format and bidi characters; any run of white space becomes one space.

    A terminal escape loses its ESC and is plain text after that. Nothing is left of blanks at either end.
    """
    return spaced(text).strip()


def spaced(text: str) -> str:
    """Like `one_line`, but a blank at either end stays one blank: for pieces that are put together."""
    even = _BLANKS.sub(" ", text)
    kept = (c for c in even if c in _JOINERS or unicodedata.category(c) not in _UNSEEN)
    return _BLANKS.sub(" ", "".join(kept))


def excerpt(text: str, length: int = QUOTE_LENGTH) -> str:
    """One line of at most `length` characters, cut at a word where there is one, with an ellipsis if cut."""
    line = one_line(text)
    if len(line) <= length:
        return line
    head = line[: length - len(ELLIPSIS)]
    cut = head if line[len(head)] == " " else head.rpartition(" ")[0] or head
    return cut.rstrip(" ,;:.") + ELLIPSIS


def markdown(text: str) -> str:
    """One line in which Markdown (CommonMark, and the tables and bare links of GitHub's) finds no markup.

    A blank at either end stays.
    """
    line = _MARKDOWN.sub(r"\\\1", spaced(text))
    return _MARKDOWN_START.sub(r"\1\\", line)


def link(url: str) -> str:
    """The URL if a reader may safely follow it (http or https, with a host, no blanks or controls), else ''."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    fit = parts.scheme in ("http", "https") and parts.netloc and one_line(url).replace(" ", "") == url
    return url if fit else ""
