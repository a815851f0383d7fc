"""What all targets of one crawl share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version

from crawler.desk import Desk
from crawler.halt import Halt
from crawler.politeness.domains import Domains
from crawler.replay import Replay


@dataclass(slots=True)
class Session:
    """`allow_hosts` are names and addresses that a person let through though they are not public."""

    replay: Replay | None
    domains: Domains
    desk: Desk
    halt: Halt
    secret: bytes
    allow_hosts: frozenset[str] = frozenset()
    delay: float = 0.0
    today: date = field(default_factory=lambda: datetime.now(UTC).date())


def user_agent(contact: str) -> str:
    """`rbp/0.1.0 (+https://...)`: who crawls, and whom to write to."""
    try:
        number = version("reputation-by-proxy")
    except PackageNotFoundError:  # run from a copied folder
        number = "0"
    return f"rbp/{number} (+{contact})" if contact else f"rbp/{number}"
