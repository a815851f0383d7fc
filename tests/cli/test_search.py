"""`rbp search`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import rbp
from tests.cli.stocked import stock


@pytest.fixture
def stocked(root: Path) -> Path:
    stock(root)
    return root


def refs(*arguments: str) -> list[str]:
    result = rbp("search", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return sorted(hit["review"]["ref"] for hit in json.loads(result.stdout)["hits"])


@pytest.mark.usefixtures("stocked")
def test_hits_come_with_date_client_source_link_and_marked_words() -> None:
    result = rbp("search", "never", "called")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "1. 2024-05-03  bluebird-bank  reviews.example",
        "   They *never* *called* me back.",
        "   https://reviews.example/1",
        "",
        "1 review",
    ]


@pytest.mark.usefixtures("stocked")
def test_scopes_aspects_and_limit() -> None:
    assert refs("never") == ["1", "2", "3", "4"]
    assert refs("never", "--vendor", "harbour-care") == ["1", "2"]  # the engagement begins in March 2022
    assert refs("never", "--client", "Bluebird Bank") == ["1", "2", "3"]
    assert refs("never", "--aspect", "follow-up") == ["1"]
    assert len(refs("never", "--limit", "2")) == 2
    assert "there may be more" in rbp("search", "never", "--limit", "2").stdout


@pytest.mark.usefixtures("stocked")
def test_nothing_found_is_said() -> None:
    result = rbp("search", "zeppelin")
    assert (result.exit_code, result.stdout) == (0, "Nothing found.\n")
    assert refs("zeppelin") == []
    assert rbp("search", '"(*').stdout == "Nothing found.\n"


@pytest.mark.usefixtures("stocked")
def test_escapes_in_a_review_are_harmless() -> None:
    for output in (rbp("search", "rude").stdout, rbp("search", "rude", "--json").stdout):
        assert "\x1b" not in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x", "--vendor", "harbor-care"), "did you mean 'harbour-care'"),
        (("x", "--aspect", "waiting"), "did you mean 'wait'"),
        (("x", "--vendor", "harbour-care", "--client", "Bluebrid Bank"), "did you mean 'Bluebird Bank'"),
        (("x", "--client", " "), "expected the name of a client"),
        ((), "Missing argument"),
    ],
)
@pytest.mark.usefixtures("stocked")
def test_wrong_names_get_the_nearest(arguments: tuple[str, ...], words: str) -> None:
    result = rbp("search", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_vendor_without_a_dated_edge_finds_nothing_and_says_so(root: Path) -> None:
    stock(root)
    dossier = root / "vendors/harbour-care.toml"
    dossier.write_text(dossier.read_text().replace('since = "2022-03"\n', ""))
    result = rbp("search", "never", "--vendor", "harbour-care")
    assert result.stdout == "Nothing found.\n"
    assert "no dated, evidenced engagement" in result.stderr
