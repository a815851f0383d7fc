"""What all tests are given."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.cli.running import Ran, rbp_process

# The same examples on every run, so that a red CI is red for everybody; `--hypothesis-profile=default` searches anew.
# In both, how long an example takes is no fault of it: the machine may be busy.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("default"), derandomize=True)
settings.load_profile("repeatable")

pytest_plugins = ["tests.elasticsearch.fixtures"]

_WORKERS = 2  # cores of the smallest machine that the suite must be quick on; each worker starts a server of its own
_CHECKOUT = Path(__file__).resolve().parents[1]


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The whole suite is shared out; what is named on the command line runs here, where -s and a debugger work."""
    return _WORKERS if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled sets and recorded payloads: RBP_SHARED, or `shared` beside the checkout; skipped where missing."""
    folder = Path(os.environ.get("RBP_SHARED") or _CHECKOUT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no labelled sets at {folder} (set RBP_SHARED)")
    return folder


@pytest.fixture(scope="session")
def demo_ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """`rbp demo` in an empty folder, as somebody types it who has never seen rbp. Copy the folder to change it."""
    folder = tmp_path_factory.mktemp("somewhere")
    done = rbp_process("demo", cwd=folder)
    return Ran(folder, done.stdout, done.stderr, done.returncode)
