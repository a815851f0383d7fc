"""Every store gives the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

import pytest

from analysis.model import THUMBS, Basis, Rating, Reading, Scope
from analysis.tally import CensusKey, Tally, TallyKey
from store.base import Store
from tests.store.material import keep, mention, reading
from tests.store.reckoning import expected_census, expected_quotes, expected_tallies

BANK, SHOP = "bluebird-bank", "corner-shop"
STAR, TEN_OF_TEN = Rating(0.25), Rating(1.0, worst=0.0, best=10.0)
THUMB_UP, THUMB_DOWN = Rating(1.0, *THUMBS), Rating(0.0, *THUMBS)
READINGS: tuple[Reading, ...] = (
    reading(
        "1", mention(0, -0.8, aspects=("wait",), channels=("phone",)), mention(1, 0.2, channels=("chat",)), rating=STAR
    ),
    reading("2", mention(0, -0.05), mention(1, -0.05), day="2024-06", rating=THUMB_UP),
    reading("3", mention(0, 0.9, aspects=("attitude",), channels=("email",)), day="2024", language="fr"),
    reading("4", mention(0, -0.6, aspects=("availability",), doing="policy"), day=None),
    reading("5", mention(0, -0.7, aspects=("resolution",), doing="policy"), day="2023-12-31", rating=TEN_OF_TEN),
    reading("6", unscored="language: nl", language="nl", day="2024-07-01", rating=THUMB_DOWN),
    reading("7", day="2024-08-15", language=None, scorer="reader-2"),
    reading("8", mention(0, 0.4, aspects=("wait",), doing="unclear"), day="2025-01-01", client=SHOP, disagrees=True),
)
SCOPES: tuple[Sequence[Scope] | None, ...] = (
    None,
    [],
    [Scope(BANK)],
    [Scope(BANK), Scope(SHOP)],
    [Scope("nobody")],
    [Scope(BANK, since=date(2024, 5, 3))],
    [Scope(BANK, until=date(2024, 6, 30))],
    [Scope(BANK, date(2024, 1, 1), date(2024, 12, 31)), Scope(BANK, date(2024, 5, 1), date(2024, 7, 1))],
    [Scope(BANK, date(2024, 1, 2), date(2024, 12, 31))],
    [Scope(BANK, channels=("phone",))],
    [Scope(BANK, channels=("email", "chat"), languages=("fr", "en")), Scope(SHOP, languages=("de",))],
    [Scope(BANK, languages=("fr",))],
    [Scope(BANK, until=date(2023, 1, 1)), Scope(SHOP, since=date(2025, 1, 1), until=date(2025, 1, 1))],
)
NAMES = [str(number) for number in range(len(SCOPES))]


def same(got: Sequence[Tally], wanted: Sequence[Tally]) -> bool:
    """Equal, the sums to 1e-9: the order of adding is the store's own."""

    def counts(one: Tally) -> tuple[object, ...]:
        return one.key, one.reviews, one.mentions, one.negative, one.positive

    def sums(one: Tally) -> tuple[float, ...]:
        return one.sum, one.squares, one.vader_sum

    return [counts(one) for one in got] == [counts(one) for one in wanted] and all(
        sums(one) == pytest.approx(sums(other), rel=1e-9, abs=1e-12) for one, other in zip(got, wanted, strict=True)
    )


@pytest.mark.parametrize(("languages", "found"), [(("en",), {"1", "7"}), (("fr",), {"3"}), ((), {"1", "3", "6", "7"})])
def test_a_review_too_short_to_tell_its_language_is_in_scope_with_english(
    empty: Store, languages: tuple[str, ...], found: set[str]
) -> None:
    keep(empty, [one for one in READINGS if one.review.ref in "1367"])
    scopes = [Scope(BANK, languages=languages)]
    assert {one.review.ref for one in empty.readings(scopes)} == found
    assert sum(group.reviews for group in empty.census(scopes)) == len(found)


@pytest.mark.parametrize("scopes", SCOPES, ids=NAMES)
def test_tallies_count_what_plain_python_counts(empty: Store, scopes: Sequence[Scope] | None) -> None:
    keep(empty, READINGS)
    groupings: list[tuple[TallyKey, ...]] = [(), *((key,) for key in get_args(TallyKey))]
    groupings += [("client", "aspect"), ("quarter", "aspect"), ("doing", "year", "language"), ("month", "source")]
    for basis in Basis:
        for aspects in (("overall",), ("wait", "attitude"), ("channel:phone",), ("no such row",), (), None):
            for by in groupings:
                got = empty.tallies(scopes, by, basis=basis, aspects=aspects)
                wanted = expected_tallies(READINGS, scopes, by, basis, aspects)
                assert same(got, wanted), (by, basis, aspects, got, wanted)


@pytest.mark.parametrize("scopes", SCOPES, ids=NAMES)
def test_census_counts_what_plain_python_counts(empty: Store, scopes: Sequence[Scope] | None) -> None:
    keep(empty, READINGS)
    groupings: list[tuple[CensusKey, ...]] = [(), *((key,) for key in get_args(CensusKey))]
    for by in [*groupings, ("client", "unscored", "scorer"), ("year", "language")]:
        assert empty.census(scopes, by) == expected_census(READINGS, scopes, by), by


