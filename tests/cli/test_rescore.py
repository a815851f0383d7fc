"""`rbp rescore`: what another version read is read anew, resumably."""

from __future__ import annotations

from pathlib import Path

import pytest

import store
from analysis.model import Reading
from analysis.reading import default_reader
from cli import rescoring
from tests.cli.running import rbp
from tests.cli.stocked import READINGS, stock


def kept(root: Path) -> dict[str, Reading]:
    with store.open(f"sqlite:{root / 'rbp.db'}") as opened:
        return {reading.review.ref: reading for reading in opened.readings()}


def test_it_reads_all_anew_and_then_nothing(root: Path) -> None:
    stock(root)
    first = rbp("rescore")
    assert first.exit_code == 0
    assert f"Read {len(READINGS)} of {len(READINGS)} reviews anew with {default_reader().version}" in first.stdout
    fresh = default_reader().read([reading.review for reading in READINGS])
    assert kept(root) == {reading.review.ref: reading for reading in fresh}
    assert f"Read 0 of {len(READINGS)} reviews anew" in rbp("rescore").stdout


def test_one_client_only(root: Path) -> None:
    stock(root)
    assert "Read 3 of 3 reviews anew" in rbp("rescore", "--client", "Bluebird Bank").stdout
    old = READINGS[3]
    assert kept(root)[old.review.ref] == old


def test_a_stop_in_the_middle_loses_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = stock(root)
    monkeypatch.setattr(rescoring, "BATCH", 1)

    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    reader = default_reader()
    with store.open(url) as opened:
        with pytest.raises(KeyboardInterrupt):
            rescoring.rescore(opened, reader, None, stop)
        assert len(list(opened.readings(other_than_scorer=reader.version))) == len(READINGS) - 2
        assert rescoring.rescore(opened, reader, None, lambda done: None) == len(READINGS) - 2
        assert not list(opened.readings(other_than_scorer=reader.version))
