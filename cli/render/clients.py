"""On whose customers a comparison rests: each candidate's clients, on what evidence, with a score each."""

from __future__ import annotations

from collections.abc import Sequence

import click

from analysis.comparison import Candidate
from analysis.evidence import TIER_LABELS, Edge
from analysis.scorecard import ClientScore
from cli.render.numbers import count, interval, signed
from cli.render.tables import Column, show

_COLUMNS = (
    Column("vendor", wrap=True),
    Column("client", wrap=True),
    Column("industry", wrap=True),
    Column("score", number=True),
    Column("95 %", number=True),
    Column("n", number=True),
    Column("evidence", under=True),
    Column("reviews written", under=True),
)


def show_clients(candidates: Sequence[Candidate]) -> None:
    """One line a client, so that a buyer finds those of the own industry."""
    click.echo()
    rows = [(each.name, *_row(score, each.edges)) for each in candidates for score in each.scorecard.clients]
    show(_COLUMNS, rows, title="Client by client")


def _row(score: ClientScore, edges: Sequence[Edge]) -> tuple[str | None, ...]:
    mean = score.overall.figure.mean
    told = [_evidence(edge) for edge in edges if edge.client.id == score.client.id]
    return (
        score.client.name,
        score.client.industry or None,
        signed(mean.value),
        interval(mean.low, mean.high),
        count(mean.n),
        "; ".join(told) or "no engagement",
        f"{score.first} to {score.last}" if score.first else None,
    )


def _evidence(edge: Edge) -> str:
    """`case study, since 2024-04`."""
    engagement = edge.engagement
    best = TIER_LABELS[edge.tier] if edge.tier else "no evidence"
    if engagement.since is None:
        return f"{best}, start not known"
    return f"{best}, {f'{engagement.since} to {engagement.until}' if engagement.until else f'since {engagement.since}'}"
