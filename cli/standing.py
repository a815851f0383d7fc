"""How each target stands: what the ledger knows of it, beside what the dossiers want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from analysis.model import Dossier, Scope, Target
from cli.gathering import place

if TYPE_CHECKING:
    from store.base import Store
    from store.ledger import TargetState

NEVER = "never crawled"
WHOLE = "whole"
RUNNING = "still running, or killed"


@dataclass(frozen=True, slots=True)
class Standing:
    """One target. `started` is None where it was never crawled; `pending` pages are still to be read.

    `dropped` counts, by reason, what the last run could not keep. `replay` names the replay that it was served from.
    """

    source: str
    client: str
    place: str
    vendors: tuple[str, ...]
    reviews: int = 0
    first: date | None = None
    last: date | None = None
    pages: int = 0
    pending: int = 0
    failed: int = 0
    stated: int | None = None
    started: datetime | None = None
    ended: datetime | None = None
    finish: str = NEVER
    verdict: str = ""
    last_full: datetime | None = None
    dropped: tuple[tuple[str, int], ...] = ()
    replay: str = ""


def standings(store: Store, dossiers: Sequence[Dossier], *, everything: bool) -> list[Standing]:
    """By client, source and place: the targets of the dossiers, and those of the store that belong to their clients.

    With `everything` also those whose client is in no dossier.
    """
    states = {state.target.key: state for state in store.targets()}
    wanted = {target.key: target for dossier in dossiers for target in dossier.targets}
    vendors: dict[str, list[str]] = {}
    for dossier in dossiers:
        for client in dossier.clients:
            vendors.setdefault(client.id, []).append(dossier.vendor.id)
    made = [_untouched(target, vendors) for key, target in wanted.items() if key not in states]
    made += [
        _standing(state, vendors)
        for key, state in states.items()
        if everything or key in wanted or state.target.client in vendors
    ]
    return sorted(made, key=lambda standing: (standing.client, standing.source, standing.place))


def stored(store: Store, dossiers: Sequence[Dossier], *, everything: bool) -> int:
    """Reviews in the store, each once: one that was imported with two files is of two targets."""
    clients = sorted({client.id for dossier in dossiers for client in dossier.clients})
    return sum(group.reviews for group in store.census(None if everything else [Scope(client) for client in clients]))


def _untouched(target: Target, vendors: dict[str, list[str]]) -> Standing:
    return Standing(target.source, target.client, place(target.parameters), tuple(vendors.get(target.client, ())))


def _standing(state: TargetState, vendors: dict[str, list[str]]) -> Standing:
    run = state.last_run
    whole = run is not None and run.verdict == WHOLE  # then it needed none of the pages that it found and left alone
    return Standing(
        source=state.target.source,
        client=state.target.client,
        place=place(state.target.parameters),
        vendors=tuple(vendors.get(state.target.client, ())),
        reviews=state.captured,
        first=state.first,
        last=state.last,
        pages=state.done,
        pending=0 if whole else state.found - state.done - state.failed,
        failed=state.failed,
        stated=run.stated if run else None,
        started=run.started if run else None,
        ended=run.ended if run else None,
        finish=(run.finish or RUNNING) if run else NEVER,
        verdict=run.verdict if run else "",
        last_full=state.last_full,
        dropped=tuple(sorted(run.drops.items())) if run else (),
        replay=run.replay if run else "",
    )
