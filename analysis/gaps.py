"""What a score does not know: said beside it, everywhere it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.coverage import Coverage, Unscored, Version
from analysis.eras import ended, old, passed
from analysis.evidence import Edge, TargetReport, shortfalls, stated
from analysis.scorecard import Scorecard
from analysis.words import count, day, listed, percent

MOST = 2 / 3  # of the reviews; from here on one client outweighs all others together by two to one


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing. `kind` is a fixed word for machines, `words` a sentence for people."""

    kind: str
    words: str


def gaps(
    card: Scorecard, edges: Sequence[Edge], targets: Sequence[TargetReport], today: date, *, cut: bool = False
) -> tuple[Gap, ...]:
    """Everything that is missing from one vendor's score, the gravest first; `cut` as in `review_gaps`."""
    of_reviews = review_gaps(card.coverage, card.unscored, cut=cut)
    of_time = (Gap(kind, words) for kind, words in passed(card, edges, today))
    of_clients = (*_edge_gaps(edges), *_client_gaps(card), *of_time)
    return (*of_clients, *_target_gaps(card, targets), *version_gaps(card.versions), *of_reviews, *_row_gaps(card))


def version_gaps(versions: Sequence[Version]) -> tuple[Gap, ...]:
    """Two versions of the reading have two scales: what they read is no fair match."""
    if len(versions) < 2:
        return ()
    told = listed([f"{count(one.reviews, 'review')} by {one.scorer}" for one in versions])
    return (Gap("versions", f"Not read alike: {told}. rbp rescore reads all of them with one."),)


def cautions(card: Scorecard, edges: Sequence[Edge], targets: Sequence[TargetReport], today: date) -> str:
    """What a reader of the score must know before all else, in one sentence; empty where there is nothing."""
    unscored = sum(not score.coverage.counted for score in card.clients)
    told, short = len(stated(edges)), len(shortfalls(targets))
    single = sum(score.coverage.counted == 1 for score in card.clients)
    parts = len({edge.client.id for edge in edges if _part(edge)})
    counted = {score.client.id for score in card.clients if score.coverage.counted}
    over, newest = len(counted.intersection(ended(edges, today))), old(card, today)
    found = (
        (unscored, f"{unscored:,} of {count(len(card.clients), 'client')} without a score"),
        (single, f"{count(single, 'client')} with one review only"),
        (told, f"{count(told, 'client')} tied to the vendor by the user’s word alone"),
        (over, f"{count(over, 'client')} for whom the vendor no longer answers"),
        (newest is not None, f"no review newer than {day(newest) if newest else ''}"),
        (parts, f"{count(parts, 'client')} with only a part of the support run by the vendor"),
        (short, f"{short:,} of {count(len(targets), 'place')} not crawled whole"),
    )
    words = [line for n, line in found if n]
    return f"Read it with care: {listed(words)}." if words else ""


def _edge_gaps(edges: Sequence[Edge]) -> Iterator[Gap]:
    for edge in edges:
        if edge.excluded:
            yield Gap("engagement", f"{edge.client.name}: {edge.excluded}.")
        elif edge.stated:
            yield Gap("stated", f"{edge.client.name}: that it is a client is stated by the user, without a source.")
    parts: dict[str, list[str]] = {}
    for edge in edges:
        if part := _part(edge):
            parts.setdefault(part, []).append(edge.client.name)
    for part, names in parts.items():
        who = listed(list(dict.fromkeys(names)))
        yield Gap("part", f"{who}: the vendor answers for {part} only. Reviews do not tell which, so all count.")


def _part(edge: Edge) -> str:
    """Which part of a client's support an edge is about, empty where it is all of it, or dates no review."""
    share, regions = edge.engagement.share, edge.engagement.regions
    if edge.excluded or (not regions and (share is None or share >= 1)):
        return ""
    much = f"{percent(share)} of the support" if share is not None and share < 1 else "the support"
    return f"{much} in {listed(list(regions))}" if regions else much


def _client_gaps(card: Scorecard) -> Iterator[Gap]:
    for score in card.clients:
        if not score.coverage.stored:
            yield Gap("client", f"{score.client.name}: no review in the store.")
        elif not score.coverage.counted:
            stored = count(score.coverage.stored, "review")
            yield Gap("client", f"{score.client.name}: {stored} in the store, none that counts towards the score.")
        elif score.coverage.counted == 1:
            yield Gap("client", f"{score.client.name}: one review only, with the weight of a whole client.")
        elif len(card.clients) > 1 and score.coverage.counted > MOST * card.coverage.counted:
            part = score.coverage.counted / card.coverage.counted
            words = "Shares and the trend are mostly its customers’ word, the score weighs clients the same."
            yield Gap("weight", f"{score.client.name}: {percent(part)} of the reviews that count. {words}")


def _target_gaps(card: Scorecard, targets: Sequence[TargetReport]) -> Iterator[Gap]:
    names = {score.client.id: score.client.name for score in card.clients}
    for target in shortfalls(targets):
        name = names.get(target.client, target.client)
        yield Gap("target", f"{name}, {target.source} ({target.place}): {target.state}.")


def left_out(covered: Coverage, unscored: Sequence[Unscored]) -> str:
    """The sentence that stands at every table: how many reviews within the engagements were not scored, and how many
    are in a language that these leave out."""
    reasons = _reasons(unscored)
    words = f"Not scored: {count(covered.unscored, 'review') if covered.unscored else 'none'} of those within the "
    words += f"engagements{f' ({reasons})' if reasons else ''}"
    if covered.other_language:
        words += (
            f"; besides, {count(covered.other_language, 'review')} in a language that the engagement does not cover"
        )
    return words + "."


def _reasons(unscored: Sequence[Unscored]) -> str:
    """`language fr: 12 and language unknown: 3`."""
    return listed([f"{one.reason.replace(':', '')}: {one.reviews:,}" for one in unscored])


def outside_words(*, cut: bool) -> str:
    days = " or the days asked for" if cut else ""
    return f"written outside a dated engagement{days}, or dated too coarsely to tell"


def review_gaps(covered: Coverage, unscored: Sequence[Unscored], *, cut: bool = False) -> tuple[Gap, ...]:
    """Reviews that are in the store and not in the score, with the reason; reasons without a review are left out.

    `cut`: the question was about some days only, so that others lie outside of it too.
    """
    reasons = _reasons(unscored)
    found = (
        ("undated", covered.undated, "without a date, to be placed in no engagement"),
        ("outside", covered.outside, outside_words(cut=cut)),
        ("other_language", covered.other_language, "in a language that the engagement does not cover"),
        ("unscored", covered.unscored, f"kept and not scored ({reasons})"),
        (
            "policy_only",
            covered.policy_only,
            "about nothing but the client's own policy, which moves no vendor's score",
        ),
        ("other_channel", covered.other_channel, "about a channel that the engagement does not cover"),
        (
            "disagreeing",
            covered.disagreeing,
            "whose stars and words about support point opposite ways; the words count",
        ),
        ("vanished", covered.vanished, "no longer found at their source; still counted"),
        (
            "copies",
            covered.copies,
            "about support with the very words, date and stars of another one of the same client; each counts by "
            "itself",
        ),
    )
    return tuple(Gap(kind, f"{count(n, 'review')} {words}.") for kind, n, words in found if n)


def _row_gaps(card: Scorecard) -> Iterator[Gap]:
    empty = [row.label for row in card.aspects if not row.figure.mean.n]
    if empty and card.overall.figure.mean.n:
        yield Gap("aspect", f"No review in scope speaks of {listed([name.lower() for name in empty], 'or')}.")
