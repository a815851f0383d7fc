"""Numbers as people read them. Never a number without its n."""

from __future__ import annotations

from datetime import date

from analysis.statistics import Estimate

MINUS = "−"
NO_VALUE = "–"
NBSP = "\u00a0"  # a number and its sign stay on one line
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def signed(value: float | None) -> str:
    """A polarity such as +0.12 or −0.31, two decimals: a score is not more exact than that."""
    if value is None:
        return NO_VALUE
    rounded = f"{abs(value):.2f}"
    return rounded if float(rounded) == 0 else f"{'+' if value > 0 else MINUS}{rounded}"


def percent(value: float | None) -> str:
    return NO_VALUE if value is None else f"{100 * value:.0f}{NBSP}%"


def stars(value: float | None) -> str:
    """A rating of 0..1 on the common scale of one to five stars."""
    return NO_VALUE if value is None else f"{1 + 4 * value:.1f}"


def stars_about(estimate: Estimate) -> str:
    """`3.3 ±0.1`: mean and half of its interval (the wider half, where it is cut off at an end of the scale)."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return stars(estimate.value)
    reach = 4 * max(estimate.high - estimate.value, estimate.value - estimate.low)
    return f"{stars(estimate.value)} ±{reach:.1f}"


def count(n: int, one: str, many: str = "") -> str:
    """`1 review`, `1,204 reviews`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def interval(estimate: Estimate) -> str:
    """`−0.40 to −0.22`, or why there is none."""
    if estimate.low is None or estimate.high is None:
        return estimate.note
    return f"{signed(estimate.low)} to {signed(estimate.high)}"


def percent_interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return estimate.note
    return f"{100 * estimate.low:.0f} to {100 * estimate.high:.0f}{NBSP}%"


def stars_interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return estimate.note
    return f"{stars(estimate.low)} to {stars(estimate.high)}"


def told(estimate: Estimate) -> str:
    """`−0.31 (95{NBSP}% interval −0.40 to −0.22)`, or the value with the reason why it has none."""
    if estimate.low is None:
        return f"{signed(estimate.value)} ({estimate.note})"
    return f"{signed(estimate.value)} (95{NBSP}% interval {interval(estimate)})"


def told_share(estimate: Estimate) -> str:
    """`58 % (95{NBSP}% interval 53 to 63 %)`."""
    return f"{percent(estimate.value)} (95{NBSP}% interval {percent_interval(estimate)})"


def day(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def listed(names: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""
