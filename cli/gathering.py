"""Asks a store what a trend, a scorecard, a comparison or a brief needs. The only place where these questions stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from analysis.brief import Brief, Findings, Made, brief, theme_rows
from analysis.comparison import Candidate, Comparison, Shared, candidate, comparison
from analysis.coverage import Answers, Coverage, coverage, total, versions
from analysis.dates import Grain
from analysis.evidence import TargetReport, edges, replays, stated
from analysis.grounds import grounds
from analysis.model import OVERALL, Client, Dossier, Scope
from analysis.periods import fit_grain, narrowed
from analysis.scorecard import Scorecard, by_client, scorecard
from analysis.trend import Question, Trend, trend
from cli import __version__

if TYPE_CHECKING:
    from analysis.tally import Census, Tally
    from store.base import Store
    from store.ledger import TargetState

QUOTES_ASKED = 40  # a row: enough to find some that speak of nothing else, in reviews not yet quoted


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
    tallies = store.tallies(scopes, by=("client", _key(grain), "doing"), aspects=(aspect,))
    census = store.census(scopes, by=("client", _key(grain), "unscored", "scorer"))
    overall = tallies if aspect == OVERALL else store.tallies(scopes, by=("client",))
    answers = _answers(store, chosen, scopes, tuple(by_client(overall)), tuple(census))
    sizes = {tally.key[0]: tally.reviews for tally in by_client(overall)}
    covered = total(coverage(answers, each.id, sizes.get(each.id, 0)) for each in chosen)
    told = stated([edge for edge in edges(dossier) if edge.client in chosen])
    served = replays(gather_targets(store, dossier, chosen))
    question = Question(dossier.vendor, today, grain, client, aspect, since, until, scopes, told, served)
    return trend(question, tallies, [replace(group, key=group.key[1:]) for group in census], covered)


def gather_scorecard(
    store: Store, dossier: Dossier, since: date | None = None, until: date | None = None, *, today: date = date.max
) -> Scorecard:
    """All rows of one vendor, of each of its clients, and where the other reviews went; within since..until. No review
    was written after `today`, whatever `2026` may mean."""
    scopes = narrowed(dossier.scopes(), since, until)
    tallies = tuple(store.tallies(scopes, by=("client", "aspect", "doing"), aspects=None))
    census = tuple(
        replace(group, last=min(group.last, today.isoformat()))
        for group in store.census(scopes, by=("client", "source", "unscored", "scorer"))
    )
    overall = by_client([tally for tally in tallies if tally.key[1] == OVERALL])
    answers = replace(_answers(store, dossier.clients, scopes, tuple(overall), census), tallies=tallies)
    return scorecard(dossier, answers)


def gather_candidate(
    store: Store, dossier: Dossier, today: date, since: date | None = None, until: date | None = None
) -> Candidate:
    """A scorecard with the evidence that it stands on."""
    card = gather_scorecard(store, dossier, since, until, today=today)
    targets = gather_targets(store, dossier, dossier.clients)
    return candidate(card, edges(dossier), targets, today, cut=since is not None or until is not None)


def gather_comparison(
    store: Store, dossiers: Sequence[Dossier], today: date, since: date | None = None, until: date | None = None
) -> Comparison:
    """Candidates side by side, in the order given, on reviews of since..until."""
    candidates = [gather_candidate(store, dossier, today, since, until) for dossier in dossiers]
    scopes = [scope for dossier in dossiers for scope in narrowed(dossier.scopes(), since, until)]
    read_by = versions(store.census(scopes, by=("scorer",)), 0)
    shared = [
        one
        for pair in combinations(zip(dossiers, candidates, strict=True), 2)
        for one in _shared(store, *pair, since, until)
    ]
    return comparison(candidates, today, since, until, shared, read_by)


def _shared(
    store: Store,
    left: tuple[Dossier, Candidate],
    right: tuple[Dossier, Candidate],
    since: date | None,
    until: date | None,
) -> Iterator[Shared]:
    """The clients that count for both: what each counts, less what they count together, counts twice."""
    counted, others = (
        {score.client.id: score for score in each.scorecard.clients if score.coverage.counted}
        for _, each in (left, right)
    )
    clients = [client for client in counted if client in others]
    if not clients:
        return
    scopes = [scope for dossier, _ in (left, right) for client in clients for scope in dossier.scopes(client)]
    united = {tally.key[0]: tally.reviews for tally in store.tallies(narrowed(scopes, since, until), by=("client",))}
    for client in clients:
        twice = counted[client].coverage.counted + others[client].coverage.counted - united.get(client, 0)
        yield Shared(counted[client].client.name, (left[1].name, right[1].name), twice > 0, twice)


def gather_brief(
    store: Store, dossier: Dossier, today: date, since: date | None = None, until: date | None = None
) -> Brief:
    """Everything that a brief of one vendor says, on reviews of since..until. Streams the readings in scope once, for
    the keys of each claim."""
    looked_at = gather_candidate(store, dossier, today, since, until)
    scopes = narrowed(dossier.scopes(), since, until)
    card = looked_at.scorecard
    dated = [origin for origin in card.origins if origin.first]
    grain = fit_grain(min((o.first for o in dated), default=""), max((o.last for o in dated), default=""))
    found = grounds(((scope, reading) for scope in scopes for reading in store.readings([scope])), grain)
    told, served = stated(looked_at.edges), replays(looked_at.targets)
    question = Question(
        dossier.vendor, today, grain, since=since, until=until, scopes=scopes, stated=told, replays=served
    )
    overall, by_client = _brief_trends(store, card, question)
    quotes = {
        (side, row.aspect): store.quotes(scopes, negative=side == "negative", aspect=row.aspect, limit=QUOTES_ASKED)
        for side in ("positive", "negative")
        for row in theme_rows(card, side)
    }
    made = Made(__version__, tuple((one.scorer, one.reviews) for one in card.versions))
    return brief(Findings(looked_at, scopes, overall, by_client, quotes, found, made), today)


def _brief_trends(store: Store, card: Scorecard, question: Question) -> tuple[Trend, tuple[Trend, ...]]:
    """The trend over all clients, and one for each client that has a scored review."""
    tallies = store.tallies(question.scopes, by=("client", _key(question.grain), "doing"))
    census = store.census(question.scopes, by=("client", _key(question.grain), "unscored", "scorer"))

    def of(client: Client) -> Question:
        mine = tuple(scope for scope in question.scopes if scope.client == client.id)
        return replace(question, client=client, scopes=mine)

    def made(asked: Question, covered: Coverage, ids: set[str], names: Sequence[str] | None = None) -> Trend:
        mine = [replace(group, key=group.key[1:]) for group in census if group.key[0] in ids]
        return trend(asked, [tally for tally in tallies if tally.key[0] in ids], mine, covered, names)

    overall = made(question, card.coverage, {score.client.id for score in card.clients})
    names = [period.name for period in overall.periods]
    counted = [score for score in card.clients if score.coverage.counted]
    return overall, tuple(made(of(score.client), score.coverage, {score.client.id}, names) for score in counted)


def _key(grain: Grain) -> Literal["month", "quarter", "year"]:
    return grain.value


def _answers(
    store: Store,
    clients: Sequence[Client],
    scopes: Sequence[Scope],
    overall: tuple[Tally, ...],
    census: tuple[Census, ...],
) -> Answers:
    """What coverage needs besides `overall` (by client) and `census` (by client and more), which are at hand.

    A question that would be the same as one of these is not asked.
    """
    any_channel, any_language = overall, census
    if any(scope.channels for scope in scopes):
        any_channel = tuple(store.tallies([replace(scope, channels=()) for scope in scopes], by=("client",)))
    if any(scope.languages for scope in scopes):
        any_language = tuple(store.census([replace(scope, languages=()) for scope in scopes], by=("client",)))
    stored = tuple(store.census([Scope(client.id) for client in clients], by=("client",)))
    copies = store.copies(scopes)
    return Answers(any_channel=any_channel, census=census, any_language=any_language, stored=stored, copies=copies)


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
