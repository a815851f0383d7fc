"""A dossier that is well, spiders for it, and what a check makes of such texts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date

from analysis.dossier import Checked, Written, check_dossiers

TODAY = date(2026, 11, 22)
WELL = """
name = "Harbour Care"
domains = ["harbourcare.example"]

[[client]]
name = "Bluebird Bank"
domains = ["bluebird.example"]
industry = "banking"

  [[client.engagement]]
  since = "2022-03"
  until = 2024-06-30
  channels = ["phone", "chat"]
  languages = ["en"]
  regions = ["US"]
  share = 0.6

    [[client.engagement.evidence]]
    tier = "case_study"
    url = "https://harbourcare.example/cases/bluebird"
    seen = 2026-11-02
    quote = "Bluebird moved its card support to Harbour Care"

  [[client.target]]
  spider = "complaints"
  company = "BLUEBIRD BANK, N.A."

  [[client.target]]
  spider = "pages"
  url = "https://bluebird.example/branches"
  follow = "^/branches/[a-z-]+$"
"""


@dataclass(frozen=True)
class Takes:
    """A spider's parameter, as a spider declares it."""

    name: str
    required: bool = False
    pattern: str = ".+"
    example: str = ""


SPIDERS = {
    "complaints": (Takes("company", required=True, example="BLUEBIRD BANK"),),
    "pages": (Takes("url", required=True), Takes("follow")),
    "shop": (Takes("app", required=True, pattern=r"\d+", example="900000101"),),
}


def checked(*texts: str) -> Checked:
    files = [Written(f"vendors/v{n}.toml", f"v{n}", tomllib.loads(text)) for n, text in enumerate(texts, 1)]
    return check_dossiers(files, TODAY, SPIDERS)


def faults(*texts: str) -> list[str]:
    return [str(fault).removeprefix("vendors/v1.toml: ") for fault in checked(*texts).faults]
