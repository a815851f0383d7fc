"""A small web on 127.0.0.1 for tests of the crawl: raw answers, so that a server may misbehave in every way."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Self, TypeAlias

from crawler.replay import Replay

OPEN_ROBOTS = "User-agent: *\nAllow: /\n"


class Reset(Exception):
    """Raised by a site: the connection is cut off hard."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as the server saw it. `at` is on the clock of `monotonic`."""

    host: str
    path: str
    at: float
    headers: dict[str, str] = field(default_factory=dict)


Site: TypeAlias = Callable[[Asked], bytes | Iterable[bytes]]  # the raw answer, head and all; whole or in pieces


class Web:
    """Serves sites by host on one port while its `with` block lasts. `log` has every request, robots.txt's too."""

    def __init__(self, sites: dict[str, Site]) -> None:
        self.log: list[Asked] = []
        web = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                with suppress(ConnectionError):
                    asked = self._asked()
                    if asked is not None:
                        web.log.append(asked)
                        self._answer(sites[asked.host.partition(":")[0]], asked)

            def _asked(self) -> Asked | None:
                line = self.rfile.readline().decode("latin-1").split()
                headers = {}
                while (header := self.rfile.readline().decode("latin-1").strip()) != "":
                    name, _, value = header.partition(":")
                    headers[name.strip().lower()] = value.strip()
                return Asked(headers.get("host", ""), line[1], monotonic(), headers) if len(line) == 3 else None

            def _answer(self, site: Site, asked: Asked) -> None:
                try:
                    told = site(asked)
                    for piece in [told] if isinstance(told, bytes) else told:
                        self.wfile.write(piece)
                except Reset:
                    # linger 0: the peer gets a reset in place of an end
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()

        class Server(ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 128

        self._server = Server(("127.0.0.1", 0), Handler)
        self._hosts = tuple(sites)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def replay(self, tail: str = "") -> Replay:
        """The setting that leads a crawl here; `tail` is what stands behind the hosts, such as `;pace=0.1`."""
        return Replay.parse(",".join(f"{host}=127.0.0.1:{self.port}" for host in self._hosts) + tail)

    def paths(self, host: str = "") -> list[str]:
        """What was asked for, in order, without robots.txt."""
        return [asked.path for asked in self.log if host in asked.host and asked.path != "/robots.txt"]

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def answer(body: str | bytes, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """A raw HTTP answer. Keyword headers: `retry_after="2"` is `Retry-After: 2`."""
    data = body.encode() if isinstance(body, str) else body
    head = {"Content-Type": kind, "Content-Length": str(len(data)), "Connection": "close"}
    head |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"HTTP/1.1 {status} Told\r\n{lines}\r\n".encode() + data


def page(
    reviews: Sequence[dict[str, object]], *, next_page: str = "", links: Iterable[str] = (), more: str = ""
) -> str:
    """An HTML page with schema.org reviews, a rel=next and plain links."""
    blocks = "".join(f'<script type="application/ld+json">{json.dumps(review)}</script>' for review in reviews)
    anchors = "".join(f'<a href="{link}">more</a> ' for link in links)
    head = f'<link rel="next" href="{next_page}">' if next_page else ""
    return f"<!doctype html><html><head><title>Reviews</title>{head}</head><body>{anchors}{blocks}{more}</body></html>"


def review(number: int | str, **told: object) -> dict[str, object]:
    """A schema.org review about support, told apart by its number."""
    return {
        "@context": "https://schema.org",
        "@type": "Review",
        "@id": f"#review-{number:>06}",
        "author": {"@type": "Person", "name": f"Customer {number}"},
        "datePublished": "2026-03-04",
        "reviewBody": f"Customer support answered my call number {number} within minutes and solved it.",
        "reviewRating": {"@type": "Rating", "ratingValue": 4, "bestRating": 5},
    } | told


def listing(pages: Sequence[Sequence[dict[str, object]]], path: str = "/reviews") -> Site:
    """A site of numbered pages, each with rel=next to the one behind it. Everything else is 404."""

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS, kind="text/plain")
        here, _, number = asked.path.partition("?page=")
        place = int(number or 1) - 1
        if here != path or not 0 <= place < len(pages):
            return answer("not here", 404)
        more = f"{path}?page={place + 2}" if place + 1 < len(pages) else ""
        return answer(page(pages[place], next_page=more))

    return site


def site_of(pages: Mapping[str, str]) -> Site:
    """A site of these pages; robots.txt is open, all else 404."""

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS, kind="text/plain")
        return answer(pages[asked.path]) if asked.path in pages else answer("not here", 404)

    return site


def total(number: int, reviews: Sequence[Mapping[str, object]]) -> dict[str, object]:
    rating = {"@type": "AggregateRating", "ratingValue": 4, "reviewCount": number}
    return {"@context": "https://schema.org", "@type": "LocalBusiness", "aggregateRating": rating, "review": reviews}
