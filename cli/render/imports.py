"""What came of an imported file, for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cli.render.numbers import count, plural
from cli.render.tables import say
from crawler.moments import UNREADABLE

if TYPE_CHECKING:
    from cli.importing.book import Summary

_STATES = ("new", "changed", "known", "forgotten", "rejected")


def show_summary(summary: Summary, told: set[str]) -> None:
    """One line with the counts, for a saved page how much of its listing is there by now, and one for each thing that
    is amiss: what is bad, was emptied, is there twice, or counts for nobody. Clients that were `told` of are not told
    again."""
    states = ", ".join(f"{count(summary.states[state])} {state}" for state in _STATES if summary.states[state])
    of = f" of {plural(summary.lines, 'line')}" if summary.page is None else ""
    say(f"{summary.name}: {plural(summary.reviews, 'review')}{of} ({states})")
    if summary.page is not None:
        say(f"  {summary.page or 'a page that does not tell its address'}: {summary.verdict}")
    if summary.bad:
        say(f"  {'bad lines' if summary.page is None else 'left out'}: {_reasons(summary.bad)}")
    if summary.emptied:
        say(f"  kept without: {_reasons(summary.emptied)}")
    if summary.emptied[UNREADABLE]:
        say("  write dates as 2024-05-03, 2024-05 or 2024: without one a review counts for no vendor")
    for source, number in summary.copies.items():
        say(
            f"  in the store from {source} as well, with the same words, date and stars: {plural(number, 'review')}; "
            "each counts again"
        )
    if strangers := [client for client in summary.strangers if client not in told]:
        told.update(strangers)
        say(f"  in no dossier, so counted for no vendor: {', '.join(strangers)}")


def _reasons(counted: Counter[str]) -> str:
    return "; ".join(f"{reason}: {count(number)}" for reason, number in counted.most_common())
