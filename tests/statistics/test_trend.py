"""A trend from tallies and counts that are written by hand: which periods are whole, which years a change is over."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.coverage import Coverage
from analysis.dates import Grain
from analysis.model import Scope, Vendor
from analysis.tally import Census, Tally
from analysis.trend import Question, Trend, change, trend

VENDOR = Vendor("quill", "Quill")


def spoken(name: str, *polarities: float, client: str = "acme") -> Tally:
    n, squares = len(polarities), sum(value * value for value in polarities)
    good = sum(value > 0 for value in polarities)
    return Tally((client, name, "agent"), n, n, sum(polarities), squares, n - good, good)


def counted(name: str, reviews: int, scored: int) -> Census:
    return Census((name, "", "v1"), reviews, scored, 0, 0, 0, 0.0, 0.0, 0, 0, 0, "", "")


def made(tallies: list[Tally], census: list[Census], today: date, grain: Grain = Grain.YEAR) -> Trend:
    return trend(Question(VENDOR, today, grain), tallies, census, Coverage())


def test_a_year_that_runs_is_in_no_change_and_one_that_has_just_ended_is() -> None:
    tallies = [spoken("2023", -0.5, -0.4), spoken("2024", 0.1, 0.2), spoken("2025", 0.7, 0.8)]
    running, ended = (made(tallies, [], today).change for today in (date(2025, 12, 31), date(2026, 1, 1)))
    assert running is not None
    assert ended is not None
    assert (running.earlier, running.later) == (("2023", "2023"), ("2024", "2024"))
    assert (ended.earlier, ended.later) == (("2024", "2024"), ("2025", "2025"))
    assert running.difference.value == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("since", "until", "later"),
    [
        (None, None, "2025"),
        (date(2024, 1, 1), date(2025, 12, 31), "2025"),
        (date(2024, 1, 2), None, None),  # of 2024 a day is missing: nothing whole to hold 2025 against
        (None, date(2025, 12, 30), "2024"),
        (date(2023, 7, 1), date(2024, 12, 30), None),
    ],
)
def test_a_year_of_which_an_engagement_or_the_question_leaves_out_days_is_in_no_change(
    since: date | None, until: date | None, later: str | None
) -> None:
    tallies = [spoken(str(year), 0.1, 0.2) for year in (2023, 2024, 2025)]
    scopes = (Scope("acme", since, until), Scope("acme", since, date(2024, 2, 1)))
    asked = Question(VENDOR, date(2026, 1, 1), Grain.YEAR, scopes=scopes)
    found = trend(asked, [t for t in tallies if not since or int(t.key[1]) >= since.year], [], Coverage()).change
    assert (found and found.later[0]) == later


def test_a_change_by_quarter_holds_four_against_the_four_before_and_needs_all_eight() -> None:
    names = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)][2:]
    tallies = [spoken(name, number / 100, number / 100 + 0.01) for number, name in enumerate(names)]
    found = change(tallies, names, 4)
    assert found is not None
    assert (found.earlier, found.later) == (("2024-Q1", "2024-Q4"), ("2025-Q1", "2025-Q4"))
    assert (found.earlier_mean.n, found.later_mean.n, found.difference.n) == (8, 8, 16)
    assert found.difference.value == pytest.approx(0.04)
    assert change(tallies, names[:7], 4) is None


def test_what_is_dated_too_coarsely_stands_apart_and_in_the_total() -> None:
    tallies = [spoken("2024", 0.5), spoken("", -0.5, -0.7)]
    found = made(tallies, [counted("2024", 3, 2), counted("", 5, 4)], date(2026, 1, 1))
    assert [(period.name, period.reviews, period.unscored) for period in found.periods] == [("2024", 3, 1)]
    assert found.coarse is not None
    assert (found.coarse.figure.mean.n, found.coarse.reviews, found.coarse.unscored) == (2, 5, 1)
    assert (found.total.figure.mean.n, found.total.reviews) == (3, 8)
    assert made(tallies[:1], [counted("2024", 3, 2)], date(2026, 1, 1)).coarse is None


def test_periods_run_from_the_first_review_to_the_last_whether_it_speaks_of_support_or_not() -> None:
    found = made([spoken("2023", 0.5)], [counted("2021", 1, 1), counted("2023", 1, 1)], date(2026, 1, 1))
    assert [(period.name, period.figure.mean.n, period.reviews) for period in found.periods] == [
        ("2021", 0, 1), ("2022", 0, 0), ("2023", 1, 1)]  # fmt: skip
    assert found.change is None  # 2022 has no word to hold 2023 against
