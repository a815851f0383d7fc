"""docs/workspace.md tells every key that the code takes, and no other; its examples are well."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from analysis.dossier import Written, check_dossiers, check_settings
from analysis.dossier.check import CLIENT_KEYS, VENDOR_KEYS
from analysis.dossier.engagement import EVIDENCE_KEYS
from analysis.dossier.engagement import KEYS as ENGAGEMENT_KEYS
from analysis.dossier.settings import CRAWL_KEYS, READING_KEYS, STORE_KEYS
from analysis.dossier.settings import KEYS as SETTINGS_KEYS
from analysis.model import CHANNELS, Tier
from crawler.sources import parameters

PAGE = (Path(__file__).parents[2] / "docs/workspace.md").read_text("utf-8")
TODAY = date(2026, 11, 22)
SECTIONS = {
    "rbp.toml": SETTINGS_KEYS,
    "[store]": STORE_KEYS,
    "[crawl]": CRAWL_KEYS,
    "[reading]": READING_KEYS,
    "vendors/NAME.toml": VENDOR_KEYS,
    "[[client]]": CLIENT_KEYS,
    "[[client.engagement]]": ENGAGEMENT_KEYS,
    "[[client.engagement.evidence]]": EVIDENCE_KEYS,
    "[[client.target]]": ("spider",),
}


def _section(heading: str) -> str:
    found = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_stands_in_the_table_of_its_section(heading: str) -> None:
    told = re.findall(r"^\| `(\w+)` \|", _section(heading), re.MULTILINE)
    assert sorted(told) == sorted(SECTIONS[heading])


def test_every_channel_and_tier_is_told() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    assert set(CHANNELS) | {tier.value for tier in Tier} <= told


def test_the_examples_are_well() -> None:
    settings, dossier = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert check_settings("rbp.toml", tomllib.loads(settings))[1] == ()
    checked = check_dossiers([Written("vendors/x.toml", "x", tomllib.loads(dossier))], TODAY, parameters())
    assert (checked.faults, checked.warnings) == ((), ())
