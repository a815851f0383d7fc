"""One real Elasticsearch on a free loopback port: start, stop, kill, start again on the same data.

A server ends with the process that started it at the latest: what a killed session left behind is
removed when the next one starts. `keep` is for the command, whose server outlives it. `in_memory` keeps its data in
memory where there is room: making indices waits for the disk a hundred times, and a killed process loses nothing of it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.elasticsearch.distribution import DEFAULT, Unavailable, alone, jdk, unpacked
from tests.elasticsearch.process import account, end, living

HEAP = "512m"
START_SECONDS = 300  # 11 s on a quiet machine
_RUN = "rbp-elasticsearch-run-"
_MEMORY = Path("/dev/shm")  # where Linux has one
_ROOM = 2_000_000_000  # bytes: tests write some hundred MB
_ADDRESS = re.compile(r"HttpServerTransport.*publish_address \{([^}]+)\}")
_SETTINGS = """\
cluster.name: rbp-tests
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: 0
path.data: {run}/data
path.logs: {run}/logs
path.repo: {run}/snapshots
xpack.security.enabled: {security}
xpack.security.http.ssl.enabled: false
xpack.security.transport.ssl.enabled: false
node.store.allow_mmap: false
node.processors: 2
cluster.routing.allocation.disk.threshold_enabled: false
action.destructive_requires_name: true
"""


@dataclass
class Server:
    """A server with a folder of its own. `password` (of the user `elastic`) turns security on.

    `port` 0 lets the system pick one; it is kept over a restart, so that a client finds the server again.
    """

    version: str = DEFAULT
    password: str = ""
    port: int = 0
    keep: bool = False
    in_memory: bool = False
    run: Path = field(init=False)
    home: Path = field(init=False)

    def __post_init__(self) -> None:
        _remove_orphans()
        self.java = jdk(self.version)
        with alone():
            self.home = unpacked(self.version)
            self.account = account()
        self.run = Path(tempfile.mkdtemp(prefix=_RUN, dir=_MEMORY if self.in_memory and _has_room() else None))
        self.run.chmod(0o755)
        if not self.keep:
            (self.run / "owner").write_text(str(os.getpid()))
        self._write_settings()
        if self.password:
            self._call("elasticsearch-keystore", "create")
            self._call("elasticsearch-keystore", "add", "-x", "bootstrap.password", given=self.password)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        return living(self.run / "pid")

    def start(self) -> Self:
        """Returns when the server has answered that it is healthy. Raises Unavailable where it will not start."""
        (self.run / "logs" / "rbp-tests.log").unlink(missing_ok=True)
        self._write_settings()
        (self.run / "pid").unlink(missing_ok=True)
        self._call("elasticsearch", "-d", "-p", str(self.run / "pid"), seconds=START_SECONDS)
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if time.monotonic() > deadline or self.pid is None:
                raise Unavailable(f"Elasticsearch {self.version} did not come up: {self._last_words()}")
            time.sleep(0.1)
        (self.run / "url").write_text(self.url)
        return self

    def stop(self) -> None:
        """End it in good order and wait for it; the data stays for another start."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9, as a crash does."""
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        """Kill it and delete its folder."""
        remove(self.run)

    def request(self, method: str, path: str, body: object = None) -> Any:
        """Ask the server something, past every client. Raises urllib's HTTPError on 4xx and 5xx."""
        return self._ask(method, path, None if body is None else json.dumps(body))

    def send(self, path: str, lines: str) -> Any:
        """Send JSON lines, each with its end, such as those of `_bulk`."""
        return self._ask("POST", path, lines)

    def _ask(self, method: str, path: str, text: str | None) -> Any:
        data = None if text is None else text.encode()
        request = urllib.request.Request(f"{self.url}{path}", data, method=method)
        request.add_header("Content-Type", "application/json")
        if self.password:
            pair = base64.b64encode(f"elastic:{self.password}".encode()).decode()
            request.add_header("Authorization", f"Basic {pair}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.remove()

    def _write_settings(self) -> None:
        conf = self.run / "conf"
        if not conf.exists():
            shutil.copytree(self.home / "config", conf)
            (conf / "jvm.options.d" / "heap.options").write_text(f"-Xms{HEAP}\n-Xmx{HEAP}\n")
            (self.run / "logs").mkdir()
            (self.run / "tmp").mkdir()
        settings = _SETTINGS.format(port=self.port, run=self.run, security=str(bool(self.password)).lower())
        (conf / "elasticsearch.yml").write_text(settings)
        if self.account is not None:
            for path in (self.run, *self.run.rglob("*")):
                shutil.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _call(self, program: str, *words: str, given: str = "", seconds: float = START_SECONDS) -> None:
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(self.run),
            "ES_PATH_CONF": str(self.run / "conf"),
            "ES_JAVA_HOME": str(self.java),
            "ES_TMPDIR": str(self.run / "tmp"),  # else every start leaves folders in the system's
            "CLI_JAVA_OPTS": f"-Djava.io.tmpdir={self.run / 'tmp'}",
        }
        try:
            done = subprocess.run(
                [self.home / "bin" / program, *words],
                input=given,
                env=environment,
                cwd=self.run,
                capture_output=True,
                text=True,
                timeout=seconds,
                **self._identity(),
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unavailable(f"{program} of Elasticsearch {self.version} cannot be run: {error}") from error
        if done.returncode:
            said = (done.stderr or done.stdout).strip()[-500:]
            raise Unavailable(f"{program} of Elasticsearch {self.version} failed ({done.returncode}): {said}")

    def _identity(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def _ready(self) -> bool:
        log = self.run / "logs" / "rbp-tests.log"
        found = _ADDRESS.search(log.read_text(errors="replace")) if log.exists() else None
        if found is None:
            return False
        self.port = int(found.group(1).rpartition(":")[2])
        with contextlib.suppress(urllib.error.URLError, OSError):
            health = self.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=10s")
            return bool(health["status"] in ("green", "yellow"))
        return False

    def _end(self, how: signal.Signals) -> None:
        end(self.run, how)

    def _last_words(self) -> str:
        log = self.run / "logs" / "rbp-tests.log"
        return log.read_text(errors="replace")[-500:] if log.exists() else "it wrote no log"


def _has_room() -> bool:
    return _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM


def runs() -> Iterator[Path]:
    """The folder of every server that is there, running or not."""
    for folder in (Path(tempfile.gettempdir()), _MEMORY):
        yield from sorted(folder.glob(f"{_RUN}*"))


def remove(run: Path) -> None:
    end(run, signal.SIGKILL)
    shutil.rmtree(run, ignore_errors=True)


def _remove_orphans() -> None:
    for run in runs():
        if (run / "owner").exists() and living(run / "owner") is None:
            remove(run)
