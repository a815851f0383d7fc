"""A crawl whose network, server or disk goes away loses nothing: what is left is read when it is back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from analysis.errors import StoreError, StoreReadOnly, StoreUnreachable
from store.base import Store, Writer
from store.ledger import Ack, Page
from tests.crawls import refs, run, run_one, target
from tests.web import Asked, Reset, Site, Web, answer, listing, page, review

HOST = "bluebird.example"
MANY = [[review(number * 10 + place) for place in range(2)] for number in range(1, 61)]


def branches(down: Callable[[Asked], bool]) -> Site:
    """60 pages, each linked from all; cut off hard while it is down, robots.txt too."""
    links = [f"/branch/{number}" for number in range(len(MANY))]

    def site(asked: Asked) -> bytes:
        if down(asked):
            raise Reset
        if asked.path == "/robots.txt":
            return answer("", 404)
        number = asked.path.rpartition("/")[2]
        return answer(page(MANY[int(number)] if number.isdigit() else [], links=links))

    return site


def test_the_network_is_cut_and_comes_back(kept: Store) -> None:
    asked = [0]

    def down(_: Asked) -> bool:
        asked[0] += 1
        return asked[0] > 25

    one = target(HOST, follow="^/branch/[0-9]+$")
    with Web({HOST: branches(down)}) as web:
        cut = run_one(kept, web, one)
    assert cut.verdict.startswith("failed: bluebird.example given up: 10 pages in a row never came (connection lost)")
    assert cut.run is not None
    assert cut.run.counts["failed"] == 0
    with Web({HOST: branches(lambda _: False)}) as web:
        assert run_one(kept, web, one).verdict == "whole"
    assert len(refs(kept)) == len(MANY) * 2
    assert len(web.paths()) <= 61 - 20  # what was read before the cut is not asked for again


def test_the_last_pages_never_come_and_are_left_for_the_next_crawl(kept: Store) -> None:
    """Nothing answers behind them, robots.txt neither: nobody can say that the pages are at fault."""
    down = [False]

    def site(asked: Asked) -> bytes:
        down[0] |= asked.path.endswith("page=3")
        if down[0]:
            raise Reset
        told = listing(MANY[:4])(asked)
        assert isinstance(told, bytes)
        return told

    with Web({HOST: site}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "failed: 1 page never came (connection lost)"
    with Web({HOST: listing(MANY[:4])}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"
        assert web.paths() == ["/reviews?page=3", "/reviews?page=4"]


def test_a_page_that_never_comes_while_others_do_has_failed(kept: Store) -> None:
    def site(asked: Asked) -> bytes:
        if asked.path.endswith("page=3"):
            raise Reset
        told = listing(MANY[:4])(asked)
        assert isinstance(told, bytes)
        return told

    with Web({HOST: site}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "partial: 1 of 3 pages failed (connection lost)"


@pytest.mark.parametrize("error", [StoreReadOnly("the disk is full"), StoreUnreachable("nobody answers")])
def test_a_store_that_takes_no_more_stops_the_crawl_and_loses_nothing(
    kept: Store, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    one = target(HOST, follow="^/branch/[0-9]+$")
    make = kept.writer
    full = _filling(make(), error, after=1)
    monkeypatch.setattr(kept, "writer", lambda: full)
    with Web({HOST: branches(lambda _: False)}) as web:
        stopped = run_one(kept, web, one)
        assert stopped.verdict == f"failed: {error}"
        monkeypatch.undo()
        assert run_one(kept, web, one).verdict == "whole"
    assert len(refs(kept)) == len(MANY) * 2


def _filling(writer: Writer, error: Exception, after: int) -> Writer:
    """The store's own writer, whose disk is full after so many batches."""
    save, left = writer.save, [after]

    async def saving(pages: Sequence[Page]) -> list[Ack]:
        if not left[0]:
            raise error
        left[0] -= 1
        return await save(pages)

    writer.save = saving  # type: ignore[method-assign]
    return writer


def test_a_page_that_cannot_be_saved_goes_to_the_dead_letter_file(
    kept: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    writer = kept.writer()
    save = writer.save

    async def picky(pages: Sequence[Page]) -> list[Ack]:
        if any(each.readings and each.ref.url.endswith("page=2") for each in pages):
            raise ValueError("this page is poison")
        return await save(pages)

    monkeypatch.setattr(writer, "save", picky)
    monkeypatch.setattr(kept, "writer", lambda: writer)
    letters = tmp_path / "dead.jsonl"
    with Web({HOST: listing(MANY[:4])}) as web:
        report = run_one(kept, web, target(HOST), dead_letter=letters)
    assert report.verdict.startswith("partial: 1 of 4 pages failed (not saved)")
    assert len(refs(kept)) == 6
    [line] = letters.read_text().splitlines()
    assert "this page is poison" in line
    assert "page=2" in line


def test_a_store_that_cannot_even_begin_is_told(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = kept.writer()

    async def refuse(*_: object) -> None:
        raise StoreReadOnly("the disk is full")

    monkeypatch.setattr(writer, "begin", refuse)
    monkeypatch.setattr(kept, "writer", lambda: writer)
    with Web({HOST: listing(MANY[:2])}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "failed: the disk is full"
        assert web.paths() == []


@pytest.mark.parametrize("question", ["twins", "visited"])
def test_a_store_that_does_not_answer_once_leaves_the_page_open_for_the_next_crawl(
    kept: Store, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    """The run ended as finished: a page, or what it leads to, was left out until the next full sweep."""
    with Web({HOST: listing(MANY[:4])}) as web:
        assert run_one(kept, web, target(HOST), limit=1).run is not None  # now there is something to go on with
        writer = kept.writer()
        asked, ask = [0], getattr(writer, question)

        async def busy(*told: object) -> object:
            asked[0] += 1
            if asked[0] == 2:
                raise StoreError("busy for a moment")
            return await ask(*told)

        with monkeypatch.context() as patch:
            patch.setattr(writer, question, busy)
            patch.setattr(kept, "writer", lambda: writer)
            assert run_one(kept, web, target(HOST)).verdict == "failed: busy for a moment"
        assert run_one(kept, web, target(HOST)).verdict == "whole"
    assert len(refs(kept)) == sum(map(len, MANY[:4]))


def test_a_source_that_breaks_down_takes_no_other_with_it(kept: Store) -> None:
    """A target whose parameters no spider can work with, beside one that is well."""
    from analysis.model import Target

    odd = Target.of("schema_org", "c", {"url": "https://[", "follow": "("})
    with Web({HOST: listing(MANY[:2])}) as web:
        report = run(kept, web, odd, Target.of("nowhere", "c", {}), target(HOST))
    assert [each.verdict.partition(":")[0] for each in report.targets] == ["failed", "failed", "whole"]
    assert "no spider named 'nowhere'" in report.targets[1].verdict
