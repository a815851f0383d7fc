"""The rows of every scorecard: nine aspects and the channels, with what each means to a buyer."""

from __future__ import annotations

from difflib import get_close_matches

from analysis.errors import UsageError
from analysis.model import ASPECTS, CHANNEL_PREFIX, CHANNELS, OVERALL

LABELS: dict[str, tuple[str, str]] = {
    OVERALL: ("All support", "everything that is said about support"),
    "language": ("Language", "accent, fluency, understood or not, script-reading"),
    "knowledge": ("Knowledge", "knows the product, right or wrong information"),
    "attitude": ("Attitude", "polite, patient, rude, dismissive, empathy"),
    "wait": ("Waiting", "hold time, queue, time to first answer"),
    "resolution": ("Resolution", "solved, at first contact, never, closed unsolved"),
    "follow_up": ("Follow-up", "called back, promises kept or not, silence"),
    "consistency": ("Consistency", "transferred, told different things"),
    "availability": ("Availability", "nights, weekends, opening hours"),
    "privacy": ("Privacy", "data shared, identity checks, fraud, leaks"),
    "channel:phone": ("Phone", "support by phone"),
    "channel:chat": ("Chat", "support by chat"),
    "channel:email": ("E-mail", "support by e-mail"),
    "channel:social": ("Social media", "support on social media"),
    "channel:ticket": ("Help desk", "tickets and web forms"),
    "channel:in_person": ("In person", "counters, branches, visits"),
    "channel:bot": ("Bot", "chat bots and voice menus"),
}
CHANNEL_ROWS = tuple(CHANNEL_PREFIX + channel for channel in CHANNELS)
ROWS = (*ASPECTS, *CHANNEL_ROWS)


def label(row: str) -> str:
    return LABELS[row][0] if row in LABELS else row


def row_named(word: str) -> str:
    """The row that a person asked for: an aspect, `overall`, or a channel by its bare name.

    Raises UsageError with the nearest name.
    """
    name = word.strip().lower().replace("-", "_")
    known = {row.removeprefix(CHANNEL_PREFIX): row for row in (OVERALL, *ROWS)}
    found = known.get(name.removeprefix(CHANNEL_PREFIX))
    if found is not None:
        return found
    near = get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"expected an aspect or channel ({', '.join(known)}), got {word!r}{hint}")
