"""How numbers are written, the same in every table. What is not known is `–`, never 0."""

from __future__ import annotations

NONE = "–"
MINUS = "−"  # U+2212, as wide as a plus, so that columns of signed numbers line up


def count(n: int | None) -> str:
    """12345 -> `12,345`."""
    return NONE if n is None else f"{n:,}".replace("-", MINUS)


def signed(value: float | None, places: int = 2) -> str:
    """0.314 -> `+0.31`, -0.2 -> `−0.20`, 0.001 -> `0.00`: a zero has no sign."""
    if value is None or value != value:
        return NONE
    text = f"{value:+.{places}f}"
    return text[1:] if not float(text) else text.replace("-", MINUS)


def percent(share: float | None, places: int = 0) -> str:
    """A share of 0..1: 0.314 -> `31 %`."""
    return NONE if share is None or share != share else f"{100 * share:.{places}f} %"


def interval(low: float | None, high: float | None, places: int = 2) -> str:
    """A 95 % interval of a signed mean: `[+0.12, +0.40]`; `–` where there is none, as for n = 1."""
    if low is None or high is None or low != low or high != high:
        return NONE
    return f"[{signed(low, places)}, {signed(high, places)}]"


def percent_interval(low: float | None, high: float | None, places: int = 0) -> str:
    """A 95 % interval of a share: `[12, 40] %`."""
    if low is None or high is None or low != low or high != high:
        return NONE
    return f"[{100 * low:.{places}f}, {100 * high:.{places}f}] %"


def plural(n: int, noun: str, many: str = "") -> str:
    """`1 fault`, `2 faults`, `3 branches` (with `many` given)."""
    return f"{count(n)} {noun if n == 1 else many or noun + 's'}"


def size(n: float) -> str:
    """Bytes for a person: 1536 -> `1.5 kB`, powers of 1000."""
    for unit in ("B", "kB", "MB", "GB"):
        if abs(n) < 1000:
            return f"{n:.0f} {unit}" if unit == "B" else f"{n:.1f} {unit}"
        n /= 1000
    return f"{n:,.1f} TB"
