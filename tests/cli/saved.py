"""Pages as a person saves them from a site that marks its reviews up, with plainly fictional people."""

from __future__ import annotations

import json
from base64 import encodebytes
from collections.abc import Mapping
from pathlib import Path
from quopri import encodestring

from click.testing import Result

from tests.cli.running import rbp

URL = "https://reviews.example/bluebird"
NAMED = ("--client", "Bluebird Bank", "--source", "board")


def review(number: int, **more: object) -> dict[str, object]:
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": f"Person {number}"},
        "datePublished": f"2026-03-{number:02}",
        "reviewBody": f"The agent never called me back about case {number}. Zoë waited.",
        "reviewRating": {"@type": "Rating", "ratingValue": "2"},
        **more,
    }


def company(*reviews: Mapping[str, object], stated: int | None = None) -> dict[str, object]:
    total = {"aggregateRating": {"@type": "AggregateRating", "ratingValue": 2, "reviewCount": stated}} if stated else {}
    return {"@context": "https://schema.org", "@type": "Organization", "name": "Bluebird", **total, "review": reviews}


def page(told: object, *, head: str = "", top: str = "", body: str = "<h1>Bluebird</h1>") -> str:
    data = json.dumps(told).replace("</", r"<\/")
    script = f'<script type="application/ld+json">{data}</script>'
    return f"<!DOCTYPE html>\n{top}<html><head><title>Bluebird</title>{head}{script}</head><body>{body}</body></html>\n"


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def saved_from(url: str) -> str:
    """What Chrome writes at the top of a file."""
    return f"<!-- saved from url=({len(url):04}){url} -->\n"


def archive(html: str, url: str, encoding: str = "quoted-printable") -> bytes:
    """A single-file save, as Chromium writes it."""
    code = encodebytes if encoding == "base64" else encodestring
    head = (
        "From: <Saved by Blink>\n"
        f"Snapshot-Content-Location: {url}\n"
        "Subject: Bluebird\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="----MultipartBoundary--x1----"\n\n\n'
        "------MultipartBoundary--x1----\n"
        "Content-Type: text/html\n"
        "Content-ID: <frame-1@mhtml.blink>\n"
        f"Content-Transfer-Encoding: {encoding}\n"
        f"Content-Location: {url}\n\n"
    )
    picture = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
    parts = f"\n------MultipartBoundary--x1----\n{picture}\n------MultipartBoundary--x1------\n"
    return b"\r\n".join((head.encode() + code(html.encode()) + parts.encode()).splitlines())


def saved(root: Path, *pages: str | bytes) -> list[Path]:
    """The pages as files, in order."""
    files = [root / f"page{number}.html" for number in range(1, len(pages) + 1)]
    for file, one in zip(files, pages, strict=True):
        file.write_bytes(one if isinstance(one, bytes) else one.encode())
    return files


def take(*arguments: str | Path) -> Result:
    result = rbp("import", *arguments, *NAMED)
    assert "Traceback" not in result.stderr
    return result
