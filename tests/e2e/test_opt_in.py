"""A source that wants the operator's word: a new file in spiders/, found by itself, refused until rbp.toml names it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.cli.running import CHECKOUT, command_line, environment
from tests.web import OPEN_ROBOTS, Asked, Web, answer, listing, page, review
from tests.workspaces import lay_out

HOST = "club.example"
_SPIDER = '''
"""Reviews of members for members."""

from datetime import date

from crawler.items import Follow
from crawler.page import open_html
from crawler.policy import Access, SourcePolicy
from crawler.spider import ReviewSpider
from crawler.structured import read_page


class ClubSpider(ReviewSpider):
    name = "club"
    policy = SourcePolicy(
        home="https://club.example/terms",
        access=Access.OPT_IN,
        terms="members may read by program; others may not",
        checked=date(2026, 11, 22),
        licence="for members",
        quotable=False,
    )

    def start_pages(self):
        yield Follow("https://club.example/reviews")

    def extract(self, response, context):
        root, html = open_html(response)
        return read_page(root, html, response.url)
'''


def installed(folder: Path) -> Path:
    """The source as its author adds it: one file beside the others."""
    shutil.copytree(CHECKOUT / "spiders", folder / "spiders", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "spiders" / "club.py").write_text(_SPIDER, encoding="utf-8")
    return folder


def run(home: Path, workspace: Path, web: Web, *words: str) -> subprocess.CompletedProcess[str]:
    told = environment({"RBP_REPLAY": str(web.replay())}) | {"PYTHONPATH": os.pathsep.join(map(str, (home, CHECKOUT)))}
    return subprocess.run(command_line(*words), cwd=workspace, env=told, capture_output=True, text=True, timeout=120)


def test_a_source_that_wants_the_operators_word_asks_nothing_without_it(tmp_path: Path) -> None:
    home, workspace = installed(tmp_path), lay_out(tmp_path / "w", {"spider": "club"})
    with Web({HOST: listing([[review(1), review(2)]])}) as web:
        refused = run(home, workspace, web, "crawl")
        assert refused.returncode == 1
        said = " ".join(refused.stdout.split())
        assert "club wants your opt-in (members may read by program; others may not)" in said
        assert "put 'club' into `[crawl] opt_in` of rbp.toml" in said
        assert web.log == []  # not even robots.txt

        with (workspace / "rbp.toml").open("a") as settings:
            settings.write('[crawl]\nopt_in = ["club"]\n')
        assert "warning" not in run(home, workspace, web, "check").stdout
        opted_in = run(home, workspace, web, "crawl")
        assert opted_in.returncode == 0, opted_in.stdout + opted_in.stderr
        assert "whole" in opted_in.stdout
        assert web.paths() == ["/reviews"]
        kept = run(home, workspace, web, "export", "--format", "jsonl").stdout
    assert kept.count('"licence": "for members"') == kept.count("\n") == 2  # stamped on every review
    assert kept.count('"quotable": false') == 2


def test_a_source_may_ask_that_cookies_are_kept_for_it(tmp_path: Path) -> None:
    """No other source has them: tests/e2e/test_politeness.py."""
    home = installed(tmp_path)
    file = home / "spiders" / "club.py"
    file.write_text(file.read_text().replace('    name = "club"', '    name = "club"\n    custom_settings = COOKIES'))
    file.write_text(file.read_text().replace("class Club", 'COOKIES = {"COOKIES_ENABLED": True}\n\n\nclass Club'))
    workspace = lay_out(tmp_path / "w", {"spider": "club"})
    (workspace / "rbp.toml").write_text('contact = "ops@buyer.example"\n[crawl]\nopt_in = ["club"]\n')

    def site(asked: Asked) -> bytes:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS)
        told = page([review(1)]) if "cookie" in asked.headers else ""
        return answer(told, 200 if told else 302, location="/reviews", set_cookie="member=yes")

    with Web({HOST: site}) as web:
        assert "whole" in run(home, workspace, web, "crawl").stdout
    assert [asked.headers.get("cookie") for asked in web.log if asked.path == "/reviews"] == [None, "member=yes"]


def test_its_terms_are_printed(tmp_path: Path) -> None:
    home, workspace = installed(tmp_path), lay_out(tmp_path / "w", {"spider": "club"})
    with Web({HOST: listing([[review(1)]])}) as web:
        told = " ".join(run(home, workspace, web, "sources").stdout.split())
        checked = run(home, workspace, web, "check")
    assert "access: opt-in" in told
    assert "terms (checked 2026-11-22): members may read by program; others may not" in told
    assert "licence: for members; may not be quoted" in told
    assert checked.returncode == 0, checked.stdout
    warned = "warning: rbp.toml: crawl.opt_in: club is crawled only if you put it here, and may (members may read"
    assert warned in " ".join(checked.stdout.split())
    assert web.log == []