@pytest.mark.parametrize(
    ("scopes", "found"),
    [
        (None, {BANK: 3, SHOP: 1}),
        ([], {}),
        ([Scope(SHOP)], {SHOP: 1}),
        ([Scope(BANK, since=date(2025, 1, 1))], {BANK: 1}),
        ([Scope(BANK, until=date(2024, 12, 31)), Scope(BANK, until=date(2025, 6, 30))], {BANK: 2}),  # a union
        ([Scope(BANK, languages=("de",))], {}),
    ],
)
def test_copies_are_those_that_say_what_another_one_of_the_client_said(
    empty: Store, scopes: Sequence[Scope] | None, found: dict[str, int]
) -> None:
    """Of three alike two; none across clients, without a hash, or without a word about support."""
    told = [
        ("a", BANK, "2024-01-01", "x"), ("b", BANK, "2024-02-01", "x"), ("c", BANK, "2025-02-01", "x"),
        ("d", BANK, "2025-03-01", "y"), ("e", BANK, "2025-07-01", "y"), ("f", BANK, "2025-03-01", "z"),
        ("g", BANK, "2025-03-01", ""), ("h", BANK, "2025-03-01", ""),
        ("i", SHOP, "2025-03-01", "z"), ("j", SHOP, "2025-03-01", "z"),
    ]  # fmt: skip
    said = [
        reading(ref, mention(0, 0.5, doing="policy"), client=client, day=day, content_hash=content)
        for ref, client, day, content in told
    ]
    silent = [reading(ref, client=BANK, day="2025-03-01", content_hash="w") for ref in "kl"]
    keep(empty, [*said, *silent])
    assert empty.copies(scopes) == found


def test_a_thumb_is_no_star(empty: Store) -> None:
    keep(empty, READINGS)
    (census,) = empty.census(None)
    assert (census.rated, census.rating_sum, census.rating_squares) == (2, 1.25, 1.0625)
    kept = {one.review.ref: one.review.rating for one in empty.readings(None)}
    assert (kept["2"], kept["6"]) == (THUMB_UP, THUMB_DOWN)


def test_tallies_leave_out_the_clients_policy_unless_asked(empty: Store) -> None:
    keep(empty, READINGS)
    (tally,) = empty.tallies(None)
    assert (tally.key, tally.reviews, tally.mentions, tally.negative, tally.positive) == ((), 5, 7, 2, 2)
    assert empty.tallies(None, aspects=("resolution",)) == []
    assert [row.reviews for row in empty.tallies(None, basis=Basis.ALL)] == [6]


def test_a_polarity_at_the_cut_is_on_neither_side(empty: Store) -> None:
    keep(empty, [reading(str(n), mention(0, value)) for n, value in enumerate((-0.0501, -0.05, 0.0, 0.05, 0.0501))])
    (tally,) = empty.tallies(None)
    assert (tally.reviews, tally.negative, tally.positive) == (5, 1, 1)


@pytest.mark.parametrize("scopes", SCOPES, ids=NAMES)
def test_quotes_are_chosen_as_plain_python_chooses_them(empty: Store, scopes: Sequence[Scope] | None) -> None:
    keep(empty, READINGS)
    for basis in Basis:
        for aspect in (None, "wait", "availability", "channel:chat", "no such row"):
            for negative in (True, False):
                got = empty.quotes(scopes, negative=negative, aspect=aspect, basis=basis, limit=3)
                row = aspect or "overall"
                wanted = expected_quotes(READINGS, scopes, negative=negative, aspect=row, basis=basis, limit=3)
                assert [quote.mention.id for quote in got] == wanted, (basis, aspect, negative)
                assert all(quote.review.key == quote.mention.review for quote in got)


def test_quotes_come_by_confidence_then_date_then_id_one_a_review(empty: Store) -> None:
    made = [
        reading("weak", mention(0, -0.5, confidence=0.5), day="2025-01-01"),
        reading("old", mention(0, -0.5, confidence=0.901), day="2023-01-01"),
        reading("new", mention(0, -0.5, confidence=0.899), mention(1, -0.9, confidence=0.7), day="2024-01-01"),
        reading("undated", mention(0, -0.5, confidence=0.9), day=None),
        reading("private", mention(0, -0.5, confidence=1.0), quotable=False),
        reading("good", mention(0, 0.5, confidence=1.0)),
        *(reading(f"twin {n}", mention(0, -0.5, confidence=0.9), day="2022") for n in range(4)),
    ]
    keep(empty, made)
    twins = sorted(one.mentions[0].id for one in made if one.review.ref.startswith("twin"))
    ids = {one.review.ref: one.mentions[0].id for one in made if one.mentions}
    wanted = [ids["new"], ids["old"], *twins, ids["undated"], ids["weak"]]
    assert [quote.mention.id for quote in empty.quotes(None, negative=True, limit=20)] == wanted
    assert [quote.mention.id for quote in empty.quotes(None, negative=True, limit=4)] == wanted[:4]
    assert [quote.review.ref for quote in empty.quotes(None, negative=False)] == ["good"]
    assert empty.quotes(None, negative=True, limit=0) == []


def test_an_empty_store_answers_with_nothing(empty: Store) -> None:
    assert empty.tallies(None) == []
    assert empty.census(None, ["month"]) == []
    assert empty.quotes(None, negative=True) == []
    assert empty.search("anything") == []
    assert list(empty.readings()) == []
    assert empty.targets() == []
    assert empty.stats()["reviews"] == 0


def test_two_thousand_scopes_are_one_question(empty: Store) -> None:
    keep(empty, READINGS)
    many = [Scope(BANK, date(2000, 1, 1), date(2024, 1, 1 + n % 28), languages=(f"l{n}",)) for n in range(2_000)]
    (tally,) = empty.tallies([*many, Scope(BANK)])
    assert tally.reviews == 4
    assert {hit.review.ref for hit in empty.search("called", [*many, Scope(SHOP)])} == {"8"}
