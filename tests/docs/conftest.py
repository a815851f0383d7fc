"""A workspace to run the documentation in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Ran


@pytest.fixture(scope="session")
def demo_workspace(demo_ran: Ran) -> Path:
    """What `rbp demo` leaves behind. Copy it before you change it."""
    assert demo_ran.code == 0, demo_ran.err
    return demo_ran.folder / "rbp-demo"
