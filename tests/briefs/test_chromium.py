"""The HTML brief in a real Chromium: at desktop and telephone width, without a script, without an outside request."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from analysis import formats
from analysis.brief import Brief
from tests.briefs.chromium import Page, browser, required

pytestmark = pytest.mark.chromium
DESKTOP, TELEPHONE, SHEET = 1280, 390, 673  # CSS pixels; A4 within margins of 16 mm
SHEET_HEIGHT = 986  # and of 18 mm
_WIDER_THAN_PAGE = """[...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
}).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 40))"""
_SQUEEZED = """[...document.querySelectorAll('tbody th, p, li, blockquote')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && box.width < 60;
}).map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 40))"""
_CONTRAST = """(() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = rgb => { const [r, g, b] = rgb.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  let least = 99;
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length) continue;
    const style = getComputedStyle(e), svg = e instanceof SVGElement;
    const pair = [light(parse(svg ? style.fill : style.color).slice(0, 3)), light(behind(e))].sort((a, b) => b - a);
    least = Math.min(least, (pair[0] + .05) / (pair[1] + .05));
  }
  return least;
})()"""
_UNNAMED_PICTURES = """[...document.querySelectorAll('svg')].filter(e => e.getAttribute('role') !== 'img' || !(
  e.getAttribute('aria-label') || document.getElementById((e.getAttribute('aria-labelledby') || '').split(' ')[0])
)).length"""
_LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3, level AA for text of any size


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(required(), tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(params=["harbour", "lantern", "tallow", "hostile", "empty"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    brief: Brief = request.getfixturevalue(request.param)
    path = tmp_path / f"{request.param}.html"
    path.write_bytes(formats.render(brief, "html"))
    return path


@pytest.mark.parametrize("width", [DESKTOP, TELEPHONE])
def test_a_brief_fits_its_window_can_be_read_and_asks_for_nothing(page: Page, file: Path, width: int) -> None:
    page.visit(file.as_uri(), width)
    assert page.value("document.documentElement.scrollWidth") <= width
    assert page.value(_WIDER_THAN_PAGE) == []
    assert page.requests() == [file.as_uri()]
    assert page.complaints() == []
    assert page.value("document.scripts.length") == 0
    assert page.value(_SQUEEZED) == []
    assert page.value(_CONTRAST) >= _LEAST_CONTRAST
    text = page.value("document.body.innerText")
    for words in ("The answer", "Scorecard", "Over time", "Client by client", "What customers say", "What is missing",
                  "How this was made", "How many reviews, from where and when"):  # fmt: skip
        assert words in text
    page.picture(file.parent / f"{file.stem}-{width}.png")
    assert (file.parent / f"{file.stem}-{width}.png").stat().st_size > 20_000


def test_it_is_told_to_those_who_do_not_see(page: Page, harbour: Brief, tmp_path: Path) -> None:
    file = tmp_path / "brief.html"
    file.write_bytes(formats.render(harbour, "html"))
    page.visit(file.as_uri(), DESKTOP)
    assert page.value("document.documentElement.lang") == "en"
    assert page.value("document.querySelectorAll('h1').length") == 1
    assert page.value("[...document.querySelectorAll('table')].every(t => t.caption && t.caption.innerText.length)")
    assert page.value("[...document.querySelectorAll('th')].every(t => t.scope)")
    assert page.value(_UNNAMED_PICTURES) == 0
    levels = page.value("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.tagName[1])")
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    ids = page.value("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_it_prints(page: Page, tallow: Brief, tmp_path: Path) -> None:
    """On paper nothing is wider than the sheet, and the answer stands on the first one with its warning."""
    file = tmp_path / "brief.html"
    file.write_bytes(formats.render(tallow, "html"))
    page.visit(file.as_uri(), SHEET)
    page.ask("Emulation.setEmulatedMedia", media="print")
    try:
        assert page.value("document.documentElement.scrollWidth") <= SHEET
        answer = "document.getElementById('answer').parentElement"
        assert page.value(f"{answer}.getBoundingClientRect().bottom") <= SHEET_HEIGHT  # a board reads the first sheet
        assert page.value(
            f"{answer}.innerText.indexOf('Read it with care') < {answer}.innerText.indexOf('speak badly')"
        )
        assert page.ask("Page.printToPDF")["data"].startswith("JVBER")
    finally:
        page.ask("Emulation.setEmulatedMedia", media="")
