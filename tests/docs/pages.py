"""The pages of the documentation, and the commands that stand on them.

A fenced block with the word `console` is a session: its lines that begin with `$ ` are run by the tests, in
order, in the workspace that `rbp demo` makes, fresh for each page. Every command must end with exit code 0,
or with the one that a trailing `# exit 1` names, and must print each line that is shown below it (`…` stands
for anything, blanks may differ). Blocks with other words (`sh`, `toml`, `text`) are not run, but what they
name must exist.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(?P<word>\S*)[^\n]*\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`(rbp [^`\n]+)`")
_EXIT = re.compile(r"\s+# exit (\d+)$")
_END = re.compile(r"[|;&<>]|\s#\s")  # behind it another command, a file or a comment begins


@dataclass(frozen=True)
class Step:
    """One command of a session, the exit code that it must have, the lines that it must print."""

    line: str
    code: int = 0
    shown: tuple[str, ...] = ()

    def missing(self, printed: str) -> list[str]:
        """The shown lines that were not printed."""
        lines = [_tight(line) for line in printed.splitlines()]
        wanted = [(line, re.escape(_tight(line)).replace("…", ".*")) for line in self.shown]
        return [line for line, pattern in wanted if not any(re.fullmatch(pattern, found) for found in lines)]


def pages() -> list[Path]:
    return sorted(path for path in [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")] if path.is_file())


def session(text: str) -> list[Step]:
    """The commands of the `console` blocks. A line that ends with a backslash goes on in the next."""
    blocks = [found["text"].replace("\\\n", " ") for found in _BLOCK.finditer(text) if found["word"] == "console"]
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [_step(*part.splitlines()) for part in parts]


def _step(line: str, *shown: str) -> Step:
    code = _EXIT.search(line)
    lines = tuple(line for line in shown if line.strip() not in ("", "…", "..."))
    return Step(_EXIT.sub("", line).strip(), int(code[1]) if code else 0, lines)


def _tight(line: str) -> str:
    return " ".join(line.split())


def named(text: str) -> Iterator[list[str]]:
    """The words behind each `rbp` that a page names, in blocks and in spans, up to a pipe or comment."""
    blocks = "\n".join(found["text"].replace("\\\n", " ") for found in _BLOCK.finditer(text))
    lines = re.findall(r"(?:^|\$ |&& |\| |; )(rbp [^\n]*)", blocks, re.MULTILINE)
    for line in [*lines, *_SPAN.findall(_BLOCK.sub("", text))]:
        command = _END.split(line, maxsplit=1)[0]
        try:
            yield shlex.split(command)[1:]
        except ValueError:
            yield command.split()[1:]
