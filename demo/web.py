"""The demo web: every host of it is one real HTTP server on a free port of 127.0.0.1."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.companies import BLUEBIRD, COPPER, FENNEL, HALDEN, JUNIPER, MARLOW, OAKLINE, PEBBLE
from demo.feeds import APPS_HOST, COMPLAINTS_HOST, apps, complaints
from demo.pages import branches, json_ld, listing, microdata, rdfa
from demo.site import ROBOTS, Site
from demo.truth import reviews


def sites() -> dict[str, Site]:
    """Host -> site, of all that the demo publishes."""
    bluebird = reviews(BLUEBIRD)
    return {
        COMPLAINTS_HOST: complaints({"BLUEBIRD BANK, N.A.": bluebird[::2], "COPPER KETTLE BANK": reviews(COPPER)}),
        APPS_HOST: apps({"900000101": reviews(PEBBLE), "900000202": reviews(JUNIPER)}),
        BLUEBIRD.client.domains[0]: branches(BLUEBIRD, bluebird[1::2]),
        FENNEL.client.domains[0]: listing(FENNEL, reviews(FENNEL), json_ld),
        OAKLINE.client.domains[0]: listing(OAKLINE, reviews(OAKLINE), microdata),
        MARLOW.client.domains[0]: listing(MARLOW, reviews(MARLOW), json_ld, broken_on=3),
        HALDEN.client.domains[0]: listing(HALDEN, reviews(HALDEN), rdfa),
    }


class DemoWeb:
    """Serves sites while its `with` block lasts. `replay` is the RBP_REPLAY text that leads a crawl to them."""

    def __init__(self, published: Mapping[str, Site] | None = None) -> None:
        self._servers = {host: _server(site) for host, site in (published or sites()).items()}

    @property
    def replay(self) -> str:
        return ",".join(f"{host}=127.0.0.1:{server.server_port}" for host, server in self._servers.items())

    def __enter__(self) -> Self:
        for server in self._servers.values():
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A crawl that is stopped hangs up in mid-sentence: that is no error of the web's."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _server(site: Site) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # keeps connections open, as real sites do
        disable_nagle_algorithm = True  # head and body are two writes: without this each answer waits 40 ms

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            path, query = unquote(asked.path), dict(parse_qsl(asked.query))
            answer = ROBOTS if path == "/robots.txt" else site(path, query)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            """Say nothing: the terminal belongs to the crawl."""

    return _Server(("127.0.0.1", 0), Handler)
