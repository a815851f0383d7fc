"""A file of any browser becomes the page that was saved, with its address, or one PageError."""

from __future__ import annotations

import codecs
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import PageError
from crawler.decode import LARGEST_PAGE
from crawler.saved.kinds import is_page
from crawler.saved.opening import open_saved
from tests.cli.saved import URL, archive, canonical, company, page, review, saved_from

HTML = page(company(review(1)))
SINGLE_FILE = "<!--\n Page saved with SingleFile \n url: {url} \n saved date: Sun Nov 22 2026 -->"


def view_source(html: str) -> str:
    rows = "".join(
        f'<tr><td class="line-number" value="{n}"></td><td class="line-content">{_marked(line)}</td></tr>'
        for n, line in enumerate(html.splitlines(), 1)
    )
    return f"<html><head></head><body><div><table><tbody>{rows}</tbody></table></div></body></html>"


def _marked(line: str) -> str:
    return f'<span class="html-tag">{escape(line)}</span>'


@pytest.mark.parametrize(
    "data",
    [
        HTML.encode(),
        codecs.BOM_UTF8 + HTML.encode(),
        HTML.encode("utf-16"),
        codecs.BOM_UTF16_BE + HTML.encode("utf-16-be"),
        b"\r\n  " + HTML.encode(),
        archive(HTML, URL),
        archive(HTML, URL, "base64"),
        b"<?xml version='1.0'?>" + HTML.encode(),
        view_source(HTML).encode(),
        archive(view_source(HTML), URL),
        f'<html><head></head><body id="viewsource"><pre>{_marked(HTML)}</pre></body></html>'.encode(),
    ],
)
def test_saves_of_all_kinds_are_told_as_pages_and_opened(data: bytes) -> None:
    assert is_page(data[:8_192])
    text = open_saved(data).response.text
    assert '"The agent never called me back about case 1. Zo\\u00eb waited."' in text
    assert "line-content" not in text
    assert "=3D" not in text


@pytest.mark.parametrize(
    "data", [b"ref,body\n1,<b>kind</b>\n", b'{"body": "<p>"}', b"", b"body: x\n", b"%PDF", b"\xff\xfe"]
)
def test_other_files_are_no_pages(data: bytes) -> None:
    assert not is_page(data)


@pytest.mark.parametrize(
    ("html", "address", "visited"),
    [
        (page({}), "", ""),
        (page({}, head=canonical(URL)), URL, ""),
        (page({}, head=f'<meta property="og:url" content="{URL}">'), URL, ""),
        (page({}, top=saved_from(f"{URL}?page=2")), f"{URL}?page=2", f"{URL}?page=2"),
        (page({}, top=SINGLE_FILE.format(url=URL)), URL, URL),
        (page({}, top=saved_from(f"{URL}?page=2#top"), head=canonical("/bluebird")), URL, f"{URL}?page=2"),
        (page({}, top=saved_from("file:///home/someone/page.html")), "", ""),
        (page({}, head=canonical("javascript:alert(1)") + canonical("http://[")), "", ""),
        (page({}, head=canonical("relative")), "", ""),
        (page({}, body="x" * 5_000 + saved_from(URL)), "", ""),
        (page({}, head=canonical(f"{URL}?{'x' * 3_000}")), "", ""),
    ],
)
def test_the_address_is_the_pages_own_or_where_it_was_saved_from(html: str, address: str, visited: str) -> None:
    opened = open_saved(html.encode())
    assert (opened.response.url, opened.visited) == (address, visited)


def test_an_archive_tells_its_address_and_that_it_is_one() -> None:
    opened = open_saved(archive(page({}), f"{URL}?page=3"))
    assert (opened.response.url, opened.archive) == (f"{URL}?page=3", True)
    assert not open_saved(HTML.encode()).archive


@pytest.mark.parametrize("declared", ["iso-8859-1", ""])
def test_latin_1_is_read_as_told_or_as_it_looks(declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    data = page({}, head=head, body="<p>Zoë wartete. Schöne Grüße, naïve façade.</p>").encode("latin-1")
    assert "Zoë wartete. Schöne Grüße" in open_saved(data).response.text
    assert "Zoë" in open_saved(page({}, body="Zoë").encode("utf-16-le"), "utf-16-le").response.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>" + b"x" * LARGEST_PAGE, "page over 10 MB"),
        (b"<html>" + b"<i>" * 200_000, "too much markup"),
        (archive("<html>" + "\u00e9" * (LARGEST_PAGE // 2), URL), "page over 10 MB"),
        (archive("<html>x", URL).replace(b"text/html", b"text/plain"), "not HTML"),
        (archive("<html>x", URL).partition(b"------Multi")[0], "not HTML"),
        (archive("<html>x", URL, "base64").replace(b"PGh0bWw", b"PGh0bWwxx"), "truncated page"),
        (HTML.encode()[:120], "truncated page"),
    ],
)
def test_what_is_too_large_or_broken_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(PageError) as told:
        open_saved(data)
    assert told.value.reason == reason


def test_hostile_archives_cost_little_memory_and_no_quadratic_time() -> None:
    """Each of these took the mail parser, or a tree within a tree, minutes: the test would not end."""
    head = b'From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"'
    for data in (
        head + b"; a*0*=x" * 2_000_000 + b"\r\n\r\n",
        head + b'\r\n\r\n--B\r\nContent-Type: text/html; a="' + b'\\"' * 4_000_000,
        head + b"\r\n\r\n" + b"--B\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 300_000,
    ):
        with pytest.raises(PageError):
            open_saved(data)
    nested = b"<html>" + b"<table><tr><td class='line-content'>" * 30_000 + b"x" * 1_000_000
    assert open_saved(nested).response.url == ""


@settings(max_examples=150)
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(str.encode), st.sampled_from(["", "utf-16", "cp1252", "x y"])
)
def test_any_bytes_give_a_page_or_a_page_error(data: bytes, encoding: str) -> None:
    whole = archive(HTML, URL)
    for made in (data, HTML.encode() + data, whole[:180] + data + whole[180:], whole[:330] + data + whole[330:]):
        try:
            opened = open_saved(made, encoding)
        except PageError:
            continue
        assert opened.response.text is not None
        is_page(made)
