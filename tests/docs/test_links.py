"""Every page, picture and heading that the documentation points to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import CHECKOUT, pages

_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _anchors(page: Path) -> set[str]:
    """The names that a forge gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _BLOCK.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _is_there(page: Path, link: str) -> bool:
    path, _, heading = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not heading or target.suffix != ".md" or heading in _anchors(target))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = _BLOCK.sub("", page.read_text("utf-8"))
    links = [found[1] or found[2] for found in _LINK.finditer(text)]
    ours = [link for link in links if not re.match(r"https?:|mailto:", link)]
    assert [link for link in ours if not _is_there(page, link)] == []
