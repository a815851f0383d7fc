"""The nouns: what is looked at, what was published, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from analysis.dates import PartialDate
from analysis.keys import digest

ASPECTS: tuple[str, ...] = (
    "language", "knowledge", "attitude", "wait", "resolution", "follow_up", "consistency", "availability", "privacy",
)  # fmt: skip
CHANNELS: tuple[str, ...] = ("phone", "chat", "email", "social", "ticket", "in_person", "bot")
OVERALL = "overall"
CHANNEL_PREFIX = "channel:"  # an opinion on `channel:phone` rests on the mentions that name the phone
POLARITY_CUT = 0.05  # VADER's own cut (Hutto and Gilbert, 2014): beyond it an opinion is negative or positive

Doing: TypeAlias = Literal["agent", "policy", "unclear"]


class Basis(StrEnum):
    """Which mentions an opinion rests on."""

    ALL = "all"  # every support mention
    VENDOR = "vendor"  # without what is the client's policy


class Tier(StrEnum):
    """How far a piece of evidence for an engagement reaches, best first."""

    FILING = "filing"
    CLIENT_PRESS = "client_press"
    CASE_STUDY = "case_study"
    TESTIMONIAL = "testimonial"
    LOGO = "logo"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we believe that a vendor answers for a client. A `stated` one has a note and no URL."""

    tier: Tier
    seen: date
    url: str | None = None
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """A company whose support the vendor may be running. `id` is the slug of its name, one in the workspace."""

    id: str
    name: str
    domains: tuple[str, ...] = ()
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A candidate. `id` is its dossier's file name without `.toml`."""

    id: str
    name: str
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is about: one client's reviews, dated since..until (both inclusive).

    None leaves a side open; an undated review is in scope only where both sides are open.
    Empty `channels` or `languages` mean any. With channels given, an opinion counts if it
    names one of them or none at all. With English among the languages, so is a review too short to
    tell its language: it is read as English, or counted as one that could not be read.
    """

    client: str
    since: date | None = None
    until: date | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def kept_languages(self) -> tuple[str, ...]:
        """`languages` as stores keep them, "" being that of a review that does not tell it; empty means any."""
        return (*self.languages, "") if "en" in self.languages else self.languages


@dataclass(frozen=True, slots=True)
class Engagement:
    """A dated, evidenced edge from vendor to client. An unknown `since` is never scored."""

    vendor: str
    client: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    share: float | None = None
    evidence: tuple[Evidence, ...] = ()

    def scope(self) -> Scope | None:
        """The scope that this edge gives, None where it dates no review: no `since`, or no evidence."""
        if self.since is None or not self.evidence:
            return None
        until = self.until.last if self.until else None
        return Scope(self.client, self.since.first, until, self.channels, self.languages)


@dataclass(frozen=True, slots=True)
class Target:
    """One place where one client's reviews are. `parameters` are the spider's, sorted by name."""

    source: str
    client: str
    parameters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, source: str, client: str, parameters: Mapping[str, str]) -> Target:
        return cls(source, client, tuple(sorted(parameters.items())))

    @property
    def key(self) -> str:
        flat = [word for pair in self.parameters for word in pair]
        return digest("target", self.source, self.client, *flat)


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a person wrote down about one vendor."""

    vendor: Vendor
    clients: tuple[Client, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    targets: tuple[Target, ...] = ()

    def scopes(self, client: str | None = None) -> tuple[Scope, ...]:
        """The scopes of the evidenced, dated engagements, of one client or of all."""
        found = (edge.scope() for edge in self.engagements if client in (None, edge.client))
        return tuple(scope for scope in found if scope is not None)


THUMBS: Final = (0.0, 1.0)  # the scale of a thumb down or up


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars, on 0..1. `best` and `worst` are the scale they were given on."""

    value: float
    worst: float = 1.0
    best: float = 5.0

    @property
    def is_thumb(self) -> bool:
        """Whether it is a yes or no, told on a scale of 0 to 1: kept, and counted among no stars."""
        return (self.worst, self.best) == THUMBS


@dataclass(frozen=True, slots=True)
class Reply:
    """The company's public answer to a review. `text` is redacted like a review."""

    text: str
    published: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What was published, redacted. Never an author's name.

    `language` is an ISO 639-1 code or None where it cannot be told, with its confidence 0..1.
    `content_hash` was taken over what was published, before redaction. `licence` and `quotable`
    are the stamp of the source's policy.
    """

    source: str
    ref: str
    url: str
    client: str
    published: PartialDate | None = None
    title: str = ""
    body: str = ""
    rating: Rating | None = None
    language: str | None = None
    language_confidence: float = 0.0
    reply: Reply | None = None
    verified: bool | None = None
    author_key: str | None = None
    content_hash: str = ""
    licence: str = ""
    quotable: bool = True

    @property
    def key(self) -> str:
        """128-bit hash of (source, ref), 32 hex digits."""
        return review_key(self.source, self.ref)

    @property
    def text(self) -> str:
        """Title and body as one text, the way it is read."""
        return f"{self.title}\n{self.body}" if self.title and self.body else self.title or self.body


def review_key(source: str, ref: str) -> str:
    return digest("review", source, ref)


@dataclass(frozen=True, slots=True)
class Mention:
    """Our reading of one passage about support. `polarity` and `vader` are -1..1, `confidence` 0..1."""

    review: str
    number: int
    passage: str
    aspects: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    doing: Doing = "unclear"
    polarity: float = 0.0
    confidence: float = 0.0
    vader: float = 0.0

    @property
    def id(self) -> str:
        return digest("mention", self.review, str(self.number))


@dataclass(frozen=True, slots=True)
class Reading:
    """A review with its mentions, stored together.

    `unscored` says why a review was not read, such as `language: fr`; empty where it was.
    `disagrees` is true where the stars and what is said about support point opposite ways.
    """

    review: Review
    scorer: str
    mentions: tuple[Mention, ...] = ()
    unscored: str = ""
    disagrees: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """One review's word on one aspect (or `overall`, or `channel:NAME`): the mean of its mentions.

    `vader` is the mean of stock VADER over the same passages. `doing` is the mentions' common one,
    or `mixed`. `channels` are all that they name.
    """

    review: str
    aspect: str
    basis: Basis
    polarity: float
    mentions: int
    vader: float = 0.0
    doing: str = "unclear"
    channels: tuple[str, ...] = field(default=())
