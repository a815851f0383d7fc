"""Makes the pictures of the README from the real output: `python docs/pictures.py`. Needs Chromium and `script`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

IMAGES = Path(__file__).parent / "images"
_WIDTH = 100
_BROWSER = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)  # rich links to fonts of others; any monospaced one will do


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        rbp(work, "demo")
        demo = work / "rbp-demo"
        terminal(demo, "trends.svg", "rbp trends harbour-care --by year")
        terminal(demo, "compare.svg", "rbp compare harbour-care lantern-desk tallow-reed", lines=32)
        terminal(demo, "read.svg", 'rbp read "The agent was kind, but nobody ever called me back and the app is slow."')
        screenshot(demo / "harbour-care.html", IMAGES / "brief.png", 1100, 1500)
        screenshot(demo / "harbour-care.html", IMAGES / "brief-phone.png", 500, 1500)


def rbp(folder: Path, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "cli", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def terminal(folder: Path, name: str, line: str, lines: int = 60) -> None:
    """What the command prints on a terminal of 100 columns, as SVG."""
    typed = line.replace("rbp ", f"{sys.executable} -m cli ", 1)
    told = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    command = f"stty cols {_WIDTH} rows 60; {typed}"
    shown = subprocess.run(
        ["script", "-qec", command, "/dev/null"], cwd=folder, env=told, check=True, capture_output=True, text=True
    ).stdout.replace("\r\n", "\n")
    console = Console(record=True, width=_WIDTH, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    console.print(Text(f"$ {line}", style="bold"))
    console.print(Text.from_ansi("\n".join(shown.splitlines()[:lines])))
    (IMAGES / name).write_text(_FONT.sub("", console.export_svg(title="rbp")), encoding="utf-8")


def screenshot(page: Path, image: Path, width: int, height: int) -> None:
    browser = shutil.which("chromium") or "chromium"
    with tempfile.TemporaryDirectory() as profile:
        size = f"--window-size={width},{height}"
        command = [browser, *_BROWSER, f"--user-data-dir={profile}", size, f"--screenshot={image}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
