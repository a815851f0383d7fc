"""Laws that hold for every store, over random readings, scopes and orders of saving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import count, zip_longest

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.keys import digest
from analysis.model import ASPECTS, CHANNELS, Basis, Mention, Rating, Reading, Scope, Target
from analysis.tally import TallyKey
from store.base import Store
from store.ledger import Page
from tests.store.conftest import Place
from tests.store.material import Crawl, keep, mention, reading, save
from tests.store.reckoning import expected_census, expected_quotes, expected_tallies
from tests.store.test_questions import same

# One store serves all examples of a test, each with clients of its own: making a store takes longer than asking it.
LAW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
NAMES = ("alpha", "beta")
DAYS = ("2023", "2023-12", "2024-01-31", "2024-02", "2024-02-29", "2024", "2024-07-01", None)
numbers = count()

polarities = st.sampled_from((-1.0, -0.7, -0.051, -0.05, 0.0, 0.05, 0.3, 0.9))


@st.composite
def mentions(draw: st.DrawFn, number: int) -> Mention:
    return mention(
        number,
        draw(polarities),
        draw(st.text(max_size=20)),
        aspects=tuple(draw(st.lists(st.sampled_from((*ASPECTS[:3], "availability")), max_size=2, unique=True))),
        channels=tuple(draw(st.lists(st.sampled_from(CHANNELS[:3]), max_size=2, unique=True))),
        doing=draw(st.sampled_from(("agent", "policy", "unclear"))),
        confidence=draw(st.sampled_from((0.1, 0.5, 0.504, 0.9))),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    read = draw(st.booleans())
    return reading(
        str(draw(st.integers(0, 9))),
        *(draw(mentions(number)) for number in range(draw(st.integers(0, 3)) if read else 0)),
        day=draw(st.sampled_from(DAYS)),
        body=draw(st.text(max_size=30)),
        client=draw(st.sampled_from(NAMES)),
        language=draw(st.sampled_from(("en", "fr", None))),
        rating=draw(st.none() | st.builds(Rating, st.floats(0, 1))),
        quotable=draw(st.booleans()),
        unscored="" if read else "language: fr",
        disagrees=draw(st.booleans()),
    )


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    days = st.none() | st.dates(date(2023, 1, 1), date(2025, 1, 1))
    some = st.lists(st.sampled_from(CHANNELS[:3]), max_size=2, unique=True).map(tuple)
    tongues = st.lists(st.sampled_from(("en", "fr", "de")), max_size=2, unique=True).map(tuple)
    return Scope(draw(st.sampled_from(NAMES)), draw(days), draw(days), draw(some), draw(tongues))


def renamed(one: Reading, example: int) -> Reading:
    """The same reading of a client of this example only."""
    review = replace(one.review, client=f"{one.review.client}-{example}", ref=f"{one.review.ref} of {example}")
    return replace(one, review=review, mentions=tuple(replace(m, review=review.key) for m in one.mentions))


@LAW
@given(
    st.lists(readings(), max_size=12, unique_by=lambda one: one.review.ref),
    st.lists(scopes(), max_size=4),
    st.lists(
        st.sampled_from(("client", "source", "aspect", "doing", "language", "month", "quarter", "year")),
        max_size=3,
        unique=True,
    ),
    st.sampled_from(Basis),
    st.none() | st.lists(st.sampled_from((*ASPECTS[:3], "overall", "channel:phone")), max_size=3, unique=True),
)
def test_answers_agree_with_plain_python(
    empty: Store,
    made: list[Reading],
    asked: list[Scope],
    by: list[TallyKey],
    basis: Basis,
    aspects: list[str] | None,
) -> None:
    example = next(numbers)
    made = [renamed(one, example) for one in made]
    asked = [replace(scope, client=f"{scope.client}-{example}") for scope in asked]
    keep(empty, made)
    wanted = expected_tallies(made, asked, by, basis, aspects)
    assert same(empty.tallies(asked, by, basis=basis, aspects=aspects), wanted)
    for got, hoped in zip_longest(empty.census(asked), expected_census(made, asked, ())):
        assert got is not None
        assert hoped is not None
        assert got.rating_sum == pytest.approx(hoped.rating_sum, rel=1e-9)
        assert got.rating_squares == pytest.approx(hoped.rating_squares, rel=1e-9)
        assert replace(got, rating_sum=0, rating_squares=0) == replace(hoped, rating_sum=0, rating_squares=0)
    quotes = empty.quotes(asked, negative=True, basis=basis, limit=4)
    assert [quote.mention.id for quote in quotes] == expected_quotes(
        made, asked, negative=True, aspect="overall", basis=basis, limit=4
    )
    everything = empty.readings([Scope(f"{name}-{example}") for name in NAMES])
    assert sorted(everything, key=lambda one: one.review.key) == sorted(made, key=lambda one: one.review.key)


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit to one of a few pages: what it showed, and when."""

    number: int
    minutes: int
    shown: tuple[Reading, ...]
    found: tuple[int, ...]
    failed: bool
    cut: bool


