"""A SQLite file that its user may not write, or not read: told in one line, and what can be done is done."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis.errors import (
    StoreError,
    StoreReadOnly,
)
from store.base import Selection
from tests.store.files import one_line, opened
from tests.store.material import Crawl, keep, mention, reading, save

NOBODY = 65534  # the user that owns nothing, so that permissions hold even where tests run as root


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="rbp-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def as_nobody() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_file_is_read_and_its_writes_are_refused(public: Path) -> None:
    path = public / "rbp.db"
    with opened(path) as made:
        keep(made, [reading("1", mention(0, -0.5))])
    path.chmod(0o444)
    public.chmod(0o555)
    crawl = Crawl()
    with as_nobody(), opened(path) as mine:
        assert [hit.review.ref for hit in mine.search("called")] == ["1"]
        with pytest.raises(StoreReadOnly) as error:
            save(mine, crawl, crawl.page(1, reading("2")))
        assert one_line(error, str(path), "permissions")
        with pytest.raises(StoreReadOnly, match="permissions"):
            mine.forget(Selection(ref="1"))
        health = mine.health()
        assert not health.writable
        assert "permissions" in health.cure
    public.chmod(0o755)


def test_an_unreadable_file_and_an_unwritable_folder(public: Path) -> None:
    path = public / "rbp.db"
    opened(path).close()
    path.chmod(0o000)
    public.chmod(0o555)
    with as_nobody():
        for place in (path, public / "new.db"):
            with pytest.raises(StoreError) as error:
                opened(place)
            assert one_line(error, str(place), "permissions")
    public.chmod(0o755)
