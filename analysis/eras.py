"""When the words behind a score were written: old ones tell of a vendor as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from analysis.evidence import Edge
from analysis.scorecard import ClientScore, Scorecard
from analysis.words import count, day

OLD = timedelta(days=365)  # a support team of today has few agents of two years ago, and a year has all its seasons


def written(scores: Sequence[ClientScore]) -> tuple[date, date] | None:
    """The first and last day of the reviews within the engagements; None where none is dated."""
    firsts, lasts = [one.first for one in scores if one.first], [one.last for one in scores if one.last]
    return (date.fromisoformat(min(firsts)), date.fromisoformat(max(lasts))) if firsts and lasts else None


def written_words(card: Scorecard) -> str:
    """`The reviews within the engagements were written from 4 January 2024 to 29 June 2026.`"""
    days = written(card.clients)
    return f"The reviews within the engagements were written from {day(days[0])} to {day(days[1])}." if days else ""


def ended(edges: Sequence[Edge], today: date) -> tuple[str, ...]:
    """Ids of the clients for whom the vendor no longer answers, as far as the dossier tells."""
    clients: dict[str, list[Edge]] = {}
    for edge in edges:
        if not edge.excluded:
            clients.setdefault(edge.client.id, []).append(edge)
    return tuple(client for client, mine in clients.items() if all(_over(edge, today) for edge in mine))


def _over(edge: Edge, today: date) -> bool:
    return edge.engagement.until is not None and edge.engagement.until.last < today


def old(card: Scorecard, today: date) -> date | None:
    """The day of the newest review, where that is more than a year ago."""
    days = written(card.clients)
    return days[1] if days and days[1] < today - OLD else None


def passed(card: Scorecard, edges: Sequence[Edge], today: date) -> Iterator[tuple[str, str]]:
    """A kind and a sentence for each client that counts and whose customers' words are of another time."""
    over = ended(edges, today)
    for score in card.clients:
        if not score.coverage.counted:
            continue
        n = score.coverage.counted
        if score.client.id in over:
            untils = [e.engagement.until for e in edges if e.client.id == score.client.id and e.engagement.until]
            last = max(untils, key=lambda until: until.last)
            tell = f"{count(n, 'review')} tell{'s' if n == 1 else ''}"
            yield "ended", f"{score.client.name}: the vendor answered for it until {last}. Its {tell} of that time."
        elif score.last and date.fromisoformat(score.last) < today - OLD:
            newest = day(date.fromisoformat(score.last))
            yield "old", f"{score.client.name}: its newest review is of {newest}, more than a year ago."
