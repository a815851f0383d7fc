"""The script that starts the real server: what the other tests here stand on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.elasticsearch.distribution import RELEASES, Unavailable, jdk
from tests.elasticsearch.fixtures import start
from tests.elasticsearch.server import Server, runs

pytestmark = pytest.mark.elasticsearch


def test_it_answers_on_loopback_as_the_version_asked_for(elasticsearch_server: Server) -> None:
    nodes = elasticsearch_server.request("GET", "/_nodes/_local")["nodes"]
    assert [node["version"] for node in nodes.values()] == [elasticsearch_server.version]
    assert [node["ip"] for node in nodes.values()] == ["127.0.0.1"]


def test_a_missing_jdk_is_said_with_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RELEASES, "9.2.0", type(RELEASES["9.2.0"])("9.2.0", (900, 999)))
    with pytest.raises(Unavailable, match=r"needs a JDK 900 or newer \(found: .*\); install one, or let JAVA_HOME"):
        jdk("9.2.0")


@pytest.mark.slow
def test_what_was_acknowledged_outlives_a_kill() -> None:
    server = start()
    try:
        port = server.port
        server.request("PUT", "/kept/_doc/1", {"word": "kept"})
        server.kill()
        with pytest.raises(OSError, match=r"refused|reset"):
            server.request("GET", "/kept/_doc/1")
        server.start()
        assert server.port == port
        assert server.request("GET", "/kept/_doc/1")["_source"] == {"word": "kept"}
    finally:
        server.remove()
    assert server.run not in runs()
    assert server.pid is None


@pytest.mark.slow
def test_the_command_starts_and_stops_a_server() -> None:
    def run(*words: str) -> str:
        command = [sys.executable, "-m", "tests.elasticsearch", *words]
        root = Path(__file__).resolve().parents[2]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout.strip()

    url = run("start")
    try:
        assert url.startswith("http://127.0.0.1:")
        assert url in run("url").splitlines()
    finally:
        run("stop", url)
    assert url not in run("url").splitlines()
