"""Which texts are a domain, a web address, or a contact that a site's owner can reach."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from analysis.dossier.table import Table

_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"  # RFC 1123, section 2.1
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+")
_EMAIL = re.compile(r"[^@\s<>,;:\"\\]+@(?P<domain>[^@\s]+)")
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f<>\"\\]")
CONTACT = "an e-mail address or an https URL where a site's owner can reach you"


def domain_of(text: str) -> str | None:
    """The domain in its plain form (lower case, IDNA), None where the text is none."""
    try:
        plain = text.lower().removesuffix(".").encode("idna").decode() if not text.isascii() else text.lower()
    except UnicodeError:
        return None
    return plain if _DOMAIN.fullmatch(plain) and len(plain) <= 253 else None


def is_url(text: str) -> bool:
    """Whether a text is an absolute http or https address with a host and no blank in it."""
    try:
        parts = urlsplit(text)
        port_is_legal = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port_is_legal and not _UNSAFE.search(text)


def is_contact(text: str) -> bool:
    """Whether a text is `you@firm.example`, `mailto:you@firm.example` or an https URL."""
    if text.startswith("https://"):
        return is_url(text) and domain_of(urlsplit(text).hostname or "") is not None
    mail = _EMAIL.fullmatch(text.removeprefix("mailto:"))
    return mail is not None and domain_of(mail["domain"]) is not None


def url(table: Table, key: str, *, required: bool = False) -> str | None:
    """The web address at a key; None where it is missing or wrong."""
    expected = "an address that begins with https:// or http://"
    text = table.text(key, required=expected if required else "")
    if not text:
        return None
    if is_url(text):
        return text
    bare = "://" not in text and is_url(f"https://{text}")
    table.fault(key, expected, text, f'write "https://{text}"' if bare else "")
    return None


def domains(table: Table, key: str = "domains") -> tuple[str, ...]:
    """The list of domains at a key, each in its plain form."""
    found = []
    for number, text in enumerate(table.texts(key), 1):
        plain = domain_of(text)
        if plain is None:
            host = urlsplit(text).hostname if is_url(text) else text.partition("/")[0]
            hint = f"write {host!r}" if host and domain_of(host) else ""
            table.fault(f"{key}[{number}]", "a domain, such as bluebird.example", text, hint)
        else:
            found.append(plain)
    return tuple(dict.fromkeys(found))
