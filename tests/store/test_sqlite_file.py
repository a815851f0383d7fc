"""The SQLite file: opened, shared, and every fault of it told in one line."""

from __future__ import annotations

import asyncio
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import store
from analysis.errors import (
    StoreRefused,
    StoreUnreachable,
    UsageError,
)
from store.base import Selection, Store
from store.sqlite.file import APPLICATION_ID, connect
from store.sqlite.schema import STEPS
from tests.store.files import one_line, opened
from tests.store.material import BANK, SHOP, Crawl, keep, mention, reading, save


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that is in the middle of writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_urls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for url, name in (
        ("sqlite:here.db", "here.db"),
        (f"sqlite:{tmp_path}/whole.db", "whole.db"),
        (f"sqlite://{tmp_path}/slashes.db", "slashes.db"),
        ("SQLITE:loud.db", "loud.db"),
        ("sqlite:~/home.db", "home.db"),
        ("sqlite:odd ?name#&%20é.db", "odd ?name#&%20é.db"),
    ):
        store.open(url).close()
        assert (tmp_path / name).read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("url", ["sqlite:", "sqlite::memory:", "sqlite:a\0b", "oracle:x", "rbp.db"])
def test_an_address_that_is_no_file_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="expected"):
        store.open(url)


@pytest.mark.parametrize("patience", ["soon", "-1", "nan", "1e99"])
def test_patience_is_a_number_of_seconds(tmp_path: Path, patience: str) -> None:
    with pytest.raises(UsageError, match="seconds"):
        opened(tmp_path / "rbp.db", patience)


def test_a_folder_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="got a folder"):
        opened(tmp_path)
    with pytest.raises(StoreUnreachable, match="there is no folder"):
        opened(tmp_path / "missing" / "rbp.db")
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("content", [b"Dear diary, " * 100, b"\0" * 5000, b"SQLite format 3\0" + b"x" * 4096])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "diary.txt"
    path.write_bytes(content)
    with pytest.raises(StoreRefused) as error:
        opened(path)
    assert one_line(error, str(path), "database", "name another file")
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE holiday (day)")
    before = path.read_bytes()
    with pytest.raises(StoreRefused, match="another program"):
        opened(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "rbp.db"
    path.touch()
    with opened(path) as made:
        keep(made, [reading("1")])
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert file.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rbp.db"
    with opened(path) as made:
        keep(made, [reading(str(n), body="x" * 500) for n in range(200)])
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))
    with pytest.raises(StoreRefused) as error:
        list(opened(path).readings())
    assert one_line(error, str(path), "damaged")


def test_a_locked_file_is_waited_for_and_then_told(tmp_path: Path) -> None:
    path = tmp_path / "rbp.db"
    crawl = Crawl()
    with opened(path, "0.05") as mine:
        keep(mine, [reading("1", mention(0, -0.5))])
        with locked(path):
            with pytest.raises(StoreUnreachable) as error:
                save(mine, crawl, crawl.page(1, reading("2")))
            assert one_line(error, str(path), "another program is writing")
            with pytest.raises(StoreUnreachable, match="another program is writing"):
                mine.rewrite([reading("1", scorer="reader-2")])
            assert [one.review.ref for one in mine.readings()] == ["1"]  # reading goes on
            health = mine.health()
            assert (health.writable, "locked" in health.detail, bool(health.cure)) == (False, True, True)
        save(mine, crawl, crawl.page(1, reading("2")))
        assert mine.stats()["reviews"] == 2


def test_the_event_loop_goes_on_while_a_save_waits(tmp_path: Path) -> None:
    path, crawl = tmp_path / "rbp.db", Crawl()

    async def session(mine: Store) -> int:
        async with mine.writer() as writer:
            await writer.begin(crawl.target, crawl.run)
            with locked(path) as other:
                task = asyncio.create_task(writer.save([crawl.page(1, reading("1"))]))
                for _ in range(200):
                    await asyncio.sleep(0)
                waiting = not task.done()
                other.execute("ROLLBACK")
            (ack,) = await task
            return len(ack.states) if waiting else -1

    with opened(path) as mine:
        assert asyncio.run(session(mine)) == 1


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    first, second = Crawl(BANK), Crawl(SHOP, id="run-shop")

    async def write(mine: Store, crawl: Crawl) -> None:
        async with mine.writer() as writer:
            await writer.begin(crawl.target, crawl.run)
            for number in range(30):
                made = [
                    reading(f"{crawl.id}-{number}-{n}", mention(0, -0.5), client=crawl.target.client) for n in range(5)
                ]
                await writer.save([crawl.page(number, *made)])

    async def both(mine: Store) -> None:
        await asyncio.gather(write(mine, first), write(mine, second))

    with opened(tmp_path / "rbp.db", "30") as mine:
        asyncio.run(both(mine))
        assert [(row.key, row.reviews) for row in mine.census(None, ["client"])] == [
            (("bluebird-bank",), 150),
            (("corner-shop",), 150),
        ]
        assert [state.done for state in mine.targets()] == [30, 30]


def test_what_was_forgotten_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rbp.db"
    crawl = Crawl()
    secret = "quetzalcoatlus"
    with opened(path) as mine:
        many = [reading(str(n), mention(0, -0.5), body=f"plain words number {n}") for n in range(300)]
        save(mine, crawl, crawl.page(1, *many, reading("s", mention(0, -0.5, secret), body=f"my {secret} bit me")))
        assert any(secret.encode() in file.read_bytes() for file in tmp_path.iterdir())
        assert mine.forget(Selection(ref="s")) == 1
        assert [file.name for file in tmp_path.iterdir() if secret.encode() in file.read_bytes()] == []
        assert len(mine.search("plain", limit=500)) == 300
    with closing(connect(path)) as file:
        file.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_cannot_be_wiped_from_the_log_is_told_and_wiped_when_asked_again(tmp_path: Path) -> None:
    """A program in the middle of a long read, such as a backup, needs the log as it is."""
    path, crawl, secret = tmp_path / "rbp.db", Crawl(), "quetzalcoatlus"
    with store.open(f"sqlite:{path}", {"patience": "0"}) as mine:
        save(mine, crawl, crawl.page(1, *(reading(str(n)) for n in range(9)), reading("s", body=f"my {secret} bit me")))
        with closing(sqlite3.connect(path)) as other:
            reader = other.execute("SELECT * FROM review")
            reader.fetchone()
            with pytest.raises(StoreUnreachable) as error:
                mine.forget(Selection(ref="s"))
            assert one_line(error, "forgotten", "rbp.db-wal", "run the same command again")
            reader.close()
        assert mine.forget(Selection(ref="s")) == 0
        assert [file.name for file in tmp_path.iterdir() if secret.encode() in file.read_bytes()] == []


def test_readings_stream_in_constant_memory(tmp_path: Path) -> None:
    crawl, body = Crawl(), "long words " * 400
    with opened(tmp_path / "rbp.db") as mine:
        for number in range(10):
            made = [reading(f"{number}-{n}", mention(0, -0.5, body), body=f"{body} {n}") for n in range(200)]
            save(mine, crawl, crawl.page(number, *made))
        tracemalloc.start()
        try:
            characters = sum(len(one.review.body) for one in mine.readings())
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert characters > 8_000_000
    assert peak < 4_000_000
