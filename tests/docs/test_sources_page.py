"""docs/sources.md: every source has its section, and who follows "How to add a source" has one more."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from crawler.policy import Access
from crawler.sources import spiders
from tests.cli.running import rbp_process
from tests.docs.pages import CHECKOUT
from tests.web import OPEN_ROBOTS, Asked, Web, answer
from tests.workspaces import lay_out

PAGE = (CHECKOUT / "docs" / "sources.md").read_text(encoding="utf-8")
HOST = "board.example"


def block(word: str, number: int = 0) -> str:
    found: list[str] = re.findall(rf"^```{word}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found[number]


@pytest.mark.parametrize("name", spiders())
def test_every_source_and_parameter_is_told(name: str) -> None:
    _, _, section = PAGE.partition(f"\n## {name}\n")
    section = section.partition("\n## ")[0]
    for parameter in spiders()[name].parameters:
        assert f"| `{parameter.name}` |" in section
        assert ("Needed." in section.partition(f"| `{parameter.name}` |")[2].partition("\n")[0]) == parameter.required
    imported = spiders()[name].policy.access is Access.IMPORT_ONLY
    assert (f"--source {name}" if imported else f'spider = "{name}"') in section


def test_following_the_page_adds_a_source(tmp_path: Path) -> None:
    """One new file and nothing else: listed, checked in a dossier, crawled into the store."""
    shutil.copytree(
        CHECKOUT / "spiders", tmp_path / "packages" / "spiders", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "packages" / "spiders" / "customer_board.py").write_text(block("python"), encoding="utf-8")
    lay_out(tmp_path, {"spider": "customer_board", "company": "bluebird"})

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS, kind="text/plain")
        first = asked.path == "/api/reviews?company=bluebird&page=1"
        return answer(block("json") if first else '{"total": 2, "reviews": []}', kind="application/json")

    def rbp(*words: str) -> str:
        packages = f"{tmp_path / 'packages'}{os.pathsep}{CHECKOUT}"
        done = rbp_process(*words, cwd=tmp_path, extra={"PYTHONPATH": packages, "RBP_REPLAY": str(web.replay())})
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    with Web({HOST: site}) as web:
        listed = {source["name"]: source for source in json.loads(rbp("sources", "--json"))["sources"]}
        assert listed.keys() == spiders().keys() | {"customer_board"}
        rbp("check")
        rbp("crawl")
    told = [json.loads(line) for line in rbp("export").splitlines()]
    assert [(one["ref"], one["body"], one["licence"]) for one in sorted(told, key=lambda one: str(one["ref"]))] == [
        ("70", "The agent solved it on the phone.", "CC-BY-4.0"),
        ("71", "Nobody called me back.", "CC-BY-4.0"),
    ]
