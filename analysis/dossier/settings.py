"""What `rbp.toml` may say. A new setting is one word in these tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.dossier.address import CONTACT, is_contact
from analysis.dossier.table import MISSING, Table
from analysis.dossier.target import Spiders

KEYS = ("name", "contact", "store", "crawl", "reading")
STORE_KEYS = ("url", "prefix", "patience", "shards", "credentials", "ca", "dead_letters")
CRAWL_KEYS = ("delay", "opt_in", "allow_hosts")
READING_KEYS = ("deep",)
_WRITE_CONTACT = 'write contact = "you@your-company.example" with your own'
_PASSWORD = re.compile(r"://[^/?#]*@")
_HIDDEN = "https://…@…"
_ELSEWHERE = "give them in the environment, or in a file that `credentials` names (docs/elasticsearch.md)"
_LONGEST_DELAY = 3600.0  # seconds; an hour between two requests is a slip of the pen
_LONGEST_PATIENCE = 86400.0
_MOST_SHARDS = 1024  # what Elasticsearch allows an index


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked part that every command needs; the rest stays in the parsed file."""

    name: str
    contact: str
    store_url: str


def read_settings(table: Table, spiders: Spiders | None = None) -> Settings:
    """The settings. With `spiders`, sources that may be crawled must be among them."""
    table.only(KEYS)
    contact = table.text("contact") if isinstance(table.data.get("contact"), str) else ""
    if not is_contact(contact):
        table.fault("contact", CONTACT, table.data.get("contact", MISSING), _WRITE_CONTACT)
    store = table.table("store").only(STORE_KEYS)
    store.text("prefix")
    store.number("patience", 0, _LONGEST_PATIENCE)
    store.number("shards", 1, _MOST_SHARDS)
    for name in ("credentials", "ca", "dead_letters"):
        store.text(name)
    crawl = table.table("crawl").only(CRAWL_KEYS)
    crawl.number("delay", 0, _LONGEST_DELAY)
    if spiders is None:
        crawl.texts("opt_in")
    else:
        crawl.words("opt_in", sorted(spiders))
    crawl.texts("allow_hosts")
    table.table("reading").only(READING_KEYS).flag("deep")
    return Settings(table.text("name"), contact, _store_url(store))


def _store_url(store: Table) -> str:
    """Where the store is. People share this file, so a password in it is a fault, and is not repeated."""
    url = store.text("url")
    if _PASSWORD.search(url):
        store.fault("url", "an address without a name and password", _HIDDEN, _ELSEWHERE)
    return url
