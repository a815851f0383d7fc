"""A client is one of a dossier or of the store; any other word is a fault of usage, told with the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import rbp
from tests.cli.stocked import stock

COMMANDS = [("export",), ("rescore",), ("search", "never")]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Bluebrid Bank", "no client named 'Bluebrid Bank'; did you mean 'Bluebird Bank'?"),
        ("corner-shpo", "no client named 'corner-shpo'; did you mean 'corner-shop'?"),
        ("zzz", "no client named 'zzz'; known clients: Bluebird Bank, corner-shop"),
    ],
)
def test_an_unknown_client_is_told_with_the_nearest(root: Path, command: tuple[str, ...], name: str, line: str) -> None:
    stock(root)
    ran = rbp(*command, "--client", name)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert line in ran.stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["Bluebird Bank", "bluebird-bank", "Corner Shop", "corner-shop"])
def test_a_client_goes_by_name_or_id_whether_a_dossier_has_it_or_only_the_store(
    root: Path, command: tuple[str, ...], name: str
) -> None:
    stock(root)
    assert rbp(*command, "--client", name).exit_code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_client_of_a_dossier_without_a_review_is_no_fault(root: Path, command: tuple[str, ...]) -> None:
    assert rbp(*command, "--client", "Bluebird Bank").exit_code == 0
