"""Text as a person reads it: out of HTML fragments, with the line breaks that the markup means."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

SILENT = ("script", "style", "template", "noscript", "iframe", "object", "svg", "head", "title")
BLOCKS = (
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "td", "th", "tr", "ul",
)  # fmt: skip
LINES = ("li", "dt", "dd", "tr", "td", "th")  # blocks with no empty line between them
INLINE = (
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark",
    "q", "s", "small", "span", "strike", "strong", "sub", "sup", "u", "wbr",
)  # fmt: skip
_CLOSING_BREAKS = frozenset(BLOCKS) - frozenset(LINES)
_BREAKS = frozenset((*BLOCKS, "br"))
# Only what names an HTML element is markup: "I <3 them" and "a<b" are what somebody wrote.
_MARKUP = re.compile(rf"</?({'|'.join((*SILENT, *BLOCKS, *INLINE))})(?=[\s/>])[^<>]*>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_UNTIDY = re.compile(
    r"[^\S \n]|  | \n|\n |\n{3}|[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]"
)  # what most texts lack
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_EDGES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")
_LONGEST_FRAGMENT = 500_000  # characters of HTML; the longest honest review seen has 50,000
_LONGEST_TAG = 20_000  # characters; libxml2's time grows with the square of a tag's attributes
_ESCAPED_TWICE = 2  # `&amp;#39;` is common: one escape by the editor, one by the page's template


def tidy(text: str) -> str:
    """Plain text without control characters: one space where there were many, at most one empty line in a row.

    Half a surrogate pair becomes U+FFFD, since no store and no file can hold it.
    """
    if (text.isprintable() and "  " not in text) or not _UNTIDY.search(text):  # what most texts are, told fast
        return text.strip()
    text = _SURROGATE.sub("\ufffd", _LINE_END.sub("\n", text))
    text = _EDGES.sub("\n", _BLANKS.sub(" ", _CONTROL.sub("", text)))
    return _GAPS.sub("\n\n", text).strip()


def plain(fragment: str) -> str:
    """Text of a field that may hold HTML: tags are read, entities resolved, scripts and styles left out.

    Text without markup keeps every `<` and `&` that is part of what was written.
    """
    if not fragment.isascii():
        fragment = _SURROGATE.sub("\ufffd", fragment)  # parsers refuse them
    if "<" in fragment and _MARKUP.search(fragment):
        return tidy(_strip_monster(fragment) if _is_monster(fragment) else _strip(fragment))
    if "&" in fragment:
        for _ in range(_ESCAPED_TWICE):
            fragment = _ENTITY.sub(lambda match: html.unescape(match[0]), fragment)
    return tidy(fragment)


def _is_monster(fragment: str) -> bool:
    if len(fragment) < _LONGEST_TAG:
        return False
    return len(fragment) >= _LONGEST_FRAGMENT or any(len(tag[0]) > _LONGEST_TAG for tag in _MARKUP.finditer(fragment))


def _strip(fragment: str) -> str:
    # What is no element of ours is text: it is escaped so that the parser leaves it alone.
    soup = BeautifulSoup("".join(_escaped(fragment)), "lxml")
    return _ENTITY.sub(lambda match: html.unescape(match[0]), "".join(_pieces(soup)))


def _strip_monster(fragment: str) -> str:
    """Much the same in one pass over the tags, for what would cost the parser seconds and hundreds of megabytes."""
    pieces: list[str] = []
    at, silent = 0, ""
    for match in _MARKUP.finditer(fragment):
        name = (match[1] or "!--").lower()
        if silent:
            silent = "" if name == silent else silent
        else:
            pieces += [fragment[at : match.start()], "\n" if name in _BREAKS else ""]
            silent = name if name in SILENT and not match[0].startswith("</") else ""
        at = match.end()
    return html.unescape("".join(pieces) + ("" if silent else fragment[at:]))


def _pieces(soup: Tag) -> Iterator[str]:
    """Texts and line breaks, in order. Without recursion, and each node looked at once: fragments may be monsters."""
    open_tags: list[tuple[Iterator[PageElement], str]] = [(iter(soup.contents), "")]
    while open_tags:
        children, closing = open_tags[-1]
        child = next(children, None)
        if child is None:
            open_tags.pop()
            yield closing
        elif isinstance(child, Tag):
            if child.name not in SILENT:
                yield "\n" if child.name in _BREAKS else ""
                open_tags.append((iter(child.contents), "\n" if child.name in _CLOSING_BREAKS else ""))
        elif type(child) is NavigableString:  # its subclasses are comments and the like
            yield str(child)


def _escaped(fragment: str) -> list[str]:
    pieces, at = [], 0
    for match in _MARKUP.finditer(fragment):
        pieces += [fragment[at : match.start()].replace("<", "&lt;"), match[0]]
        at = match.end()
    return [*pieces, fragment[at:].replace("<", "&lt;")]
