"""A real headless Chromium, driven over its own pipe (DevTools protocol), so that no port and no driver is needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
_START = """
import fcntl, os, sys
high = [fcntl.fcntl(int(fd), fcntl.F_DUPFD, 10) for fd in sys.argv[1:3]]
os.dup2(high[0], 3)
os.dup2(high[1], 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""  # Chromium reads commands from descriptor 3 and writes answers to 4
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def installed() -> str | None:
    """The program, by RBP_CHROMIUM or by its usual names; None where there is none."""
    return os.environ.get("RBP_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def required() -> str:
    """The program; the test is skipped where there is none, or fails where RBP_REQUIRE_CHROMIUM wants one."""
    program = installed()
    if program is None:
        if os.environ.get("RBP_REQUIRE_CHROMIUM"):
            pytest.fail("RBP_REQUIRE_CHROMIUM is set and no Chromium is installed")
        pytest.skip("no Chromium is installed (apt-get install chromium, or RBP_CHROMIUM=PROGRAM)")
    return program


class Page:
    """One tab. `events` are all that the browser told so far."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers, self._buffer, self._last = commands, answers, b"", 0
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: object) -> Any:
        """Send one command and wait for its answer. Raises RuntimeError with what the browser says against it."""
        self._last += 1
        message: dict[str, object] = {"id": self._last, "method": method, "params": parameters}
        if hasattr(self, "_session"):
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") != self._last:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']}")
            else:
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            chunk = os.read(self._answers, 1 << 16)
            if not chunk:
                raise RuntimeError("expected an answer from Chromium, but it has ended")
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def visit(self, url: str, width: int, height: int = 900) -> None:
        """Load a page at a width in CSS pixels, as a telephone below 600."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                 mobile=width < 600)  # fmt: skip
        self.events.clear()
        self.ask("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives; the page's own policy does not matter to it."""
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def requests(self) -> list[str]:
        """The URLs that the page asked for, itself included."""
        sent = (event for event in self.events if event.get("method") == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in sent]

    def complaints(self) -> list[str]:
        """What stands in the browser's log and console, such as a breach of the page's policy."""
        entries = (event["params"] for event in self.events if event.get("method") in ("Log.entryAdded",))
        return [entry["entry"]["text"] for entry in entries]

    def picture(self, file: Path, top: float = 0, height: float | None = None) -> None:
        """Save the whole page, or a part of it, as PNG."""
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": top, "width": size["width"], "height": height or size["height"] - top, "scale": 1}
        shot = self.ask("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        file.write_bytes(b64decode(shot["data"]))


@contextmanager
def browser(program: str, profile: Path) -> Iterator[Page]:
    """Start Chromium with a fresh profile; it ends with the block."""
    commands_out, commands_in = os.pipe()
    answers_out, answers_in = os.pipe()
    words = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    scratch = TemporaryDirectory(ignore_cleanup_errors=True)  # a short path: the browser puts a socket into it
    process = subprocess.Popen(
        [sys.executable, "-c", _START, str(commands_out), str(answers_in), *words],
        pass_fds=(commands_out, answers_in),
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": scratch.name},
    )
    os.close(commands_out)
    os.close(answers_in)
    try:
        page = Page(commands_in, answers_out)
        yield page
        page.ask("Page.close")
    finally:
        process.terminate()
        process.wait(timeout=60)
        os.close(commands_in)
        os.close(answers_out)
        scratch.cleanup()
