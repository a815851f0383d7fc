"""The demo's fictional vendors and clients, who works for whom since when, and where the reviews are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.dates import PartialDate
from analysis.model import Client, Dossier, Engagement, Evidence, Target, Tier, Vendor

SEEN = date(2026, 7, 14)


@dataclass(frozen=True, slots=True)
class Company:
    """A client and how its support really is: the chance that a word on an aspect is a good one.

    `drift` is added to that chance over the whole time, so that there is a trend to be found.
    """

    client: Client
    matter: tuple[str, ...]
    good: float
    strong: str
    weak: str
    reviews: int
    drift: float = 0.0


def _company(
    name: str, industry: str, matter: tuple[str, ...], good: float, aspects: tuple[str, str], n: int, drift: float = 0.0
) -> Company:
    name_id = name.lower().replace(" ", "-")
    host = f"{name_id.replace('-', '')}.example"
    return Company(Client(name_id, name, (host,), industry), matter, good, *aspects, n, drift)


BANK = ("my card dispute", "a blocked card", "a wrong charge", "my mortgage account")
PHONE = ("my roaming bill", "a dead SIM card", "my broadband", "porting my number")
SHOP = ("a missing parcel", "my refund", "a broken blender", "my order")
INSURER = ("my claim", "my policy papers", "a premium", "the windscreen repair")
AIRLINE = ("my cancelled flight", "a lost bag", "a name change", "my booking")
STREAM = ("my subscription", "a double charge", "my login", "the family plan")
POWER = ("my meter reading", "a wrong bill", "moving house", "the tariff change")

BLUEBIRD = _company("Bluebird Bank", "banking", BANK, 0.45, ("knowledge", "wait"), 360, drift=0.25)
PEBBLE = _company("Pebble Mobile", "telecoms", PHONE, 0.68, ("attitude", "consistency"), 300)
FENNEL = _company("Fennel Grocers", "retail", SHOP, 0.72, ("resolution", "availability"), 260)
OAKLINE = _company("Oakline Insurance", "insurance", INSURER, 0.52, ("knowledge", "follow_up"), 260)
MARLOW = _company("Marlow Air", "airline", AIRLINE, 0.40, ("attitude", "wait"), 300, drift=0.2)
COPPER = _company("Copper Kettle Bank", "banking", BANK, 0.48, ("privacy", "follow_up"), 240)
JUNIPER = _company("Juniper Streaming", "media", STREAM, 0.30, ("availability", "language"), 300, drift=-0.1)
HALDEN = _company("Halden Energy", "energy", POWER, 0.34, ("wait", "resolution"), 240)
COMPANIES = (BLUEBIRD, PEBBLE, FENNEL, OAKLINE, MARLOW, COPPER, JUNIPER, HALDEN)

HARBOUR = Vendor("harbour-care", "Harbour Care", ("harbourcare.example",))
LANTERN = Vendor("lantern-desk", "Lantern Desk", ("lanterndesk.example",))
TALLOW = Vendor("tallow-reed", "Tallow Reed", ("tallowreed.example",))
VENDORS = (HARBOUR, LANTERN, TALLOW)


def _evidence(vendor: Vendor, company: Company, tier: Tier, quote: str) -> Evidence:
    if tier is Tier.STATED:
        return Evidence(tier, SEEN, note=quote)
    host = company.client.domains[0] if tier is Tier.CLIENT_PRESS else vendor.domains[0]
    return Evidence(tier, SEEN, f"https://{host}/{tier.value.replace('_', '-')}/{company.client.id}", quote)


def _edge(
    vendor: Vendor, company: Company, since: str | None, until: str | None, tier: Tier, quote: str, *channels: str
) -> Engagement:
    return Engagement(
        vendor.id,
        company.client.id,
        PartialDate.parse(since) if since else None,
        PartialDate.parse(until) if until else None,
        channels,
        ("en",),
        ("US",),
        None,
        (_evidence(vendor, company, tier, quote),),
    )


ENGAGEMENTS: tuple[Engagement, ...] = (
    _edge(
        HARBOUR, BLUEBIRD, "2025-01", None, Tier.CASE_STUDY, "Bluebird moved its card support to Harbour Care in 2025"
    ),
    _edge(HARBOUR, PEBBLE, "2023-05", None, Tier.TESTIMONIAL, "Harbour Care has answered our customers since May 2023"),
    _edge(HARBOUR, FENNEL, "2024", None, Tier.CLIENT_PRESS, "Fennel Grocers selects Harbour Care for customer care"),
    _edge(
        LANTERN, OAKLINE, "2023-09-01", None, Tier.FILING, "Lantern Desk handles inbound service under a 2023 agreement"
    ),
    _edge(
        LANTERN,
        MARLOW,
        "2024-04",
        None,
        Tier.CASE_STUDY,
        "How Marlow Air cut its queue with Lantern Desk",
        "phone",
        "chat",
    ),
    _edge(LANTERN, COPPER, None, None, Tier.LOGO, "Copper Kettle Bank (logo on the customers page)"),
    _edge(
        TALLOW, BLUEBIRD, "2022-03", "2024-12", Tier.CASE_STUDY, "Tallow Reed supports Bluebird Bank from 2022 to 2024"
    ),
    _edge(TALLOW, JUNIPER, "2023-01", None, Tier.CLIENT_PRESS, "Juniper Streaming names Tallow Reed its partner"),
    _edge(TALLOW, HALDEN, "2024-02", None, Tier.STATED, "Told by the client's head of operations in a reference call"),
)

TARGETS: tuple[Target, ...] = (
    Target.of("cfpb", BLUEBIRD.client.id, {"company": "BLUEBIRD BANK, N.A."}),
    Target.of(
        "schema_org",
        BLUEBIRD.client.id,
        {"url": "https://bluebirdbank.example/branches", "follow": "^/branches/[a-z-]+$"},
    ),
    Target.of("app_store", PEBBLE.client.id, {"app": "900000101", "country": "us"}),
    Target.of("schema_org", FENNEL.client.id, {"url": "https://fennelgrocers.example/reviews"}),
    Target.of("schema_org", OAKLINE.client.id, {"url": "https://oaklineinsurance.example/reviews"}),
    Target.of("schema_org", MARLOW.client.id, {"url": "https://marlowair.example/reviews"}),
    Target.of("cfpb", COPPER.client.id, {"company": "COPPER KETTLE BANK"}),
    Target.of("app_store", JUNIPER.client.id, {"app": "900000202", "country": "us"}),
    Target.of("schema_org", HALDEN.client.id, {"url": "https://haldenenergy.example/reviews"}),
)


def dossiers() -> tuple[Dossier, ...]:
    """What a person would have written down about each vendor."""
    return tuple(_dossier(vendor) for vendor in VENDORS)


def _dossier(vendor: Vendor) -> Dossier:
    edges = tuple(edge for edge in ENGAGEMENTS if edge.vendor == vendor.id)
    clients = tuple(company.client for company in COMPANIES if company.client.id in {edge.client for edge in edges})
    targets = tuple(target for target in TARGETS if target.client in {client.id for client in clients})
    return Dossier(vendor, clients, edges, targets)
