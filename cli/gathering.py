"""Asks a store what a trend, a scorecard, a comparison or a brief needs. The only place where these questions stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from analysis.comparison import Candidate, Comparison, comparison
from analysis.coverage import Answers, coverage, total
from analysis.dates import Grain
from analysis.evidence import TargetReport, edges, replays
from analysis.model import OVERALL, Client, Dossier, Scope
from analysis.scorecard import Scorecard, by_client, scorecard
from analysis.trend import Question, Trend, narrowed, trend

if TYPE_CHECKING:
    from store.base import Store
    from store.ledger import TargetState


def gather_trend(
    store: Store,
    dossier: Dossier,
    today: date,
    *,
    grain: Grain = Grain.QUARTER,
    client: Client | None = None,
    aspect: str = OVERALL,
    since: date | None = None,
    until: date | None = None,
) -> Trend:
    """How one vendor (or one client of it) does on one row over time, within its engagements and since..until."""
    chosen = dossier.clients if client is None else (client,)
    scopes = narrowed(dossier.scopes(client.id if client else None), since, until)
    tallies = store.tallies(scopes, by=("client", grain.value, "doing"), aspects=(aspect,))
    census = store.census(scopes, by=(grain.value, "unscored"))
    counted = tallies if aspect == OVERALL else store.tallies(scopes, by=("client",))
    answers = _coverage_answers(store, chosen, scopes)
    sizes = {tally.key[0]: tally.reviews for tally in by_client(counted)}
    covered = total(coverage(answers, each.id, sizes.get(each.id, 0)) for each in chosen)
    question = Question(dossier.vendor, today, grain, client, aspect, since, until)
    return trend(question, tallies, census, covered, replays(gather_targets(store, dossier, chosen)))


def gather_scorecard(store: Store, dossier: Dossier) -> Scorecard:
    """All rows of one vendor, of each of its clients, and where the other reviews went."""
    scopes = dossier.scopes()
    answers = replace(
        _coverage_answers(store, dossier.clients, scopes),
        tallies=tuple(store.tallies(scopes, by=("client", "aspect", "doing"), aspects=None)),
    )
    return scorecard(dossier, answers)


def gather_candidate(store: Store, dossier: Dossier) -> Candidate:
    """A scorecard with the evidence that it stands on."""
    return Candidate(gather_scorecard(store, dossier), edges(dossier), gather_targets(store, dossier, dossier.clients))


def gather_comparison(store: Store, dossiers: Sequence[Dossier], today: date) -> Comparison:
    """Candidates side by side, in the order given."""
    return comparison([gather_candidate(store, dossier) for dossier in dossiers], today)


def _coverage_answers(store: Store, clients: Sequence[Client], scopes: Sequence[Scope]) -> Answers:
    """All of `Answers` but its tallies. A question that would be the same as another is asked once."""
    census = tuple(store.census(scopes, by=("client", "source", "unscored")))
    open_channels = tuple(replace(scope, channels=()) for scope in scopes)
    open_languages = tuple(replace(scope, languages=()) for scope in scopes)
    return Answers(
        any_channel=tuple(store.tallies(open_channels, by=("client",))),
        census=census,
        any_language=census if open_languages == tuple(scopes) else tuple(store.census(open_languages, by=("client",))),
        stored=tuple(store.census([Scope(client.id) for client in clients], by=("client",))),
    )


def gather_targets(store: Store, dossier: Dossier, clients: Sequence[Client]) -> tuple[TargetReport, ...]:
    """How far each target of the clients was crawled: those of the dossier first, then others in the store."""
    ids = {client.id for client in clients}
    known = {state.target.key: state for state in store.targets() if state.target.client in ids}
    wanted = [target for target in dossier.targets if target.client in ids]
    reports = [
        _report(known.pop(target.key))
        if target.key in known
        else TargetReport(target.client, target.source, place(target.parameters))
        for target in wanted
    ]
    return (*reports, *(_report(state) for state in known.values()))


def _report(state: TargetState) -> TargetReport:
    run = state.last_run
    return TargetReport(
        client=state.target.client,
        source=state.target.source,
        place=place(state.target.parameters),
        captured=state.captured,
        first=state.first,
        last=state.last,
        crawled=run.started.date() if run else None,
        state=_state(state),
        replay=next((run.replay for run in state.runs if run.replay), ""),
    )


def _state(state: TargetState) -> str:
    """`whole`, or what is wrong: how the last run ended, then what its check said."""
    run = state.last_run
    if run is None:
        return "never crawled"
    if run.finish.startswith("failed"):
        return run.finish
    return run.verdict or run.finish or "still running, or killed"


def place(parameters: Sequence[tuple[str, str]]) -> str:
    """Where a target is, in the words of its dossier."""
    return ", ".join(value if name == "url" else f"{name} {value}" for name, value in parameters) or "no parameters"
