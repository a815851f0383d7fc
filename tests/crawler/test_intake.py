"""From what a page tells to a Review: nothing dropped that can be kept, nothing kept that cannot be true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import PartialDate
from analysis.model import Review
from crawler.intake import EMPTY, LONGEST_TEXT, TOO_LONG, admit
from crawler.items import RawReview
from crawler.moments import TOO_EARLY, TOO_LATE, UNREADABLE, read_date
from crawler.policy import Access, SourcePolicy

TODAY = date(2026, 11, 22)
SECRET = b"a secret of this test"
POLICY = SourcePolicy("https://reviews.example", Access.OPEN, "none", TODAY, "licence of the test", quotable=False)
RAW = RawReview(
    ref="r1", url="https://reviews.example/1", published="2026-03-04", title="Helpful", body="They helped at once.",
    rating=4.0, author="Ada Quill",
)  # fmt: skip


def admitted(raw: RawReview, secret: bytes = SECRET) -> tuple[Review, dict[str, int]]:
    review, drops = admit(raw, source="test", client="bluebird-bank", policy=POLICY, secret=secret, today=TODAY)
    assert review is not None
    return review, dict(drops)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-03-09", "2024-03-09"),
        (" 2024-03-09 ", "2024-03-09"),
        ("20240309", "2024-03-09"),
        ("2024-W10-6", "2024-03-09"),
        ("2024-03-09T10:11:12Z", "2024-03-09"),
        ("2024-03-09T23:30:00-05:00", "2024-03-10"),
        ("2024-03-09T01:30:00+0200", "2024-03-08"),
        ("2024-03-09T10:11:12.123456789Z", "2024-03-09"),
        ("2024-03-09T10:11:12,5+01", "2024-03-09"),
        ("20240309T101112Z", "2024-03-09"),
        ("2024-03-09 10:11:12 UTC", "2024-03-09"),
        ("2024-03-09 23:59:59", "2024-03-09"),
        ("2024-03-09T24:00:00", "2024-03-10"),
        (date(2024, 3, 9), "2024-03-09"),
        (datetime(2024, 3, 9, 23, 30, tzinfo=timezone(timedelta(hours=-5))), "2024-03-10"),
        (datetime(2024, 3, 9, 23, 30), "2024-03-09"),  # noqa: DTZ001  (a source without a zone)
    ],
)
def test_every_form_of_a_date_keeps_its_precision(told: str | date | datetime, expected: str) -> None:
    assert read_date(told, TODAY) == (PartialDate.parse(expected), "")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("1970-01-01T00:00:00Z", TOO_EARLY),
        ("1969-12-31T19:00:00-05:00", TOO_EARLY),
        ("0001-01-01", TOO_EARLY),
        ("2099-01-01", TOO_LATE),
        ("2026-11-24", TOO_LATE),
        ("2027", TOO_LATE),
        ("9999-12-31T23:59:59-12:00", UNREADABLE),
        ("yesterday", UNREADABLE),
        ("2024-02-30", UNREADABLE),
        ("03/04/2024", UNREADABLE),
        ("1709978400", UNREADABLE),
    ],
)
def test_a_date_that_cannot_be_true_is_emptied_and_counted(told: str, reason: str) -> None:
    assert read_date(told, TODAY) == (None, reason)
    review, drops = admitted(replace(RAW, published=told))
    assert review.published is None
    assert drops == {reason: 1}


def test_tomorrow_is_today_somewhere() -> None:
    assert read_date("2026-11-23", TODAY) == (PartialDate(date(2026, 11, 23)), "")


@pytest.mark.parametrize(
    ("rating", "worst", "best", "expected"),
    [(4.0, 1.0, 5.0, 0.75), (1.0, 1.0, 5.0, 0.0), (10.0, 0.0, 10.0, 1.0), (1.0, 0.0, 1.0, 1.0)],
)
def test_a_rating_is_put_on_zero_to_one(rating: float, worst: float, best: float, expected: float) -> None:
    review, drops = admitted(replace(RAW, rating=rating, worst=worst, best=best))
    assert review.rating is not None
    assert (review.rating.value, review.rating.worst, review.rating.best) == (expected, worst, best)
    assert not drops


@pytest.mark.parametrize(
    ("rating", "worst", "best"),
    [(11.0, 1.0, 10.0), (0.0, 1.0, 5.0), (float("nan"), 1.0, 5.0), (3.0, 5.0, 5.0), (3.0, 1.0, float("inf"))],
)
def test_a_rating_outside_its_scale_is_emptied_and_counted(rating: float, worst: float, best: float) -> None:
    review, drops = admitted(replace(RAW, rating=rating, worst=worst, best=best))
    assert review.rating is None
    assert drops == {"rating outside its scale": 1}


@pytest.mark.parametrize("body", ["👍🏽🎉", "They never called back. " * 9000], ids=["emoji", "200 kB"])
def test_odd_text_is_kept_whole(body: str) -> None:
    review, drops = admitted(replace(RAW, title="", body=body))
    assert review.body == body.strip()
    assert not drops


def test_a_review_of_stars_alone_is_kept_and_one_of_nothing_is_counted() -> None:
    assert admitted(replace(RAW, title="", body=" "))[0].text == ""
    nothing = replace(RAW, title=" ", body="\n", rating=None)
    assert admit(nothing, source="test", client="c", policy=POLICY, secret=SECRET, today=TODAY) == (None, {EMPTY: 1})


def test_a_text_as_long_as_a_book_is_no_review_and_is_counted() -> None:
    book = replace(RAW, body="x" * (LONGEST_TEXT + 1))
    assert admit(book, source="test", client="c", policy=POLICY, secret=SECRET, today=TODAY) == (None, {TOO_LONG: 1})


def test_what_no_store_keeps_is_replaced_and_counted() -> None:
    review, drops = admitted(replace(RAW, title="a\x00b", body="half \ud83d pair, caf\ufffd"))
    assert (review.title, review.body) == ("a\ufffdb", "half \ufffd pair, caf\ufffd")
    assert drops == {"replacement characters": 3}


def test_personal_data_goes_and_the_author_is_a_keyed_hash() -> None:
    review, _ = admitted(replace(RAW, body="Write to ada.quill@mail.example.", reply="Call +1 202 555 0143 now"))
    assert "ada.quill" not in review.body
    assert review.reply is not None
    assert "555" not in review.reply.text
    assert "Quill" not in repr(review)
    assert review.author_key is not None
    again, _ = admitted(replace(RAW, author="  ada   QUILL "))
    assert again.author_key == review.author_key
    assert admitted(RAW, secret=b"another")[0].author_key != review.author_key
    assert admitted(replace(RAW, author=" "))[0].author_key is None


def test_the_stamp_of_the_policy_is_on_every_review() -> None:
    review, _ = admitted(RAW)
    assert (review.licence, review.quotable, review.source, review.client) == (
        "licence of the test", False, "test", "bluebird-bank",
    )  # fmt: skip


def test_without_an_id_a_review_is_named_by_what_it_says() -> None:
    bare = replace(RAW, ref=None)
    ref = admitted(bare)[0].ref
    assert admitted(replace(bare, url="https://REVIEWS.example/1#top", body=" They  helped\nat once. "))[0].ref == ref
    for other in (
        replace(bare, body="They helped at last."),
        replace(bare, author="Bo Reed"),
        replace(bare, published="2026-03-05"),
        replace(bare, url="https://reviews.example/2"),
    ):
        assert admitted(other)[0].ref != ref


def test_a_review_without_an_id_keeps_its_name_when_it_moves_to_the_next_page() -> None:
    bare = replace(RAW, ref=None, url="https://reviews.example/bank")
    ref = admitted(bare)[0].ref
    for url in ("https://reviews.example/bank?page=2", "https://reviews.example/bank/page/3"):
        assert admitted(replace(bare, url=url))[0].ref == ref
    for url in ("https://reviews.example/bank?id=2", "https://reviews.example/bank/2", "http://["):
        assert admitted(replace(bare, url=url))[0].ref != ref


def test_an_edit_changes_the_content_hash_and_not_the_key() -> None:
    review, edited = admitted(RAW)[0], admitted(replace(RAW, rating=1.0))[0]
    assert review.key == edited.key
    assert review.content_hash != edited.content_hash
    assert admitted(replace(RAW, url="https://reviews.example/moved"))[0].content_hash == review.content_hash


def test_where_the_text_does_not_tell_the_language_the_page_does() -> None:
    review, _ = admitted(replace(RAW, title="", body="ok", language="de-AT"))
    assert (review.language, review.language_confidence) == ("de", 0.0)
    assert admitted(replace(RAW, title="", body="ok", language="Klingon"))[0].language is None


RAWS = st.builds(
    RawReview,
    ref=st.none() | st.text(max_size=8),
    url=st.sampled_from(["", "https://reviews.example/1"]),
    published=st.none() | st.text(max_size=12) | st.dates() | st.datetimes(timezones=st.just(UTC)),
    title=st.text(max_size=8),
    body=st.text(max_size=40),
    rating=st.none() | st.floats(),
    worst=st.floats(),
    best=st.floats(),
    author=st.text(max_size=8),
    language=st.none() | st.text(max_size=4),
    reply=st.text(max_size=8),
    reply_published=st.none() | st.text(max_size=12),
)


@given(RAWS)
def test_whatever_a_page_says_intake_never_raises_and_is_a_function(raw: RawReview) -> None:
    first = admit(raw, source="test", client="c", policy=POLICY, secret=SECRET, today=TODAY)
    assert admit(raw, source="test", client="c", policy=POLICY, secret=SECRET, today=TODAY) == first
    review, drops = first
    assert all(count > 0 for count in drops.values())
    if review is not None:
        assert review.rating is None or 0.0 <= review.rating.value <= 1.0
        assert review.published is None or date(1990, 1, 1) <= review.published.first <= TODAY + timedelta(days=1)
        review.text.encode()
        review.ref.encode()
