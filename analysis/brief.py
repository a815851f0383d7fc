"""A brief: what was asked, the answer, and everything that the answer rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.claims import Claim, Claims
from analysis.comparison import Candidate
from analysis.evidence import Edge, TargetReport, replays
from analysis.gaps import Gap, cautions
from analysis.grounds import Grounds
from analysis.model import OVERALL, Scope, Vendor
from analysis.plaintext import excerpt, link, one_line
from analysis.scorecard import PROVISIONAL, WHY_PROVISIONAL, Row, Scorecard
from analysis.tally import Quote
from analysis.trend import Trend
from analysis.words import day

THEMES = 4  # rows a side: what a board can take in
QUOTES_PER_THEME = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """A customer's words, shortened, with where and when they were published. `url` is '' where it is no web link."""

    text: str
    client: str
    source: str
    published: str
    url: str
    review: str
    polarity: float
    confidence: float
    vader: float


@dataclass(frozen=True, slots=True)
class Theme:
    """One thing that customers praise or complain of, with the share of them that do."""

    aspect: str
    label: str
    claim: Claim
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """How a brief was made. `scorers`: version of the reading -> reviews read by it."""

    version: str
    scorers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything in it is text from people or numbers from tallies; a format only lays it out."""

    title: str
    today: date
    vendor: Vendor
    question: str
    answer: tuple[Claim, ...]
    cautions: str
    claims: tuple[Claim, ...]
    scorecard: Scorecard
    trend: Trend
    client_trends: tuple[Trend, ...]
    praise: tuple[Theme, ...]
    complaints: tuple[Theme, ...]
    edges: tuple[Edge, ...]
    targets: tuple[TargetReport, ...]
    gaps: tuple[Gap, ...]
    replays: tuple[str, ...]
    made: Made
    status: str = PROVISIONAL
    why_provisional: str = WHY_PROVISIONAL


@dataclass(frozen=True, slots=True)
class Findings:
    """What was gathered for a brief. `quotes` are by side (`negative` or `positive`) and row, best first."""

    candidate: Candidate
    scopes: tuple[Scope, ...]
    trend: Trend
    client_trends: tuple[Trend, ...]
    quotes: dict[tuple[str, str], list[Quote]]
    grounds: Grounds
    made: Made


def brief(findings: Findings, today: date) -> Brief:
    """Write the brief of one vendor."""
    card = findings.candidate.scorecard
    claims = Claims(findings.candidate, findings.scopes, findings.trend, findings.grounds)
    themes = {side: _themes(side, findings, claims) for side in ("positive", "negative")}
    rows = tuple(claims.row(row) for row in (*card.aspects, *card.channels) if row.figure.mean.n)
    answer = claims.answer(card)
    return Brief(
        title=f"{one_line(card.vendor.name)}: support, as its clients’ customers tell it",
        today=today,
        vendor=card.vendor,
        question=_question(card, findings.trend),
        answer=answer,
        cautions=cautions(card, findings.candidate.edges, findings.candidate.targets, today),
        claims=(*answer, *rows, *(theme.claim for side in themes.values() for theme in side)),
        scorecard=card,
        trend=findings.trend,
        client_trends=findings.client_trends,
        praise=themes["positive"],
        complaints=themes["negative"],
        edges=findings.candidate.edges,
        targets=findings.candidate.targets,
        gaps=(*findings.candidate.gaps, *_moved(card, findings.grounds)),
        replays=replays(findings.candidate.targets),
        made=findings.made,
    )


def _question(card: Scorecard, asked: Trend) -> str:
    name = one_line(card.vendor.name)
    since = f" since {day(asked.since)}" if asked.since else ""
    until = f" until {day(asked.until)}" if asked.until else ""
    return (
        f"How good is the customer support that {name} gives on behalf of its clients, "
        f"going by what these clients’ customers say about it in public{since}{until}?"
    )


def theme_rows(card: Scorecard, side: str) -> tuple[Row, ...]:
    """The rows of which most reviews complain (or which most praise), most first; all of support if none is named."""

    def found(row: Row) -> int:
        share = row.figure.negative if side == "negative" else row.figure.positive
        return round((share.value or 0) * share.n)

    named = sorted((row for row in card.aspects if found(row)), key=found, reverse=True)[:THEMES]
    return tuple(named) or ((card.overall,) if found(card.overall) else ())


def _themes(side: str, findings: Findings, claims: Claims) -> tuple[Theme, ...]:
    used: set[str] = set()
    return tuple(_theme(row, side, findings, claims, used) for row in theme_rows(findings.candidate.scorecard, side))


def _theme(row: Row, side: str, findings: Findings, claims: Claims, used: set[str]) -> Theme:
    """Quoted are only reviews that the claim names: on this side, and counted."""
    claim = claims.share(row, side)
    named = set(claim.reviews)
    quotes = [quote for quote in findings.quotes.get((side, row.aspect), []) if quote.review.key in named]
    return Theme(row.aspect, row.label, claim, _quotations(quotes, findings.candidate.scorecard, used))


def _quotations(quotes: Sequence[Quote], card: Scorecard, used: set[str]) -> tuple[Quotation, ...]:
    """The first few that may be quoted; neither a review nor the same words are quoted twice on a side.

    Those that speak of fewer aspects come first: they are about the theme, and rest on less that could be misread.
    """
    names = {score.client.id: score.client.name for score in card.clients}
    chosen: list[Quotation] = []
    for quote in sorted(quotes, key=lambda quote: len(quote.mention.aspects)):
        if len(chosen) == QUOTES_PER_THEME:
            break
        words = one_line(quote.mention.passage)
        if quote.review.quotable and words and not used & {quote.review.key, words}:
            used |= {quote.review.key, words}
            chosen.append(_quotation(quote, names))
    return tuple(chosen)


def _quotation(quote: Quote, names: dict[str, str]) -> Quotation:
    review = quote.review
    return Quotation(
        text=excerpt(quote.mention.passage),
        client=one_line(names.get(review.client, review.client)),
        source=review.source,
        published=str(review.published) if review.published else "undated",
        url=link(review.url),
        review=review.key,
        polarity=quote.mention.polarity,
        confidence=quote.mention.confidence,
        vader=quote.mention.vader,
    )


def _moved(card: Scorecard, grounds: Grounds) -> tuple[Gap, ...]:
    counted, listed = card.coverage.counted, len(grounds.keys(OVERALL))
    if counted == listed:
        return ()
    words = f"The store changed while this brief was made ({counted:,} reviews, then {listed:,}): make it again."
    return (Gap("moved", words),)
