"""From `[[client.engagement]]` to an Engagement with its evidence."""

from __future__ import annotations

from datetime import date

from analysis.dates import Precision
from analysis.dossier.address import url
from analysis.dossier.iso639 import LANGUAGES
from analysis.dossier.table import MISSING, Table, choices, nearest
from analysis.model import CHANNELS, Engagement, Evidence, Tier

KEYS = ("since", "until", "channels", "languages", "regions", "share", "evidence")
EVIDENCE_KEYS = ("tier", "seen", "url", "quote", "note")
_TIERS = tuple(tier.value for tier in Tier)


def read_engagement(table: Table, vendor: str, client: str, today: date) -> Engagement:
    """Takes the whole edge; what is wrong is noted and left out."""
    table.only(KEYS)
    since, until = table.partial("since"), table.partial("until")
    if since and until and until.last < since.first:
        table.fault("until", f"a time not before since ({since})", str(until))
    if since is None and "since" not in table.data:
        table.warn("since", "not told, so no review is dated into this engagement: it is said and not scored")
    if since and since.first > today:
        table.warn("since", f"{since} is still to come, so no review counts yet")
    evidence = tuple(read for row in table.tables("evidence") if (read := read_evidence(row, today)))
    if not table.data.get("evidence"):
        hint = 'an edge without evidence enters no score; if you know it yourself, write tier = "stated"'
        table.fault("evidence", "at least one [[client.engagement.evidence]]", MISSING, hint)
    return Engagement(
        vendor,
        client,
        since,
        until,
        channels=table.words("channels", CHANNELS),
        languages=_languages(table),
        regions=table.texts("regions"),
        share=table.number("share", 0, 1),
        evidence=evidence,
    )


def read_evidence(table: Table, today: date) -> Evidence | None:
    """The evidence, None where its tier or day is missing or wrong. `stated` needs a note, any other URL and quote."""
    table.only(EVIDENCE_KEYS)
    tier = _tier(table)
    seen = _seen(table, today)
    stated = tier is Tier.STATED
    if stated and "url" in table.data:
        table.fault("url", 'no url with tier "stated"', table.data["url"], "name the tier of the page, or drop the url")
    address = None if stated else url(table, "url", required=True)
    quote = table.text("quote", required="" if stated else "the words on that page that tell of the engagement")
    note = table.text("note", required="a note that says who knows it and how" if stated else "")
    return Evidence(tier, seen, address, quote, note) if tier and seen else None


def _tier(table: Table) -> Tier | None:
    text = table.text("tier", required=choices(_TIERS))
    if text in _TIERS:
        return Tier(text)
    if text:
        table.fault("tier", choices(_TIERS), text, nearest(text, _TIERS))
    return None


def _seen(table: Table, today: date) -> date | None:
    if "seen" not in table.data:
        table.fault("seen", "the day on which it was seen, such as 2026-11-02", MISSING)
        return None
    told = table.partial("seen")
    if told is None:
        return None
    if told.precision is not Precision.DAY:
        table.fault("seen", "a whole day, such as 2026-11-02", str(told))
    elif told.first > today:
        table.fault("seen", f"a day up to today ({today})", str(told))
    else:
        return told.first
    return None


def _languages(table: Table) -> tuple[str, ...]:
    """ISO 639-1 codes. `English`, `eng` and `en-GB` are faults that name `en`."""
    found = table.texts("languages")
    by_name = {name.casefold(): code for code, name in LANGUAGES.items()}
    for number, word in enumerate(found, 1):
        if word not in LANGUAGES:
            code = by_name.get(word.casefold()) or word.casefold().replace("_", "-").partition("-")[0]
            hint = f"write {code!r} for {LANGUAGES[code]}" if code in LANGUAGES else _closest(word, by_name)
            table.fault(f"languages[{number}]", "a two-letter language code (ISO 639-1), such as en", word, hint)
    return tuple(word for word in found if word in LANGUAGES)


def _closest(word: str, by_name: dict[str, str]) -> str:
    hint = nearest(word, by_name)
    if not hint:
        return ""
    name = hint.split("'")[1]
    return f"write {by_name[name]!r} for {LANGUAGES[by_name[name]]}"
