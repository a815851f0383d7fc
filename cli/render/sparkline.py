"""A line of small bars: the shape of a trend beside its numbers."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
GAP = "·"  # a period without a value is seen, not left out


def sparkline(values: Sequence[float | None], low: float | None = None, high: float | None = None) -> str:
    """One character a value, `·` for None. The scale is low..high, by default the smallest and largest value.

    Values beyond the scale are drawn at its end; where all are equal they are drawn in the middle.
    """
    known = [value for value in values if value is not None]
    if not known:
        return GAP * len(values)
    bottom, top = min(known) if low is None else low, max(known) if high is None else high
    return "".join(GAP if value is None else BARS[_level(value, bottom, top)] for value in values)


def _level(value: float, bottom: float, top: float) -> int:
    if top <= bottom:
        return len(BARS) // 2 - 1
    share = (min(max(value, bottom), top) - bottom) / (top - bottom)
    return min(int(share * len(BARS)), len(BARS) - 1)
