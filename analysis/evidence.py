"""What a score stands on besides reviews: who is said to work for whom, and how far each target was crawled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.model import Client, Dossier, Engagement, Tier

_HOSTS_NAMED = 2  # in a sentence; the settings themselves stand in the JSON
TIER_LABELS = {
    Tier.FILING: "filing",
    Tier.CLIENT_PRESS: "client’s press release",
    Tier.CASE_STUDY: "case study",
    Tier.TESTIMONIAL: "testimonial",
    Tier.LOGO: "logo",
    Tier.STATED: "stated by the user",
}


@dataclass(frozen=True, slots=True)
class Edge:
    """An engagement with its client. `excluded` says why it dates no review, empty where it does."""

    client: Client
    engagement: Engagement
    excluded: str

    @property
    def tier(self) -> Tier | None:
        """The best of its evidence."""
        order = list(Tier)
        return min((evidence.tier for evidence in self.engagement.evidence), key=order.index, default=None)

    @property
    def stated(self) -> bool:
        """Nothing but the user's word stands behind it."""
        return self.tier is Tier.STATED


def edges(dossier: Dossier) -> tuple[Edge, ...]:
    """All engagements of a dossier, in its order of clients."""
    order = {client.id: client for client in dossier.clients}
    known = sorted((e for e in dossier.engagements if e.client in order), key=lambda e: list(order).index(e.client))
    return tuple(Edge(order[engagement.client], engagement, _excluded(engagement)) for engagement in known)


def stated(edges: Sequence[Edge]) -> tuple[str, ...]:
    """Names of the scored clients that only the user's word ties to the vendor: labelled wherever they count."""
    return tuple(dict.fromkeys(edge.client.name for edge in edges if edge.stated and not edge.excluded))


def _excluded(engagement: Engagement) -> str:
    if not engagement.evidence:
        return "no evidence: not scored"
    return "" if engagement.since else "start not known: no review can be dated into it, not scored"


@dataclass(frozen=True, slots=True)
class TargetReport:
    """How far one target was crawled. `state` is `whole`, `never crawled`, or what the crawl or its check said.

    `captured` are the reviews of it in the store. `replay` names the setting that a run was served from.
    """

    client: str
    source: str
    place: str
    captured: int = 0
    first: date | None = None
    last: date | None = None
    crawled: date | None = None
    state: str = "never crawled"
    replay: str = ""

    @property
    def whole(self) -> bool:
        return self.state == "whole"


def replays(targets: Sequence[TargetReport]) -> tuple[str, ...]:
    """The replay settings that any of the runs was served from, each once."""
    return tuple(sorted({target.replay for target in targets if target.replay}))


def served(replays: Sequence[str]) -> str:
    """Replay settings as a person reads them: `pages of www.a.example, b.example and 5 more hosts came from this
    machine, not from the web`; empty where there is none. The settings themselves stand in the JSON."""
    hosts = list(
        dict.fromkeys(part.partition("=")[0] for told in replays for part in told.partition(";")[0].split(","))
    )
    if not hosts:
        return ""
    named, more = hosts[:_HOSTS_NAMED], len(hosts) - _HOSTS_NAMED
    rest = f" and {more} more host{'s' if more > 1 else ''}" if more > 0 else ""
    return f"pages of {', '.join(named)}{rest} came from this machine, not from the web"


def shortfalls(targets: Sequence[TargetReport]) -> tuple[TargetReport, ...]:
    """The targets that did not give all they have, as far as is known."""
    return tuple(target for target in targets if not target.whole)
