"""Pytest fixtures: one real Elasticsearch a session, and a loud word where it cannot be had."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.elasticsearch.distribution import DEFAULT, Unavailable
from tests.elasticsearch.server import Server

_missing: list[str] = []
_early: list[Future[Server]] = []  # the session's server, starting while other tests run


def start(version: str = "", password: str = "") -> Server:
    """A started server, of RBP_TEST_ELASTICSEARCH where no version is named.

    Skips the test where there can be none, fails it under RBP_REQUIRE_ELASTICSEARCH=1.
    """
    try:
        return _early.pop().result() if _early and not (version or password) else _started(version, password)
    except Unavailable as error:
        _missing.append(str(error))
        if os.environ.get("RBP_REQUIRE_ELASTICSEARCH") == "1":
            pytest.fail(f"RBP_REQUIRE_ELASTICSEARCH=1, and there is none: {error}", pytrace=False)
        pytest.skip(str(error))


def _started(version: str = "", password: str = "") -> Server:
    server = Server(version or os.environ.get("RBP_TEST_ELASTICSEARCH", DEFAULT), password, in_memory=True)
    try:
        return server.start()
    except Unavailable:
        server.remove()
        raise


def pytest_collection_finish(session: pytest.Session) -> None:
    """Its start takes ten seconds, during which the tests that need none can run."""
    wanted = any(item.get_closest_marker("elasticsearch") for item in session.items)
    if wanted and not session.config.option.collectonly:
        _early.append(ThreadPoolExecutor(1).submit(_started))


def pytest_sessionfinish() -> None:
    """Where no test came to need it."""
    for server in _early:
        if server.exception() is None:
            server.result().remove()


class Prefixes:
    """Prefixes of empty indices. Making nine indices takes seconds, so they are emptied and lent again."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._free: list[str] = []

    def lend(self) -> str:
        return self._free.pop() if self._free else f"t{uuid.uuid4().hex[:10]}"

    def give_back(self, prefix: str) -> None:
        """Empty its indices. A test that has changed a mapping or a block keeps its prefix to itself."""
        self._server.request("POST", f"/{prefix}-*/_refresh")
        while hits := self._server.request("GET", f"/{prefix}-*/_search?size=5000&_source=false")["hits"]["hits"]:
            lines = [json.dumps({"delete": {"_index": hit["_index"], "_id": hit["_id"]}}) for hit in hits]
            self._server.send("/_bulk?refresh=true", "\n".join([*lines, ""]))
        self._free.append(prefix)


@pytest.fixture(scope="session")
def elasticsearch_prefixes(elasticsearch_server: Server) -> Prefixes:
    return Prefixes(elasticsearch_server)


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[Server]:
    """The session's server. Tests keep apart by their prefix; those that stop or block it start their own."""
    server = start()
    try:
        yield server
    finally:
        server.remove()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason in dict.fromkeys(_missing):
        terminalreporter.write_line(f"NOT RUN against a real Elasticsearch: {reason}", red=True, bold=True)
