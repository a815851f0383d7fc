"""A workspace to run the documentation in."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.running import command_line, environment


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `rbp demo` leaves behind. Copy it before you change it."""
    folder = tmp_path_factory.mktemp("docs")
    subprocess.run(command_line("demo"), cwd=folder, env=environment(), check=True, capture_output=True, timeout=240)
    return folder / "rbp-demo"
