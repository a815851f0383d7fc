"""`rbp forget`."""

from __future__ import annotations

from pathlib import Path

import pytest

import store
from tests.cli.running import rbp
from tests.cli.stocked import READINGS, stock
from tests.store.material import Crawl, save


def left(root: Path) -> list[str]:
    with store.open(f"sqlite:{root / 'rbp.db'}") as opened:
        return sorted(one.review.ref for one in opened.readings())


@pytest.mark.parametrize(
    ("arguments", "said", "kept"),
    [
        (("--ref", "1"), "1 review", ["2", "3", "4"]),
        (("--url", "https://x.example/4"), "1 review", ["1", "2", "3"]),
        (("--client", "Bluebird Bank"), "3 reviews", ["4"]),
        (("--before", "2023-02-01"), "2 reviews", ["1", "4"]),
        (("--before", "2023-01-15"), "1 review", ["1", "2", "4"]),
        (("--before", "2022", "--client", "bluebird-bank"), "1 review", ["1", "2", "4"]),
        (("--url", "https://reviews.example/1", "--before", "2025"), "1 review", ["2", "3", "4"]),
        (("--ref", "1", "--client", "corner-shop"), "", ["1", "2", "3", "4"]),
        (("--ref", "nobody's"), "", ["1", "2", "3", "4"]),
    ],
)
def test_it_says_how_many_before_and_after(root: Path, arguments: tuple[str, ...], said: str, kept: list[str]) -> None:
    stock(root)
    asked = rbp("forget", *arguments)
    if said:
        assert asked.exit_code == 2
        assert f"would remove {said} for good; add --yes" in asked.stderr
        assert left(root) == ["1", "2", "3", "4"]
    else:
        assert (asked.exit_code, asked.stdout) == (0, "Nothing to forget: no review is like that.\n")
    done = rbp("forget", *arguments, "--yes")
    assert done.exit_code == 0
    assert done.stdout == (f"Forgot {said}.\n" if said else "Nothing to forget: no review is like that.\n")
    assert left(root) == kept


def test_what_was_forgotten_does_not_come_back(root: Path) -> None:
    url = stock(root)
    rbp("forget", "--ref", "2", "--yes")
    with store.open(url) as opened:
        crawl = Crawl(id="again")
        save(opened, crawl, crawl.page(1, *READINGS[:3], minutes=9))
    assert left(root) == ["1", "3", "4"]


@pytest.mark.parametrize("arguments", [(), ("--yes",), ("--before", "soon", "--yes"), ("--client", " ", "--yes")])
def test_a_selection_is_needed(root: Path, arguments: tuple[str, ...]) -> None:
    stock(root)
    result = rbp("forget", *arguments)
    assert result.exit_code == 2
    assert "expected" in result.stderr
    assert left(root) == ["1", "2", "3", "4"]
