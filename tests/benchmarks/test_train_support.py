"""The models of support and of its aspects are rebuilt byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="needs the extra `train`")

from analysis.model import ASPECTS, CHANNELS
from benchmarks import train_aspects, train_support
from benchmarks.training.corpus import written


def test_written_passages_are_always_the_same() -> None:
    assert list(written()) == list(written())
    assert {example.doing for example in written() if example.support} == {"agent", "policy", "unclear"}


def test_every_written_passage_is_labelled_in_the_words_of_the_project_and_written_once() -> None:
    told = [example for example in written() if example.origin != "template"]
    assert {name for example in told for name in example.aspects} == set(ASPECTS)
    assert {name for example in told for name in example.channels} == set(CHANNELS)
    assert all(bool(example.doing) is example.support for example in told)
    assert not any(example.aspects or example.channels for example in told if not example.support)
    assert len({example.text.lower() for example in told}) == len(told)


@pytest.mark.slow
@pytest.mark.shared
def test_rebuilds_what_ships(shared: Path) -> None:
    told = train_support.fit(train_support.learnable(shared))
    assert json.loads(json.dumps(told)) == json.loads(train_support.TARGET.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.shared
def test_rebuilds_the_model_of_aspects_that_ships(shared: Path) -> None:
    told = train_aspects.fit(train_aspects.examples(shared))
    assert train_aspects.packed(told) == json.loads(train_aspects.TARGET.read_text(encoding="utf-8"))
