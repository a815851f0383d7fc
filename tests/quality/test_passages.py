"""Real passages that were labelled when the reading stood are read at least as well as when this was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.passages import labelled
from benchmarks.probes import measure

# F1 on the passages whose errors nobody read, a little below what was reached; only ever raised.
_FLOORS = {"support": 0.79, "doing": 0.73, "aspects": 0.715, "channels": 0.82, "side": 0.915}


@pytest.mark.shared
def test_no_figure_of_the_unread_passages_is_below_its_floor(shared: Path) -> None:
    found = {question: figures.f1 for question, figures in measure(labelled(shared)["unread"])}
    dropped = {question: (found[question], floor) for question, floor in _FLOORS.items() if found[question] < floor}
    assert not dropped, "reached and floor"


@pytest.mark.shared
def test_a_passage_that_is_not_in_the_sets_is_told(shared: Path, tmp_path: Path) -> None:
    file = tmp_path / "passages.tsv"
    file.write_text("unread\t0123456789ab\tx\t-\t-\t-\n", encoding="utf-8")
    with pytest.raises(ValueError, match="0123456789ab is not in the labelled sets"):
        labelled(shared, file)
