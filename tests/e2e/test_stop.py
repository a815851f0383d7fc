"""A crawl that is stopped while a site is silent stops, and says nothing but how to go on."""

from __future__ import annotations

import signal
import socket
import subprocess
from pathlib import Path

from tests.cli.running import command_line, environment

DOSSIER = """
name = "Harbour Care"
[[client]]
name = "Bluebird Bank"
[[client.target]]
spider = "schema_org"
url = "https://bluebird.example/reviews"
"""


def test_ctrl_c_while_robots_txt_is_awaited(tmp_path: Path) -> None:
    (tmp_path / "rbp.toml").write_text('contact = "ops@buyer.example"\n')
    (tmp_path / "vendors").mkdir()
    (tmp_path / "vendors/harbour-care.toml").write_text(DOSSIER)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        replay = f"bluebird.example=127.0.0.1:{silent.getsockname()[1]}"
        crawl = subprocess.Popen(
            command_line("crawl", "harbour-care"),
            cwd=tmp_path,
            env=environment({"RBP_REPLAY": replay, "XDG_CACHE_HOME": str(tmp_path)}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        connection, _ = silent.accept()
        with connection:
            assert connection.recv(65536).startswith(b"GET /robots.txt")
            crawl.send_signal(signal.SIGINT)
            printed, told = crawl.communicate(timeout=60)
    assert crawl.returncode == 130
    assert "Traceback" not in told
    assert "never retrieved" not in told
    assert "rbp crawl harbour-care" in printed + told
