"""Every store keeps what it was given: whole, once, and only as long as it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analysis.keys import digest
from analysis.model import Basis, Reading, Review, Scope
from store.base import Selection, Store, StoredModel
from tests.store.conftest import Place
from tests.store.material import BANK, SHOP, Crawl, keep, mention, reading, rich_reading, save, write


def test_a_reading_comes_back_as_it_was(place: Place) -> None:
    saved = rich_reading()
    keep(place.open(), [saved])
    again = place.open()
    assert again.get([saved.review.key]) == [saved]
    assert list(again.readings()) == [saved]


def test_what_lacks_everything_but_its_names_comes_back(empty: Store) -> None:
    bare = Reading(Review("s", "", "", "c"), "")
    keep(empty, [bare])
    assert list(empty.readings()) == [bare]


def test_get_keeps_the_order_asked_for_and_leaves_out_the_unknown(empty: Store) -> None:
    made = [reading(str(n), mention(0, -0.5)) for n in range(5)]
    keep(empty, made)
    keys = [one.review.key for one in reversed(made)]
    assert [one.review.key for one in empty.get([keys[0], digest("nobody"), *keys[1:]])] == keys
    assert empty.get([]) == []


def test_states_tell_new_changed_and_known(empty: Store) -> None:
    crawl = Crawl()
    one, other = reading("1", mention(0, -0.5)), reading("2")
    key, other_key = one.review.key, other.review.key
    assert save(empty, crawl, crawl.page(1, one, other))[0].states == {key: "new", other_key: "new"}
    edited = reading("1", mention(0, 0.5, "They called at last."), body="They called at last.")
    (ack,) = save(empty, crawl, crawl.page(1, edited, other, minutes=1))
    assert (ack.page, ack.states) == (crawl.ref(1).key, {key: "changed", other_key: "known"})
    assert empty.get([key]) == [edited]
    assert [hit.review.ref for hit in empty.search("last")] == ["1"]
    assert [hit.review.ref for hit in empty.search("never")] == ["2"]


def test_an_edited_review_leaves_no_stale_mention_or_opinion(empty: Store) -> None:
    crawl = Crawl()
    three = tuple(mention(n, -0.5, aspects=("wait",), channels=("phone",)) for n in range(3))
    save(empty, crawl, crawl.page(1, reading("1", *three)))
    save(empty, crawl, crawl.page(1, reading("1", mention(0, 0.25, aspects=("attitude",)), body="Kind."), minutes=1))
    rows = empty.tallies(None, ["aspect"], basis=Basis.ALL, aspects=None)
    assert [(row.key, row.mentions, row.sum) for row in rows] == [(("attitude",), 1, 0.25), (("overall",), 1, 0.25)]
    (found,) = empty.readings()
    assert len(found.mentions) == 1
    stats = empty.stats()
    assert (stats["reviews"], stats["mentions"]) == (1, 1)


def test_an_unchanged_review_is_read_again_only_by_another_scorer(empty: Store) -> None:
    crawl = Crawl()
    save(empty, crawl, crawl.page(1, reading("1", mention(0, -0.5))))
    same = save(empty, crawl, crawl.page(1, reading("1", mention(0, 0.9)), minutes=1))
    assert list(same[0].states.values()) == ["known"]
    (found,) = empty.readings()
    assert found.mentions[0].polarity == -0.5
    rescored = reading("1", mention(0, 0.9), scorer="reader-2")
    other = save(empty, crawl, crawl.page(1, rescored, minutes=2))
    assert list(other[0].states.values()) == ["known"]
    assert list(empty.readings()) == [rescored]


def test_an_older_version_never_replaces_a_newer_one(empty: Store) -> None:
    crawl = Crawl()
    old = crawl.page(1, reading("1", body="old words"), minutes=1)
    new = crawl.page(1, reading("1", body="new words"), minutes=2)
    save(empty, crawl, old, new)
    assert list(save(empty, crawl, old)[0].states.values()) == ["known"]
    assert [one.review.body for one in empty.readings()] == ["new words"]


def test_one_review_on_two_pages_of_a_batch_is_one(empty: Store) -> None:
    crawl = Crawl()
    one = reading("1", mention(0, -0.5))
    acks = save(empty, crawl, crawl.page(1, one), crawl.page(2, one, one))
    assert [list(ack.states.values()) for ack in acks] == [["new"], ["known"]]
    assert empty.stats()["reviews"] == empty.stats()["mentions"] == 1


def test_a_huge_review_is_kept_whole(empty: Store) -> None:
    body = "Waiting for an answer 😡 " * 9_000
    keep(empty, [reading("big", mention(0, -0.5, body), body=body + "needle")])
    (found,) = empty.readings()
    assert found.review.body == body + "needle"
    assert found.mentions[0].passage == body
    (hit,) = empty.search("needle")
    assert "\x02needle\x03" in hit.snippet


def test_rewrite_replaces_known_readings_only(empty: Store) -> None:
    one, gone, edited = (reading(ref, mention(0, -0.5), mention(1, -0.25)) for ref in ("1", "gone", "edited"))
    keep(empty, [one, edited])
    again = [
        reading("1", mention(0, 0.75, aspects=("wait",)), scorer="reader-2"),
        replace(gone, scorer="reader-2"),
        reading("edited", mention(0, 0.75), scorer="reader-2", content_hash=digest("another text")),
    ]
    assert empty.rewrite(iter(again)) == 1
    assert {found.review.ref: found for found in empty.readings()} == {"1": again[0], "edited": edited}
    assert [tally.sum for tally in empty.tallies(None, aspects=["wait"])] == [0.75]
    assert empty.rewrite([]) == 0


def test_rescore_reads_and_rewrites_at_once_and_goes_on_where_it_was(empty: Store) -> None:
    keep(empty, [reading(str(n), mention(0, -0.5)) for n in range(700)])
    stale = empty.readings(other_than_scorer="reader-2")
    assert empty.rewrite(replace(one, scorer="reader-2") for one in stale) == 700
    assert list(empty.readings(other_than_scorer="reader-2")) == []
    assert sum(1 for _ in empty.readings(other_than_scorer="reader-1")) == 700


def test_readings_stream_in_order_of_key_from_behind_a_key(empty: Store) -> None:
    made = [reading(str(n), mention(0, -0.5), client=(BANK.client, SHOP.client)[n % 2]) for n in range(450)]
    keep(empty, made)
    keys = sorted(one.review.key for one in made)
    assert [one.review.key for one in empty.readings()] == keys
    assert [one.review.key for one in empty.readings(after=keys[200])] == keys[201:]
    shop = sorted(one.review.key for one in made if one.review.client == SHOP.client)
    assert [one.review.key for one in empty.readings([Scope(SHOP.client)])] == shop
    assert list(empty.readings([])) == []


@pytest.mark.parametrize(
    ("selection", "left"),
    [
        (Selection(url="https://reviews.example/1"), ["2", "3", "4"]),
        (Selection(ref="2"), ["1", "3", "4"]),
        (Selection(client="corner-shop"), ["1", "2", "4"]),
        (Selection(before=date(2024, 12, 31)), ["2", "3", "4"]),
        (Selection(before=date(2025, 1, 1)), ["3", "4"]),
        (Selection(client="bluebird-bank", before=date(2024, 6, 1)), ["2", "3", "4"]),
        (Selection(ref="1", client="corner-shop"), ["1", "2", "3", "4"]),
        (Selection(client="nobody"), ["1", "2", "3", "4"]),
        (Selection(source="board"), ["1", "2", "3"]),
        (Selection(source="board", client="corner-shop"), ["1", "2", "3", "4"]),
        (Selection(source="nowhere"), ["1", "2", "3", "4"]),
    ],
)
def test_forget_takes_what_is_selected_and_all_that_hangs_on_it(
    empty: Store, selection: Selection, left: list[str]
) -> None:
    made = [
        reading("1", mention(0, -0.5), day="2024-05-03"),
        reading("2", mention(0, -0.5), day="2024"),
        reading("3", mention(0, -0.5), day="2025-02", client="corner-shop"),
        reading("4", mention(0, -0.5), day=None, source="board"),
    ]
    keep(empty, made)
    assert empty.selected(selection) == 4 - len(left)
    assert empty.forget(selection) == 4 - len(left)
    assert empty.selected(selection) == 0
    assert sorted(one.review.ref for one in empty.readings()) == left
    assert sorted(hit.review.ref for hit in empty.search("called")) == left
    assert sum(tally.reviews for tally in empty.tallies(None)) == len(left)
    assert sum(row.reviews for row in empty.census(None)) == len(left)
    assert sum(state.captured for state in empty.targets()) == len(left)
    assert empty.stats()["mentions"] == len(left)
    assert empty.forget(selection) == 0


def test_a_forgotten_review_does_not_come_back(empty: Store) -> None:
    crawl, other = Crawl(), reading("2")
    save(empty, crawl, crawl.page(1, reading("1", mention(0, -0.5))))
    assert empty.forget(Selection(ref="1")) == 1
    edited = reading("1", mention(0, -0.5), body="Something else.")
    (ack,) = save(empty, crawl, crawl.page(1, edited, other, minutes=1))
    assert list(ack.states.values()) == ["forgotten", "new"]
    assert list(empty.readings()) == [other]
    assert empty.rewrite([edited]) == 0
    assert empty.stats()["forgotten"] == 1


def test_forget_wants_a_selection(empty: Store) -> None:
    keep(empty, [reading("1")])
    with pytest.raises(ValueError, match="expected a url"):
        empty.forget(Selection())
    with pytest.raises(ValueError, match="expected a url"):
        empty.selected(Selection())
    assert empty.stats()["reviews"] == 1


def test_models_are_kept_by_version(empty: Store) -> None:
    assert empty.model("polarity") is None
    for version in (1, 10, 2):
        empty.save_model(StoredModel("polarity", version, f'{{"version": {version}}}'))
    assert empty.model("polarity") == StoredModel("polarity", 10, '{"version": 10}')
    assert empty.model("polarity", 2) == StoredModel("polarity", 2, '{"version": 2}')
    assert empty.model("polarity", 3) is None
    assert empty.model("other") is None


def test_twins_are_told_within_source_and_client(empty: Store) -> None:
    made = [
        reading("b", body="same"),
        reading("a", body="same"),
        reading("0", body="same", client="corner-shop"),
        reading("1", body="same", source="elsewhere.example"),
    ]
    keep(empty, made)
    same, other = digest("same"), digest("other")
    assert write(empty, lambda writer: writer.twins(BANK, [same, other])) == {same: "a"}
    assert write(empty, lambda writer: writer.twins(SHOP, [same])) == {same: "0"}
    assert write(empty, lambda writer: writer.twins(BANK, [])) == {}


def test_health_and_stats(empty: Store) -> None:
    health = empty.health()
    assert health.writable
    assert (health.detail, health.cure) == ("", "")
    assert health.url == empty.url
    keep(empty, [reading("1", mention(0, -0.5), mention(1, 0.5))])
    stats = empty.stats()
    wanted = {"reviews": 1, "mentions": 2, "opinions": 2, "pages": 1}
    assert {name: stats[name] for name in wanted} == wanted
    assert stats["bytes"] > 0


def test_close_may_be_called_twice(place: Place) -> None:
    opened = place.open()
    opened.close()
    opened.close()
