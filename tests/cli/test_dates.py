"""Days, months and years on the command line: from the first day that they may mean, to the last."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.errors import UsageError
from cli.dates import day_range, first_day


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        (None, None, None, None),
        ("2024", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", "2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-05", "2024", date(2024, 5, 1), date(2024, 12, 31)),
    ],
)
def test_a_range_is_as_wide_as_its_words(
    since: str | None, until: str | None, first: date | None, last: date | None
) -> None:
    assert day_range(since, until) == (first, last)


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2025", "2024", "expected --since before --until, got 2025 and 2024"),
        ("2024-02-30", None, "--since: expected a date as YYYY"),
        (None, "24", "--until: expected a date as YYYY"),
    ],
)
def test_what_is_no_range_is_told(since: str | None, until: str | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        day_range(since, until)


def test_before_a_month_is_before_its_first_day() -> None:
    assert first_day("--before", "2024-05") == date(2024, 5, 1)
    assert first_day("--before", None) is None
