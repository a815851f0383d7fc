"""Where reviews went, from counts by hand: every part of its own size, so that none can stand for another."""

from __future__ import annotations

from dataclasses import fields

from analysis.coverage import Answers, Coverage, Unscored, coverage, origins, total, unscored
from analysis.tally import Census, Tally


def counted(client: str, source: str = "shop", unread: str = "", **more: int | str) -> Census:
    told = {field.name: 0 for field in fields(Census)} | {"first": "", "last": ""} | more
    return Census(key=(client, source, unread, "v1"), **{name: told[name] for name in told if name != "key"})  # type: ignore[arg-type]


def spoken(client: str, reviews: int) -> Tally:
    return Tally((client,), reviews, reviews, 0.0, 0.0, 0, 0)


READ = counted(
    "acme", reviews=60, scored=60, supporting=35, disagreeing=4, vanished=3, first="2025-02-01", last="2025-03-01"
)
FRENCH = counted(
    "acme", unread="language: fr", reviews=7, disagreeing=0, vanished=2, first="2025-01-01", last="2025-05-01"
)
UNSURE = counted("acme", "app", "language: unknown", reviews=9, vanished=1)
OTHER = counted("bolt", reviews=1000, scored=1000, supporting=500, disagreeing=77, vanished=66)
ANSWERS = Answers(
    census=(READ, FRENCH, UNSURE, OTHER),
    any_channel=(spoken("acme", 30), spoken("bolt", 400)),
    any_language=(counted("acme", reviews=90), counted("bolt", reviews=1000)),
    stored=(counted("acme", reviews=120, undated=11, disagreeing=40, vanished=50), counted("bolt", reviews=1000)),
)  # fmt: skip


def test_every_part_is_told_by_its_own_counts() -> None:
    found = coverage(ANSWERS, "acme", counted=22)
    assert found == Coverage(
        stored=120, undated=11, outside=19, other_language=14, in_scope=76,
        unscored=16, silent=25, policy_only=5, other_channel=8, counted=22, disagreeing=4, vanished=6,
    )  # fmt: skip
    both = total([found, coverage(ANSWERS, "bolt", counted=400)])
    assert (both.stored, both.policy_only, both.disagreeing, both.vanished) == (1120, 105, 81, 72)


def test_reasons_stand_with_the_most_reviews_first() -> None:
    assert unscored(ANSWERS.census, 2) == (Unscored("language: unknown", 9), Unscored("language: fr", 7))


def test_an_origin_runs_from_its_first_dated_review_to_its_last() -> None:
    app, shop, _ = origins(ANSWERS.census)
    assert (app.source, app.reviews, app.first, app.last) == ("app", 9, "", "")
    assert (shop.reviews, shop.supporting, shop.first, shop.last) == (67, 35, "2025-01-01", "2025-05-01")
