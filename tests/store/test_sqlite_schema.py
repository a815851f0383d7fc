"""The versions of the SQLite file: newer ones are refused, older ones led on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from analysis.errors import (
    SchemaTooNew,
)
from store.sqlite.file import APPLICATION_ID, migrate
from store.sqlite.schema import STEPS
from tests.store.files import one_line, opened
from tests.store.material import keep, reading


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "rbp.db"
    opened(path).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(SchemaTooNew) as error:
        opened(path)
    assert one_line(error, str(path), f"version {len(STEPS) + 1}", "upgrade rbp")
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)


def older_file(path: Path) -> None:
    """A file of version 1 of a schema of its own, as a rbp of that day would have made it."""
    with closing(sqlite3.connect(path)) as file:
        file.executescript(
            f"""CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('kept');
            PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"""
        )


LATER = (
    ("CREATE TABLE note (text TEXT)",),
    ("ALTER TABLE note ADD COLUMN loud TEXT", "UPDATE note SET loud = upper(text)"),
    ("CREATE INDEX note_loud ON note (loud)",),
)


def test_an_older_file_is_led_through_the_steps_that_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    older_file(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        migrate(file, path, LATER)
        migrate(file, path, LATER)
        assert file.execute("SELECT text, loud FROM note").fetchall() == [("kept", "KEPT")]
        assert file.execute("PRAGMA user_version").fetchone() == (3,)


def test_every_review_is_in_the_full_text_once_whichever_version_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        migrate(file, path, STEPS[:2])  # there a trigger put each new review into the full text
        file.execute(
            """INSERT INTO review VALUES (1, x'01', 1, 'old', '', 1, 0, 0, '', 'the kettle whistled', NULL, NULL, NULL,
            1, 1, NULL, NULL, NULL, NULL, '', 1, 1, 1, 1, 0, 0, 0, 0)"""
        )
    with opened(path) as made:
        keep(made, [reading("new", body="the kettle boiled")])
        keep(made, [reading("new", body="the kettle boils"), reading("other", body="no tea")])
    with closing(sqlite3.connect(path)) as file:
        file.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")  # raises where one is not
        assert file.execute("SELECT count(*) FROM words WHERE words MATCH 'kettle'").fetchone() == (2,)
        assert file.execute("SELECT count(*) FROM words WHERE words MATCH 'boiled'").fetchone() == (0,)


def test_a_step_that_fails_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    older_file(path)
    broken = (*LATER, ("INSERT INTO nowhere VALUES (1)",))
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            migrate(file, path, broken)
        assert file.execute("PRAGMA user_version").fetchone() == (1,)
        assert file.execute("SELECT * FROM note").fetchall() == [("kept",)]
