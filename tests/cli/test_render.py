"""What is printed is harmless, aligned, and never cuts a number."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.render import Column, clean, numbers, show, sparkline, to_json


@given(st.text(alphabet=st.characters(), max_size=200))
def test_clean_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    for made in (clean(text), clean(text, lines=True).replace("\n", "")):
        assert not [c for c in made if unicodedata.category(c) in {"Cc", "Cs"} or "\u202a" <= c <= "\u202e"]
        assert made.encode().decode() == made
    assert clean(clean(text)) == clean(text)


def test_clean_shows_what_it_disarms() -> None:
    assert clean("\x1b[31mred\x07") == "␛[31mred␇"
    assert clean("two\r\nlines\tand a tab") == "two lines and a tab"
    assert clean("two\r\nlines", lines=True) == "two\nlines"
    assert clean("pay \u202e001\u202c now") == "pay 001 now"
    assert clean("naïve 株式会社 👩‍👩‍👧") == "naïve 株式会社 👩‍👩‍👧"


@given(st.dictionaries(st.text(), st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.none()))
def test_json_says_the_same_and_is_harmless(data: dict[str, object]) -> None:
    text = to_json(data)
    assert json.loads(text) == data
    assert "\x9b" not in text
    assert text.encode()


def test_json_has_no_number_that_is_none() -> None:
    assert json.loads(to_json({"mean": float("nan"), "rows": [float("inf"), 1.5]})) == {
        "mean": None,
        "rows": [None, 1.5],
    }


def test_numbers_are_written_one_way() -> None:
    assert [numbers.signed(value) for value in (0.314, -0.2, 0.001, -0.001, None)] == [
        "+0.31", "−0.20", "0.00", "0.00", "–",
    ]  # fmt: skip
    assert numbers.interval(-0.1, 0.25) == "[−0.10, +0.25]"
    assert numbers.interval(None, None) == "–"
    assert (numbers.percent(0.314), numbers.percent_interval(0.1, 0.25)) == ("31 %", "[10, 25] %")
    assert (numbers.count(12345), numbers.count(None)) == ("12,345", "–")
    assert (numbers.plural(1, "fault"), numbers.plural(0, "fault")) == ("1 fault", "0 faults")
    assert numbers.size(1536) == "1.5 kB"


@given(st.lists(st.none() | st.floats(-1, 1)))
def test_a_sparkline_has_a_sign_a_value_and_keeps_their_order(values: list[float | None]) -> None:
    line = sparkline(values, -1, 1)
    assert len(line) == len(values)
    pairs = sorted((value, sign) for value, sign in zip(values, line, strict=True) if value is not None)
    assert [sign for _, sign in pairs] == sorted(sign for _, sign in pairs)
    assert all((sign == "·") == (value is None) for value, sign in zip(values, line, strict=True))


def test_a_plain_table_is_aligned_by_what_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    show(["client", Column("n", number=True)], [["株式会社", "7"], ["Bluebird", "1,204"], [None, None]], notes=["said"])
    assert capsys.readouterr().out.splitlines() == [
        "client        n",
        "株式会社      7",
        "Bluebird  1,204",
        "–             –",
        "said",
    ]


NARROW = """
from cli.render import Column, show
columns = ["client", Column("reviews", number=True), Column("95 % interval"), Column("negative", number=True)]
show(columns, [["Bluebird Bank and Trust", "1,234,567", "[-0.12, +0.34]", "31 %"]] * ROWS)
"""


@pytest.mark.parametrize(
    ("width", "rows", "form"),
    [(140, 2, "ruled"), (46, 2, "ruled"), (40, 1, "turned"), (40, 9, "told"), (25, 2, "told")],
)
def test_no_number_is_cut_however_narrow_the_terminal(width: int, rows: int, form: str) -> None:
    seen = _on_a_terminal(NARROW.replace("ROWS", str(rows)), width)
    text = " ".join(seen.split())
    assert text.count("1,234,567") == text.count("[-0.12, +0.34]") == text.count("31 %") == rows
    assert max(map(len, seen.splitlines())) <= width
    first = seen.splitlines()[0].split()
    shape = {("client", "reviews"): "ruled", ("client", "Bluebird"): "turned" if "──" in seen else "told"}
    assert shape[first[0], first[1]] == form


def _on_a_terminal(code: str, width: int) -> str:
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(width), "TERM": "xterm", "NO_COLOR": "1"}
    subprocess.run([sys.executable, "-c", code], stdout=follower, env=environment, check=True)
    os.close(follower)
    with os.fdopen(leader, "rb") as screen:
        seen = screen.read1(100_000)
    return seen.decode().replace("\r\n", "\n").replace("\x1b[1m", "").replace("\x1b[0m", "")


def test_a_wrapped_line_goes_on_under_its_text() -> None:
    code = "from cli.render import say; say('  - ' + 'word ' * 12)"
    first, *rest = _on_a_terminal(code, 30).splitlines()
    assert first.startswith("  - word")
    assert rest
    assert all(line.startswith("    word") for line in rest)
