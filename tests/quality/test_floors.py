"""The gate: what ships reads no worse than what was pinned, on the corpus that it was pinned on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import floors


@pytest.fixture(scope="session")
def labelled(shared: Path) -> Path:
    if not (shared / "data").is_dir() or not (shared / "gold").is_dir():
        pytest.skip(f"no labelled sets in {shared}")
    return shared


def test_no_floor_was_changed_by_hand() -> None:
    assert floors.load()["floors"]


@pytest.mark.shared
def test_the_corpus_is_the_pinned_one(labelled: Path) -> None:
    assert floors.corpus(labelled) == floors.load()["corpus"]


@pytest.mark.shared
def test_no_figure_is_below_its_floor(labelled: Path) -> None:
    pinned = floors.load()["floors"]
    found = floors.reached(labelled)
    assert found.keys() == pinned.keys()
    dropped = {name: (round(found[name], 4), floor) for name, floor in pinned.items() if found[name] < floor}
    assert not dropped, "reached and floor"


def test_a_pin_may_rise_and_not_sink(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    floors.keep("c", {"gold": 0.8}, lower=False, path=path)
    assert floors.load(path)["floors"] == {"gold": 0.795}
    floors.keep("c", {"gold": 0.9}, lower=False, path=path)
    floors.keep("c", {"gold": 0.897}, lower=False, path=path)  # still above the floor: it stays
    assert floors.load(path)["floors"] == {"gold": 0.895}
    with pytest.raises(floors.FloorLowered, match=r"gold 0.895 -> 0.845"):
        floors.keep("c", {"gold": 0.85}, lower=False, path=path)
    with pytest.raises(floors.FloorLowered, match=r"gold 0.895 -> None"):
        floors.keep("c", {}, lower=False, path=path)
    assert "lowered" in floors.keep("c", {"gold": 0.85}, lower=True, path=path)


def test_a_floor_changed_by_hand_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    floors.keep("c", {"gold": 0.8}, lower=False, path=path)
    told = json.loads(path.read_text())
    told["floors"]["gold"] = 0.1
    path.write_text(json.dumps(told))
    with pytest.raises(ValueError, match="changed by hand"):
        floors.load(path)


def test_a_changed_corpus_is_seen(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/gold.jsonl").write_text("{}")
    before = floors.corpus(tmp_path)
    (tmp_path / "gold/gold.jsonl").write_text("{} ")
    assert floors.corpus(tmp_path) != before
