"""A vendor with three clients and a dozen reviews, few enough to reckon by hand."""

from __future__ import annotations

from datetime import date

from analysis.dates import PartialDate
from analysis.model import (
    Client,
    Doing,
    Dossier,
    Engagement,
    Evidence,
    Mention,
    Rating,
    Reading,
    Review,
    Target,
    Tier,
    Vendor,
)

SEEN = Evidence(Tier.CASE_STUDY, date(2026, 1, 2), "https://quill.example/cases/acme")
TOLD = Evidence(Tier.STATED, date(2026, 1, 2), note="told on the phone")
ACME, BOLT, CROW = (Client(name.lower(), name) for name in ("Acme", "Bolt", "Crow"))
QUILL = Dossier(
    Vendor("quill", "Quill"),
    (ACME, BOLT, CROW),
    (
        Engagement(
            "quill", "acme", PartialDate.parse("2025"), channels=("phone",), languages=("en",), evidence=(SEEN,)
        ),
        Engagement("quill", "bolt", PartialDate.parse("2024"), evidence=(TOLD,)),
        Engagement("quill", "crow", None, evidence=(SEEN,)),
    ),
    (Target.of("shop", "acme", {"url": "https://acme.example/"}), Target.of("shop", "crow", {"url": "https://c.example/"})),
)  # fmt: skip


def reading(
    client: str,
    ref: str,
    published: str | None,
    *said: tuple[float, Doing, tuple[str, ...]],
    language: str = "en",
    unscored: str = "",
    stars: float | None = None,
    disagrees: bool = False,
) -> Reading:
    """A review with one mention for each (polarity, doing, channels); the first speaks of waiting."""
    told = PartialDate.parse(published) if published else None
    rating = None if stars is None else Rating(stars)
    review = Review("shop", ref, f"https://{client}.example/{ref}", client, told, body=ref, rating=rating,
                    language=language, language_confidence=0.9)  # fmt: skip
    mentions = tuple(
        Mention(review.key, place, f"{ref} {place}", ("wait",) if not place else (), channels, doing, polarity,
                abs(polarity), polarity / 2)
        for place, (polarity, doing, channels) in enumerate(said)
    )  # fmt: skip
    return Reading(review, "hand", mentions, unscored, disagrees)


ACME_READINGS = (
    reading("acme", "a1", "2025-01-10", (-0.8, "agent", ("phone",)), (-0.4, "unclear", ()), stars=0.0),
    reading("acme", "a2", "2025-02-10", (0.2, "unclear", ()), stars=0.25, disagrees=True),
    reading("acme", "a3", "2025-02-11", (0.6, "agent", ("chat",))),  # a channel that the edge does not cover
    reading("acme", "a4", "2025-02-12", (-0.9, "policy", ("phone",))),  # the client's policy only
    reading("acme", "a5", "2025-02-13", stars=1.0),  # no word about support
    reading("acme", "a6", "2025-02-14", unscored="language: unknown"),
    reading("acme", "a7", "2025-02-15", language="fr", unscored="language: fr"),  # not the edge's language
    reading("acme", "a8", "2024-12-31", (0.9, "agent", ())),  # the day before the edge
    reading("acme", "a9", None, (0.9, "agent", ())),
)
BOLT_READINGS = (reading("bolt", "b1", "2026-07-01", (0.4, "agent", ()), stars=0.75),)
CROW_READINGS = (reading("crow", "c1", "2026-07-01", (0.4, "agent", ())),)
