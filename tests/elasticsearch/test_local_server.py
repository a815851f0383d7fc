"""What the client sends, and how it takes answers that the small distribution cannot give: on a local HTTP server."""

from __future__ import annotations

import base64
import json
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import store
from analysis.errors import StoreError, StoreReadOnly, StoreRefused, StoreUnreachable

SECRET = "geheim-4711"
PRODUCT = {"X-Elastic-Product": "Elasticsearch"}


@dataclass
class Answering:
    """Answers everything with one status, body and headers; keeps the headers of what it was asked."""

    status: int
    body: object
    headers: Mapping[str, str] = field(default_factory=lambda: PRODUCT)
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(answering: Answering) -> Iterator[Answering]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            answering.asked.append({name.lower(): value for name, value in self.headers.items()})
            body = json.dumps(answering.body).encode()
            self.send_response(answering.status)
            for name, value in {**answering.headers, "Content-Type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    answering.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield answering
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def error(kind: str, reason: str) -> dict[str, object]:
    return {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}, "status": 0}


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        ({"RBP_STORE_API_KEY": SECRET}, f"ApiKey {SECRET}"),
        (
            {"RBP_STORE_USER": "us€r", "RBP_STORE_PASSWORD": SECRET},
            "Basic " + base64.b64encode(f"us€r:{SECRET}".encode()).decode(),
        ),
    ],
)
def test_credentials_are_sent_and_never_said(
    environment: dict[str, str], header: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    caplog.set_level(logging.DEBUG)
    refused = pytest.raises(StoreRefused, match="expected credentials, those that were given were refused")
    with serving(Answering(401, error("security_exception", "no"))) as server, refused as caught:
        store.open(server.url, {})
    assert {asked["authorization"] for asked in server.asked} == {header}
    said = str(caught.value) + caplog.text + repr(caught.value)
    assert SECRET not in said
    assert header.partition(" ")[2] not in said


REFUSALS = [
    (401, error("security_exception", "x"), PRODUCT, StoreRefused, "none were given; set RBP_STORE_USER"),
    (403, error("security_exception", "unauthorized"), PRODUCT, StoreRefused, "expected permission, got none: unauth"),
    (400, error("media_type_header_exception", "x"), PRODUCT, StoreRefused, r"pip install 'elasticsearch<9'"),
    (200, {}, {}, StoreRefused, "expected Elasticsearch, got an answer without .* OpenSearch"),
    (
        406,
        {"error": "Content-Type header is not supported"},
        {},
        StoreRefused,
        "expected Elasticsearch, got 406 without",
    ),
    (404, "<html>", {}, StoreRefused, "expected Elasticsearch, got 404 without"),
    (403, error("cluster_block_exception", "FORBIDDEN/12"), PRODUCT, StoreReadOnly, "takes no writes: FORBIDDEN/12"),
    (429, error("cluster_block_exception", "TOO_MANY/12"), PRODUCT, StoreReadOnly, "takes no writes: TOO_MANY/12"),
    (503, error("master_not_discovered_exception", "x"), PRODUCT, StoreUnreachable, "got 503 master_not_discovered"),
    (500, error("null_pointer_exception", "x"), PRODUCT, StoreError, "500 null_pointer_exception: x"),
]


@pytest.mark.parametrize(("status", "body", "headers", "kind", "said"), REFUSALS)
def test_every_refusal_is_one_clear_line(
    status: int, body: object, headers: dict[str, str], kind: type[StoreError], said: str
) -> None:
    with serving(Answering(status, body, headers)) as server, pytest.raises(kind, match=said) as caught:
        store.open(server.url, {})
    assert type(caught.value) is kind
    assert str(caught.value).startswith(server.url)
    assert "\n" not in str(caught.value)


def test_a_certificate_that_is_not_trusted_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that speaks no TLS at all is refused in the same way: nothing is sent in the clear."""
    with serving(Answering(200, {})) as server, pytest.raises((StoreRefused, StoreUnreachable)) as caught:
        store.open(server.url.replace("http:", "https:"), {})
    assert server.asked == []
    assert "\n" not in str(caught.value)
