"""`rbp crawl` and `rbp sources`, run as a person runs them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.sources import spiders
from demo import workspace
from demo.web import DemoWeb
from tests.cli.running import rbp, rbp_process


@pytest.fixture(scope="module")
def replay() -> Iterator[str]:
    with DemoWeb() as web:
        yield web.replay


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    workspace.write(tmp_path)
    return tmp_path


def crawl(folder: Path, *words: str, replay: str) -> subprocess.CompletedProcess[str]:
    extra = {"RBP_REPLAY": replay, "PYTHONWARNINGS": "error", "XDG_CACHE_HOME": str(folder)}
    return rbp_process("crawl", *words, cwd=folder, extra=extra)


def test_a_crawl_tells_how_each_target_ended_and_that_replay_is_on(demo: Path, replay: str) -> None:
    done = crawl(demo, "harbour-care", replay=replay)
    assert (done.returncode, done.stderr.count("whole")) == (0, done.stdout.count("whole"))
    assert done.stdout.splitlines()[0].split() == [
        "target", "pages", "new", "changed", "known", "dropped", "or", "emptied", "ended", "verdict",
    ]  # fmt: skip
    assert "Replay is on" in done.stdout
    assert (demo / "crawl.log").stat().st_size > 0


def test_json_holds_the_run_and_fail_on_partial_is_for_scripts(demo: Path, replay: str) -> None:
    words = ("--source", "schema_org", "--client", "Fennel Grocers", "--limit", "7", "--json")
    done = crawl(demo, *words, replay=replay)
    told = json.loads(done.stdout)
    assert done.returncode == 0
    [target] = told["targets"]
    assert target["client"] == "fennel-grocers"
    assert target["verdict"].startswith("partial: stopped at the limit")
    assert target["run"]["counts"]["new"] == 7
    assert crawl(demo, *words, "--fail-on", "partial", replay=replay).returncode == 1


@pytest.mark.parametrize(
    ("words", "replay_text", "code", "line"),
    [
        (("nobody",), "", 2, "no vendor named 'nobody'"),
        (("--client", "Fenel Grocers"), "", 2, "did you mean 'Fennel Grocers'?"),
        (("--source", "cfbp"), "", 2, "did you mean 'cfpb'?"),
        (("--since", "soon"), "", 2, "--since: expected a date as YYYY"),
        (("--limit", "0"), "", 2, "--limit"),
        ((), "bluebird.example=10.0.0.1:80", 2, "expected a loopback address"),
        ((), "bluebird.example", 2, "RBP_REPLAY: expected HOST=127.0.0.1:PORT"),
    ],
)
def test_what_is_wrong_is_one_line(
    demo: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], replay_text: str, code: int, line: str
) -> None:
    monkeypatch.setenv("RBP_REPLAY", replay_text)
    done = rbp("--workspace", demo, "crawl", *words)
    assert done.exit_code == code
    assert line in done.stderr
    assert done.stderr.count("\n") == 1
    assert not done.stdout


def test_sources_prints_the_policy_of_each() -> None:
    told = json.loads(rbp("sources", "--json").stdout)["sources"]
    assert [source["name"] for source in told] == list(spiders())
    for source in told:
        assert {"terms", "checked", "licence", "quotable", "robots", "delay", "access"} <= set(source["policy"])
    plain = rbp("sources").stdout
    assert all(name in plain.splitlines() for name in spiders())
