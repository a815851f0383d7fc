"""Documents that the server refuses: each ends in the dead letters, or the crawl stops."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest

from analysis.errors import StoreError
from store.base import Store
from tests.elasticsearch.conftest import Opened
from tests.elasticsearch.server import Server
from tests.store.material import BANK, Crawl, mention, reading, save

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def refusing(elasticsearch_server: Server, opened: Opened) -> Store:
    """A store whose opinions lost a field that we write, as after a hand-made change."""
    prefix = f"narrow-{uuid4().hex[:8]}"  # an address in memory may come again
    made = opened(elasticsearch_server, prefix)
    fields = elasticsearch_server.request("GET", f"/{prefix}-opinions-v1")[f"{prefix}-opinions-v1"]["mappings"]
    del fields["properties"]["vader"]
    elasticsearch_server.request("DELETE", f"/{prefix}-opinions-v1")
    body = {"mappings": fields, "aliases": {f"{prefix}-opinions": {}}}
    elasticsearch_server.request("DELETE", f"/_index_template/{prefix}-opinions")
    elasticsearch_server.request("PUT", f"/{prefix}-opinions-v1", body)
    return made


def test_a_refused_document_goes_to_the_dead_letters_and_the_rest_goes_on(refusing: Store, tmp_path: Path) -> None:
    crawl = Crawl()
    good, bad = reading("good"), reading("bad", mention(0, -0.5, "They hung up."))
    states = {
        key: state
        for ack in save(refusing, crawl, crawl.page(1, good, bad), crawl.page(2, reading("other")))
        for key, state in ack.states.items()
    }
    assert states[bad.review.key] == "rejected"
    assert sorted(states.values()) == ["new", "new", "rejected"]
    letters = [json.loads(line) for line in (tmp_path / "rbp-dead-letters.jsonl").read_text().splitlines()]
    assert {letter["kind"] for letter in letters} == {"opinions"}
    assert all(letter["reason"].startswith("strict_dynamic_mapping_exception") for letter in letters)
    assert letters[0]["review"]["mentions"][0]["passage"] == "They hung up."
    assert {one.review.ref for one in refusing.readings()} == {"good", "other"}
    stats = refusing.stats()
    assert (stats["reviews"], stats["mentions"], stats["opinions"], stats["keys"]) == (2, 0, 0, 2)
    told = refusing.target(BANK.key)
    assert told is not None
    assert (told.done, told.captured) == (2, 2)  # a dead letter is safe on disk, so its page is done


def test_an_edit_that_is_refused_leaves_the_older_reading_whole(refusing: Store) -> None:
    crawl = Crawl()
    save(refusing, crawl, crawl.page(1, reading("1", body="first")))
    edited = reading("1", mention(0, -0.5), body="second")
    (ack,) = save(refusing, crawl, crawl.page(1, edited, minutes=5))
    assert list(ack.states.values()) == ["rejected"]
    (kept,) = refusing.readings()
    assert (kept.review.body, kept.mentions) == ("first", ())
    assert refusing.stats()["mentions"] == 0


def test_a_dead_letter_that_cannot_be_written_stops_the_crawl(refusing: Store, tmp_path: Path) -> None:
    (tmp_path / "rbp-dead-letters.jsonl").mkdir()
    crawl = Crawl()
    with pytest.raises(StoreError, match=r"the store refused a document .* cannot be written"):
        save(refusing, crawl, crawl.page(1, reading("1", mention(0, -0.5))))
