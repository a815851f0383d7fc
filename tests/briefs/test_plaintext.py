"""Text that strangers wrote does nothing wherever it is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from analysis.plaintext import excerpt, link, markdown, one_line, spaced

anything = st.text(st.characters(exclude_categories=[]), max_size=80)
markup = st.text(st.sampled_from("ab1 .)(-+=*_#>|`~<&[]!:/@w\\\n\t"), max_size=40)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@given(anything)
def test_one_line_has_no_control_and_nothing_hidden(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") or c in "\u202e\u2066\ufeff"]
    assert line == line.strip()
    assert "  " not in line


def test_escapes_lose_their_escape() -> None:
    assert one_line("\x1b[31mred\x1b[0m\r\nnext\u202eexe") == "[31mred[0m nextexe"
    assert spaced(" , ") == " , "
    assert one_line("👩\u200d💻 ok") == "👩\u200d💻 ok"


@given(anything, st.integers(2, 60))
def test_an_excerpt_is_short_and_says_that_it_is_cut(text: str, length: int) -> None:
    short, line = excerpt(text, length), one_line(text)
    assert len(short) <= length
    assert short == line or (short.endswith("…") and line.startswith(short[:-1]))


def test_an_excerpt_is_cut_at_a_word() -> None:
    assert excerpt("They never called me back, ever", 20) == "They never called…"
    assert excerpt("They never called", 17) == "They never called"
    assert excerpt("W" * 30, 10) == "W" * 9 + "…"


@given(markup)
def test_markdown_finds_no_markup(text: str) -> None:
    """A CommonMark reader sees one paragraph with one plain text, which is the text."""
    tokens = READER.parse(markdown(text))
    inline = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert "".join(child.content for child in inline).strip() == one_line(text).strip()


@given(markup)
def test_markdown_stays_in_its_cell(text: str) -> None:
    tokens = READER.parse(f"| a | b |\n| --- | --- |\n| x{markdown(text)} | y |\n")
    assert sum(token.type == "td_open" for token in tokens) == 2


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "https://", "//x.example", "ftp://x.example/", "https://x.example/a b",
     "https://x.example/\x1b[2J", "http://[", "", " https://x.example/"],
)  # fmt: skip
def test_what_is_no_web_link_is_none(url: str) -> None:
    assert link(url) == ""


def test_a_web_link_is_one() -> None:
    assert link("https://x.example/a?b=1&c=%20#d") == "https://x.example/a?b=1&c=%20#d"
