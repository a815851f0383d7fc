"""The model of support is rebuilt byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="needs the extra `train`")

from benchmarks import train_support
from benchmarks.training.corpus import examples, written


def test_written_passages_are_always_the_same() -> None:
    assert list(written()) == list(written())
    assert {example.doing for example in written() if example.support} == {"agent", "policy", "unclear"}


@pytest.mark.slow
@pytest.mark.shared
def test_rebuilds_what_ships(shared: Path) -> None:
    told = train_support.fit(list(examples(shared)))
    assert json.loads(json.dumps(told)) == json.loads(train_support.TARGET.read_text(encoding="utf-8"))
