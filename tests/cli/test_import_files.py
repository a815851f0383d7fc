"""`rbp import` reads CSV and JSON lines of any encoding and size, and tells by its line what it could not."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import ReadingError
from cli.importing.files import BadLine, Row, opened
from cli.importing.rows import rows
from tests.cli.importing import GOOD, NAMED, readings, refused, take
from tests.cli.running import rbp


def test_bad_lines_are_told_with_their_number_and_good_ones_kept(root: Path) -> None:
    lines = [
        '{"ref": "1", "body": "They never called me back."}',
        "{broken",
        "[1, 2]",
        '{"ref": "2", "body": 12, "client": ["x"]}',
        '{"ref": "3", "body": "  "}',
        '{"ref": "4", "rating": 11}',
        '{"ref": "5", "body": "fine", "rating": 11, "published": "2099-01-01", "verified": "maybe"}',
    ]
    (root / "in.jsonl").write_text("\n".join(lines))
    result = rbp("import", root / "in.jsonl", *NAMED)
    assert result.exit_code == 0
    said = result.stderr.splitlines()
    assert sorted(line.split(":")[2] for line in said) == ["2", "3", "4", "5", "6"]
    assert "in.jsonl:2: broken JSON" in result.stderr
    assert "in.jsonl:3: expected a JSON object" in result.stderr
    assert "in.jsonl:4: client: expected text, got ['x']" in result.stderr
    assert "in.jsonl:5: no text and no rating" in result.stderr
    assert "in.jsonl:6: no text and no rating" in result.stderr
    assert "2 reviews of 7 lines (2 new)" in result.stdout
    assert "kept without: " in result.stdout
    assert [one.review.ref for one in readings(root)] == ["1", "5"]
    assert (readings(root)[1].review.rating, readings(root)[1].review.published) == (None, None)
    assert "partial: 2 of 7 lines" in rbp("status").stdout


@pytest.mark.parametrize("sign", ["\ud800", "\x00"])
@pytest.mark.parametrize("name", ["source", "client", "ref", "url", "title", "author", "reply", "licence", "language"])
def test_a_sign_that_no_store_can_keep_stops_no_import(root: Path, name: str, sign: str) -> None:
    """Not even in a name, which all lines of a page share: the row beside it is kept as well."""
    told = {"source": "survey", "client": "Bluebird Bank", "body": "They never called.", "language_confidence": 1}
    odd = {**told, "ref": "1", name: f"odd {sign}"}
    made = take(root, f"{json.dumps(odd)}\n{json.dumps({**told, 'ref': '2'})}\n".encode(), "--client", "x")
    assert (made["reviews"], made["bad"]) == (2, {})


def test_the_list_of_bad_lines_is_bounded_and_all_are_counted(root: Path) -> None:
    (root / "in.csv").write_bytes(GOOD + b"1,2,3\n" * 500)
    result = rbp("import", root / "in.csv", *NAMED)
    assert result.exit_code == 0
    assert result.stderr.count("\n") == 21
    assert result.stderr.endswith("in.csv: and 480 more bad lines\n")
    assert "expected 2 cells, got 3: 500" in result.stdout


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "got an empty file"),
        (b"\n \n", "got an empty file"),
        (b"PK\x03\x04xxxx", "a zip or spreadsheet file"),
        (b"\x1f\x8b\x08xxx", "a gzip file"),
        (b"[{}]", "got none in 1 line"),
        (b'[{"body": "x"},', "got broken JSON"),
        (b'["body"]', "got none in 1 line"),
        (b"stars,text\n5,good\n", "one of `body`, `title`, `rating`"),
        (b"body,body\n5,good\n", "each column once"),
        (
            b"Datum;Stars;Review\n1;5;good\n",
            "datum (did you mean published?), stars (did you mean rating?), review (did",
        ),
        (b"body\n", "got none in 0 lines"),
        (b"ref,body\r1,good\r", "lines that end in CR alone; save it as CSV (UTF-8)"),
        (b'{"text": "good"}\n', "got none in 1 line"),
        (b"\x00\x01\x02\xff\xfe" * 20, "got bytes that are no UTF-8 text"),
        (b'body\n"never closed\nmore\n', "got none in 1 line"),
    ],
)
def test_a_file_that_gives_no_review_is_an_error(root: Path, data: bytes, words: str) -> None:
    line = refused(root, data)
    assert words in line
    if "columns" in words or "none" in words or "one of" in words:
        assert "accepted names: source, client, ref" in line
    assert readings(root) == []


def test_a_json_array_is_taken_like_lines(root: Path) -> None:
    told = take(
        root, b'[\n {"ref": "1", "body": "They never called."},\n {"ref": "2", "rating": 5}, 3]\n', name="in.json"
    )
    assert (told["states"], told["bad"]) == ({"new": 2}, {"expected a JSON object": 1})


def test_missing_files_and_folders_are_told_before_anything_is_taken(root: Path) -> None:
    (root / "good.csv").write_bytes(GOOD)
    for name in ("missing.csv", "vendors"):
        result = rbp("import", root / "good.csv", root / name, *NAMED)
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
        assert name in result.stderr
    assert readings(root) == []
    assert rbp("import", root / "good.csv", *NAMED, "--encoding", "klingon").exit_code == 1


@pytest.mark.parametrize(
    ("encoding", "option"),
    [("utf-8-sig", ""), ("utf-16", ""), ("cp1252", "cp1252"), ("utf-16-le", "utf-16-le")],
)
def test_encodings(root: Path, encoding: str, option: str) -> None:
    data = "ref,body\r\n1,Zoë’s agent never called.\r\n".encode(encoding)
    take(root, data, *NAMED, *(("--encoding", option) if option else ()))
    assert [one.review.body for one in readings(root)] == ["Zoë’s agent never called."]


def test_a_line_of_another_encoding_is_bad_and_says_the_cure(root: Path) -> None:
    (root / "in.csv").write_bytes(GOOD + "2,Zoë\n".encode("cp1252"))
    result = rbp("import", root / "in.csv", *NAMED)
    assert result.exit_code == 0
    assert "in.csv:3: not UTF-8" in result.stderr
    assert "--encoding" in result.stderr
    assert [one.review.ref for one in readings(root)] == ["1"]


def test_odd_but_legal_files(root: Path) -> None:
    long = "waiting for an answer " * 9_000
    data = f'\ufeffref,body\r\n1,"{long}"\r\n\r\n2,a\x00b support\r\n"3","said ""hi"" to support"\r\n'.encode()
    told = take(root, data)
    assert told["reviews"] == 3
    first, second, third = readings(root)
    assert first.review.body == long.strip()
    assert "\x00" not in second.review.body
    assert third.review.body == 'said "hi" to support'


def test_a_cell_beyond_all_reason_is_one_bad_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.importing.files.LONGEST_LINE", 1_000)
    told = take(root, GOOD + b"2," + b"x" * 5_000 + b"\n3,support was kind\n")
    assert [one.review.ref for one in readings(root)] == ["1", "3"]
    assert sum(told["bad"].values()) == 1


def test_an_unknown_column_is_passed_over_and_named(root: Path) -> None:
    (root / "in.csv").write_bytes(b"ref,body,licnce,stars\n1,They never called me back.,x,y\n")
    result = rbp("import", root / "in.csv", *NAMED)
    assert "passed over: licnce (did you mean licence?), stars" in result.stderr


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.binary(max_size=300) | st.text(alphabet='ab,;"\n\r{}[]:=', max_size=80).map(str.encode))
def test_any_bytes_give_rows_bad_lines_or_one_error(tmp_path: Path, data: bytes) -> None:
    for start in (b"", b"body\n", b'{"body": "x"}\n', codecs.BOM_UTF8, codecs.BOM_UTF16_LE):
        file = tmp_path / "any"
        file.write_bytes(start + data)
        try:
            with opened(file) as source:
                found = list(rows(source, ["client", "source"]))
        except ReadingError:
            continue
        assert all(isinstance(one, (Row, BadLine)) and one.line >= 1 for one in found)