visits = st.builds(
    Seen,
    st.integers(1, 4),
    st.integers(0, 3),
    st.lists(readings(), max_size=3).map(tuple),
    st.lists(st.integers(1, 6), max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
)


def page(crawl: Crawl, visit: Seen) -> Page:
    shown = () if visit.failed else visit.shown
    return crawl.page(
        visit.number,
        *(moved(one, crawl.target.source, crawl.target.client) for one in shown),
        minutes=visit.minutes,
        found=tuple(crawl.ref(number) for number in visit.found),
        failed="HTTP 500" if visit.failed else "",
        cut=visit.cut and not visit.failed,
    )


def moved(one: Reading, source: str, client: str) -> Reading:
    """The same reading elsewhere. Its content hash speaks for all of its content, as a crawl's does."""
    content = one.review.content_hash if not source else digest(repr(one))
    review = replace(one.review, source=source, client=client, content_hash=content)
    return replace(one, review=review, mentions=tuple(replace(m, review=source and review.key) for m in one.mentions))


def kept(store: Store, target: Target) -> tuple[object, ...]:
    """All that a store knows of a target, whatever its name. The order in which pages were found is the crawl's own."""
    told = store.target(target.key)
    assert told is not None
    readings = sorted((moved(one, "", "") for one in store.readings([Scope(target.client)])), key=repr)
    numbers = (told.found, told.done, told.failed, told.captured, told.first, told.last)
    rows = store.tallies([Scope(target.client)], ["aspect", "month"], aspects=None)
    counted = [(row.key, row.reviews, row.mentions) for row in rows]
    return readings, sorted(ref.url for ref in store.pending(target.key)), numbers, counted


@LAW
@given(st.lists(visits, min_size=1, max_size=6), st.data())
def test_any_order_of_saves_replays_and_kills_gives_the_same_store(
    place: Place, made: list[Seen], data: st.DataObject
) -> None:
    """A kill: the writer is let go, and the store opened again."""
    shuffled = [*data.draw(st.permutations(made)), *data.draw(st.lists(st.sampled_from(made), max_size=3))]
    results = []
    for order, killed in ((made, st.just(False)), (shuffled, st.booleans())):
        name = next(numbers)
        target = Target.of(f"source-{name}", f"client-{name}", {"url": "https://same.example/"})
        crawl = Crawl(target, id=f"run-{name}")
        store = place.open()
        for visit in order:
            save(store, crawl, page(crawl, visit))
            if data.draw(killed):
                place.close()
                store = place.open()
        results.append(kept(store, target))
    assert results[0] == results[1]


@LAW
@given(st.lists(visits, min_size=1, max_size=4))
def test_saving_the_same_pages_again_changes_nothing(empty: Store, made: list[Seen]) -> None:
    name = next(numbers)
    target = Target.of(f"source-{name}", f"client-{name}", {"url": "https://same.example/"})
    crawl = Crawl(target, id=f"run-{name}")
    pages = [page(crawl, visit) for visit in made]
    save(empty, crawl, *pages)
    before, counts = kept(empty, target), empty.stats()
    acks = save(empty, crawl, *pages)
    assert kept(empty, target) == before
    assert {state for ack in acks for state in ack.states.values()} <= {"known"}
    after = empty.stats()
    assert {name: after[name] for name in after if name != "bytes"} == {
        name: counts[name] for name in counts if name != "bytes"
    }
