"""What a hostile reviewer writes is kept as text, and does no harm in any output: terminal, Markdown, HTML, CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.running import rbp, rbp_process
from tests.web import OPEN_ROBOTS, Asked, Web, answer, page, review
from tests.workspaces import lay_out

HOST = "bluebird.example"
NASTY = (
    "\x1b]0;owned\x07\x1b[31mThe support agent hung up on me\x1b[2J and nobody called back.",
    "Support was rude \u202egnorw\u202c and I waited two hours on the phone \u2066hidden\u2069.",
    "<script>alert(1)</script><img src=x onerror=alert(1)> The support agent was rude and useless.",
    "&lt;img src=x onerror=alert(1)&gt; Customer service never answered my calls. {{ 7*7 }} {% raw %}",
    "**Bold** lies: [support](javascript:alert(1)) ![x](http://evil.example/p.png) hung up on me three times.",
    "| a | b |\n# Heading\n> Support was a joke, nobody called me back <!-- comment -->\n```\ncode",
    "\0\b\r\nThe agent on the phone\x9b31m was rude, \ud83d and \u2028 never solved it.",
)
TITLES = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "\t=1",
    "</td></table><h1>",
    "[red]markup[/]",
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose reviews are all hostile, crawled by `rbp crawl`."""
    folder = lay_out(
        tmp_path_factory.mktemp("hostile"), {"spider": "schema_org", "url": "https://bluebird.example/reviews"}
    )
    told = [
        review(f"{number:06}", reviewBody=body, headline=TITLES[number], author=f"\x1b[31m{number}")
        for number, body in enumerate(NASTY)
    ]
    body = page(told).replace("</script><img", "<\\/script><img")

    def site(asked: Asked) -> bytes:
        return answer(OPEN_ROBOTS if asked.path == "/robots.txt" else body)

    with Web({HOST: site}) as web:
        done = rbp_process("crawl", cwd=folder, extra={"RBP_REPLAY": str(web.replay())})
    assert done.returncode == 0, done.stdout + done.stderr
    assert not CONTROL.search(done.stdout.replace("\n", ""))
    return folder


def said(workspace: Path, *words: str) -> str:
    done = rbp("--workspace", workspace, *words)
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("search", "support"), ("search", "agent"), ("status",), ("trends", "harbour-care"),
        ("brief", "harbour-care", "--format", "md"), ("brief", "harbour-care", "--format", "html"),
        ("search", "support", "--json"), ("export",), ("export", "--format", "csv"),
        ("brief", "harbour-care", "--format", "json"),
    ],
)  # fmt: skip
def test_no_output_moves_the_cursor_or_turns_the_line(workspace: Path, words: tuple[str, ...]) -> None:
    printed = said(workspace, *words)
    assert printed
    found = CONTROL.search(printed.replace("\r\n", "\n"))
    assert found is None, repr(printed[max(0, found.start() - 60) : found.end() + 20])


def test_all_that_was_written_is_there_as_text(workspace: Path) -> None:
    kept = [json.loads(line) for line in said(workspace, "export").splitlines()]
    assert len(kept) == len(NASTY)
    bodies = "\n".join(one["body"] for one in kept)
    for words in ("hung up on me", "I waited two hours", "rude and useless", "onerror=alert(1)", "javascript:alert(1)"):
        assert words in bodies
    assert "<script" not in bodies


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "object", "link", "base", "form"):
            self.bad.append(tag)
        self.bad += [f"{name}={value}" for name, value in attrs if name.startswith("on")]
        self.bad += [
            f"{name}={value}"
            for name, value in attrs
            if name in ("href", "src") and not (value or "").startswith(("https://", "http://", "#", "mailto:"))
        ]


def test_the_brief_runs_nothing_and_asks_for_nothing(workspace: Path) -> None:
    tags = _Tags()
    tags.feed(said(workspace, "brief", "harbour-care", "--format", "html"))
    assert tags.bad == []


def test_markdown_of_reviews_is_no_markdown_of_the_brief(workspace: Path) -> None:
    printed = said(workspace, "brief", "harbour-care", "--format", "md")
    assert "hung up on me" in printed
    assert not re.search(r"(?<!\\)\]\(\s*javascript:", printed)
    assert not re.search(r"(?<!\\)!\[[^\]]*\]\(http://evil", printed)
    assert not re.search(r"<(?:script|img)\b", re.sub(r"\\<", "", printed))
    assert not re.search(r"^# Heading", printed, re.MULTILINE)


def test_no_cell_of_the_csv_is_a_formula(workspace: Path) -> None:
    rows = list(csv.reader(io.StringIO(said(workspace, "export", "--format", "csv"))))
    assert len(rows) == 1 + len(NASTY)
    cells = [cell for row in rows[1:] for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@", "\t"))]
    assert not [cell for cell in cells if cell.startswith("-") and not re.fullmatch(r"-?[\d.]+", cell)]
