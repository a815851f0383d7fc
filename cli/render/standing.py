"""The table of `rbp status`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.evidence import served
from cli.render.numbers import count, plural
from cli.render.tables import Column, say, show

if TYPE_CHECKING:
    from cli.standing import Standing

_COLUMNS = (
    Column("client"),
    Column("source"),
    Column("reviews", number=True),
    Column("written"),
    Column("crawled"),
    Column("how it ended", under=True),
    Column("target", under=True),
)


def show_standings(standings: Sequence[Standing], reviews: int) -> None:
    """`reviews`: how many of these targets are in the store, each once."""
    if not standings:
        say("Nothing was crawled or imported yet, and no dossier names a target.")
        return
    show(_COLUMNS, [_row(standing) for standing in standings], notes=["", *_notes(standings, reviews)])


def _row(standing: Standing) -> Sequence[object]:
    return (
        standing.client,
        standing.source,
        count(standing.reviews),
        f"{standing.first} to {standing.last}" if standing.first else None,
        standing.started and standing.started.date(),
        _ending(standing),
        standing.place,
    )


def _ending(standing: Standing) -> str:
    """The verdict speaks for a finished run; any other says first how it ended."""
    parts = [standing.verdict] if standing.finish == "finished" and standing.verdict else [standing.finish]
    if standing.verdict and standing.verdict not in parts:
        parts.append(standing.verdict)
    if standing.pending:
        parts.append(f"{plural(standing.pending, 'page')} to go")
    if standing.failed:
        parts.append(f"{plural(standing.failed, 'page')} failed")
    return "; ".join(parts)


def _notes(standings: Sequence[Standing], reviews: int) -> list[str]:
    notes = [f"{plural(len(standings), 'target')}, {plural(reviews, 'review')}"]
    if sum(one.reviews for one in standings) > reviews:
        notes.append("a review that came from several targets stands in the line of each")
    replays = sorted({one.replay for one in standings if one.replay})
    notes += [f"served from a replay: {served(replays)}"] if replays else []
    strangers = sorted({one.client for one in standings if not one.vendors and one.reviews})
    if strangers:
        notes.append(f"in no dossier, so counted for no vendor: {', '.join(strangers)}")
    return notes
