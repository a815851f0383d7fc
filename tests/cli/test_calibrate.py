"""`rbp calibrate`: what the rated reviews of a real store teach."""

from __future__ import annotations

from pathlib import Path

import store
from analysis.calibration import NAME, Calibration
from analysis.learning import FEWEST_REVIEWS
from analysis.model import Rating, Reading
from analysis.reading import default_reader
from store.base import StoredModel
from tests.cli.running import rbp
from tests.store.material import keep, mention, reading

GOOD, BAD = "The agent gave me a zibbel", "The agent gave me a kromp"


def rated(number: int, *, learnable: bool = True) -> Reading:
    """By turns good and bad, of four clients. Where not learnable, at half of them the words mean the opposite."""
    client = number // 2 % 4
    good = (number % 2 == 0) == (learnable or client < 2)
    return reading(
        f"r{number}",
        mention(0, 0.1, GOOD if number % 2 == 0 else BAD),
        client=f"client-{client}",
        rating=Rating(1.0 if good else 0.0),
    )


def filled(folder: Path, readings: list[Reading]) -> str:
    url = f"sqlite:{folder / 'rbp.db'}"
    with store.open(url) as opened:
        keep(opened, readings)
    return url


def kept(url: str) -> Calibration | None:
    with store.open(url) as opened:
        found = opened.model(NAME)
        return Calibration.from_json(found.payload) if found else None


def test_what_is_better_on_clients_held_out_is_kept_with_a_version_that_counts_up(empty: Path) -> None:
    url = filled(empty, [rated(number) for number in range(FEWEST_REVIEWS)])

    shown = rbp("--store", url, "calibrate", "--dry-run")
    assert shown.exit_code == 0
    assert "Would be kept as version 1" in shown.stdout
    assert kept(url) is None

    first = rbp("--store", url, "calibrate")
    assert first.exit_code == 0
    assert "Kept as version 1" in first.stdout
    assert "rbp rescore" in first.stdout
    assert f"{FEWEST_REVIEWS} rated reviews of 4 clients" in first.stdout
    assert "zibbel +" in first.stdout
    assert "kromp -" in first.stdout
    calibration = kept(url)
    assert calibration is not None
    assert calibration.words["zibbel"] > 0 > calibration.words["kromp"]

    assert "Kept as version 2" in rbp("--store", url, "calibrate").stdout


def test_what_is_no_better_on_clients_held_out_is_not_kept(empty: Path) -> None:
    url = filled(empty, [rated(number, learnable=False) for number in range(FEWEST_REVIEWS)])
    shown = rbp("--store", url, "calibrate")
    assert shown.exit_code == 0
    assert "Not kept" in shown.stdout
    assert kept(url) is None


def test_too_little_is_one_line_with_numbers_and_cure(empty: Path) -> None:
    url = filled(empty, [rated(number) for number in range(10)])
    refused = rbp("--store", url, "calibrate")
    assert refused.exit_code == 1
    assert "got 10: 5 good and 5 bad" in refused.stderr
    assert "crawl or import more rated reviews" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert kept(url) is None


def test_what_was_learned_reads_the_reviews_without_stars_and_rescore_applies_it(empty: Path) -> None:
    url = filled(empty, [rated(number) for number in range(FEWEST_REVIEWS)])
    starless = reading("starless", mention(0, 0.0, GOOD), body=f"{GOOD}, said customer support.", client="client-0")
    with store.open(url) as opened:
        keep(opened, [starless])
    plain = default_reader().read([starless.review])[0].mentions[0].polarity

    assert rbp("--store", url, "calibrate").exit_code == 0
    assert rbp("--store", url, "rescore").exit_code == 0

    with store.open(url) as opened:
        assert default_reader(opened.calibration()).version == f"{default_reader().version}+1"
        (read,) = opened.get([starless.review.key])
        (again,) = opened.get([rated(0).review.key])
    assert read.scorer == again.scorer == f"{default_reader().version}+1"
    assert read.mentions[0].polarity > plain + 0.2
    assert again.mentions == default_reader().read([again.review])[0].mentions


def test_off_reads_as_before_and_the_next_one_counts_on(empty: Path) -> None:
    url = filled(empty, [rated(number) for number in range(FEWEST_REVIEWS)])
    assert "None is in use" in rbp("--store", url, "calibrate", "--off").stdout
    rbp("--store", url, "calibrate")
    assert "Would be off from version 2" in rbp("--store", url, "calibrate", "--off", "--dry-run").stdout
    assert kept(url) is not None

    assert "Off from version 2" in rbp("--store", url, "calibrate", "--off").stdout
    assert rbp("--store", url, "rescore").exit_code == 0
    with store.open(url) as opened:
        assert {reading.scorer for reading in opened.readings()} == {default_reader().version}
    assert "None is in use" in rbp("--store", url, "calibrate", "--off").stdout
    assert "Kept as version 3" in rbp("--store", url, "calibrate").stdout


def test_a_calibration_of_another_model_is_void() -> None:
    void = Calibration(3, "polarity-of-old", scale=5.0).to_json()
    assert default_reader(void).version == default_reader().version


def test_rescore_says_that_a_calibration_of_another_model_is_left_out(empty: Path) -> None:
    url = f"sqlite:{empty / 'rbp.db'}"
    with store.open(url) as opened:
        opened.save_model(StoredModel(NAME, 3, Calibration(3, "polarity-of-old", scale=5.0).to_json()))
    told = rbp("--store", url, "rescore")
    assert told.exit_code == 0
    assert "calibration 3 is left out: it was learned on polarity-of-old" in told.stderr
    assert "`rbp calibrate` learns a new one" in told.stderr
    assert told.stderr.count("\n") == 1
