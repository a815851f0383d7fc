"""A crawl that is stopped while a site is silent stops, and says nothing but how to go on."""

from __future__ import annotations

import shlex
import signal
import socket
from pathlib import Path

from tests.cli.running import start
from tests.workspaces import lay_out


def test_ctrl_c_while_robots_txt_is_awaited(tmp_path: Path) -> None:
    lay_out(tmp_path, {"spider": "schema_org", "url": "https://bluebird.example/reviews"})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        replay = f"bluebird.example=127.0.0.1:{silent.getsockname()[1]}"
        extra = {"RBP_REPLAY": replay, "XDG_CACHE_HOME": str(tmp_path)}
        again = ["--workspace", str(tmp_path), "--store", f"sqlite:{tmp_path / 'a.db'}"]
        again += ["crawl", "harbour-care", "--client", "Bluebird Bank", "--since", "2025"]
        crawl = start(*again, extra=extra)
        connection, _ = silent.accept()
        with connection:
            assert connection.recv(65536).startswith(b"GET /robots.txt")
            crawl.send_signal(signal.SIGINT)
            printed, told = crawl.communicate(timeout=60)
    assert crawl.returncode == 130
    assert "Traceback" not in told
    assert "never retrieved" not in told
    assert shlex.join(["rbp", *again]) in printed + told  # another --since, folder or store would not go on
