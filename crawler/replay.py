"""RBP_REPLAY: which host is served from which port of this machine, so that a crawl needs no internet.

    RBP_REPLAY="www.bluebird.example=127.0.0.1:8001,apps.example=127.0.0.1:8002"

While it is on, every other host is refused. Limits hold per original host; pacing is off unless a last
part asks for it: `;pace` for the real delays, `;pace=0.2` for seconds in their place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from analysis.errors import ReplayError

VARIABLE: Final = "RBP_REPLAY"
_SHAPE = "HOST=127.0.0.1:PORT, several by comma, then ;pace or ;pace=SECONDS if delays are wanted"
_ADDRESS = re.compile(r"(?P<host>[^=\s]+)=(?P<at>\[[0-9a-fA-F:]+\]|[^:\s]+):(?P<port>\d{1,5})")
_PACE = re.compile(r"pace(?:=(?P<seconds>\d+(?:\.\d+)?))?")
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Replay:
    """Where each original host is served from. `paced`: delays are kept, `pace` in place of their length."""

    hosts: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    paced: bool = False
    pace: float | None = None

    @classmethod
    def parse(cls, text: str) -> Replay:
        """Read the setting. Raises ReplayError where it is malformed or names an address that is not loopback."""
        addresses, _, pace = text.strip().partition(";")
        hosts = dict(_host(part.strip()) for part in addresses.split(",") if part.strip())
        if not hosts:
            raise ReplayError(f"{VARIABLE}: expected {_SHAPE}, got {text!r}")
        match = _PACE.fullmatch(pace.strip()) if pace else None
        if pace and match is None:
            raise ReplayError(f"{VARIABLE}: expected pace or pace=SECONDS behind the semicolon, got {pace!r}")
        return cls(hosts, match is not None, float(match["seconds"]) if match and match["seconds"] else None)

    @classmethod
    def from_environment(cls) -> Replay | None:
        """The setting as the environment has it, None where replay is off."""
        text = os.environ.get(VARIABLE, "").strip()
        return cls.parse(text) if text else None

    def __str__(self) -> str:
        """The setting's own text; it parses back to the same."""
        pace = "" if not self.paced else ";pace" if self.pace is None else f";pace={self.pace:g}"
        return ",".join(f"{host}={at}:{port}" for host, (at, port) in self.hosts.items()) + pace


def _host(part: str) -> tuple[str, tuple[str, int]]:
    match = _ADDRESS.fullmatch(part)
    if match is None or not 0 < int(match["port"]) <= _LAST_PORT:
        raise ReplayError(f"{VARIABLE}: expected {_SHAPE}, got {part!r}")
    if not _is_loopback(match["at"]):
        raise ReplayError(f"{VARIABLE}: expected a loopback address such as 127.0.0.1, got {match['at']!r} in {part!r}")
    return match["host"].lower(), (match["at"], int(match["port"]))


def _is_loopback(at: str) -> bool:
    """Whether it is an address of this machine. A name is not: who answers to it is decided elsewhere."""
    try:
        return ip_address(at.strip("[]")).is_loopback
    except ValueError:
        return at.lower() == "localhost"
