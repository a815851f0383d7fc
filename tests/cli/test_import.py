"""`rbp import`."""

from __future__ import annotations

import codecs
import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import store
from analysis.errors import ReadingError
from analysis.model import Reading
from cli.importing.files import BadLine, Row, opened
from cli.importing.rows import rows
from tests.cli.running import command_line, environment, rbp
from tests.store.material import rich_reading

NAMED = ("--client", "Bluebird Bank", "--source", "survey")
GOOD = b"ref,body\n1,They never called me back.\n"


def readings(root: Path) -> list[Reading]:
    with store.open(f"sqlite:{root / 'rbp.db'}") as opened_store:
        return sorted(opened_store.readings(), key=lambda one: one.review.ref)


def take(root: Path, data: bytes, *arguments: str, name: str = "in.csv") -> dict[str, Any]:
    """Import a file; the JSON that was told of it."""
    (root / name).write_bytes(data)
    result = rbp("import", root / name, *(arguments or NAMED), "--json")
    assert result.exit_code == 0, result.stderr
    (told,) = json.loads(result.stdout)["files"]
    assert isinstance(told, dict)
    return told


def refused(root: Path, data: bytes, *arguments: str, name: str = "in.csv") -> str:
    """Import a file that gives nothing; the last line that was said."""
    (root / name).write_bytes(data)
    result = rbp("import", root / name, *(arguments or NAMED))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()[-1]


def test_csv_rows_become_read_reviews(root: Path) -> None:
    told = take(
        root,
        b"Ref;Published;Title;Body;Rating;Author;Verified;Reply\n"
        b'1;2024-05;Bad;"They never called me back.\nTwice.";1;Ann;yes;We are sorry\n'
        b"2;2024-05-03T10:00:00Z;;Write to me@mail.example;4.5;;no;\n",
    )
    assert told["states"] == {"new": 2}
    assert (told["lines"], told["reviews"], told["bad"], told["clients"]) == (2, 2, {}, ["bluebird-bank"])
    first, second = readings(root)
    assert (str(first.review.published), first.review.title) == ("2024-05", "Bad")
    assert first.review.body == "They never called me back.\nTwice."
    assert (first.review.source, first.review.client, first.review.verified) == ("survey", "bluebird-bank", True)
    assert first.review.rating is not None
    assert (first.review.rating.value, first.review.rating.best) == (0.0, 5.0)
    assert first.review.reply is not None
    assert first.review.author_key not in (None, "Ann")
    assert first.mentions
    assert str(second.review.published) == "2024-05-03"
    assert "me@mail.example" not in second.review.body


def test_json_lines_are_taken_flat_or_nested(root: Path) -> None:
    lines = [
        {"ref": 7, "body": "They never called me back.", "rating": "8", "worst": 0, "best": 10, "published": 2024},
        {"review": {"ref": "8", "body": "Kind agent.", "client": "Corner Shop", "source": "else"}, "scorer": "old"},
    ]
    data = "\n\n".join(json.dumps(line) for line in lines).encode()
    assert take(root, data, name="in.txt")["states"] == {"new": 2}
    first, second = readings(root)
    assert (first.review.ref, str(first.review.published)) == ("7", "2024")
    assert first.review.rating is not None
    assert first.review.rating.value == 0.8
    assert (second.review.client, second.review.source) == ("corner-shop", "else")


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
        (b"[{}]", "got a JSON array"),
        (b"stars,text\n5,good\n", "one of `body`, `title`, `rating`"),
        (b"body,body\n5,good\n", "each column once"),
        (b"body\n", "got none in 0 lines"),
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


def test_client_and_source_are_needed(root: Path) -> None:
    line = refused(root, GOOD, "--encoding", "utf-8")
    assert "`client` (or --client) and `source` (or --source)" in line
    result = rbp("import", root / "in.csv", "--client", "  ", "--source", "x")
    assert result.exit_code == 1
    assert "client: expected a name" in result.stderr


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


def test_standard_input(root: Path) -> None:
    from cli.main import rbp as group

    result = CliRunner().invoke(group, ["import", "-", *NAMED], input=GOOD, prog_name="rbp")
    assert result.exit_code == 0
    assert "standard input: 1 review of 1 line (1 new)" in result.stdout


def test_importing_again_knows_the_reviews_and_an_edit_changes_one(root: Path) -> None:
    assert take(root, GOOD + b"2,kind support\n")["states"] == {"new": 2}
    assert take(root, GOOD + b"2,kind support\n")["states"] == {"known": 2}
    assert take(root, GOOD + b"2,rude support\n")["states"] == {"known": 1, "changed": 1}
    assert take(root, b"ref,body\n2,rude support\n")["states"] == {"known": 1}
    assert rbp("status", "--json").stdout.count('"survey"') == 1
    with store.open(f"sqlite:{root / 'rbp.db'}") as opened_store:
        assert [row.vanished for row in opened_store.census(None)] == [0]


def test_a_forgotten_review_is_not_taken_again(root: Path) -> None:
    take(root, GOOD)
    assert rbp("forget", "--ref", "1", "--yes").exit_code == 0
    told = take(root, GOOD + b"2,kind support\n")
    assert told["states"] == {"forgotten": 1, "new": 1}


def test_without_a_workspace_no_author_is_kept(empty: Path) -> None:
    (empty / "in.csv").write_bytes(b"ref,body,author\n1,They never called me back.,Ann\n")
    result = rbp("--store", "sqlite:rbp.db", "import", "in.csv", *NAMED)
    assert result.exit_code == 0
    assert "author, for want of a workspace" in result.stdout
    assert [one.review.author_key for one in readings(empty)] == [None]


def test_an_unknown_column_is_passed_over_and_named(root: Path) -> None:
    (root / "in.csv").write_bytes(b"ref,body,licnce,stars\n1,They never called me back.,x,y\n")
    result = rbp("import", root / "in.csv", *NAMED)
    assert "passed over: licnce (did you mean licence?), stars" in result.stderr


def test_a_large_file_is_read_with_a_second_process(root: Path) -> None:
    body = "The agent never called me back and nobody answered the phone. " * 10
    lines = "".join(f"{n},2024-05-03,{body}{n}\n" for n in range(900))
    told = take(root, f"ref,published,body\n{lines}".encode())
    assert told["states"] == {"new": 900}
    assert len(readings(root)) == 900
    assert "whole" in rbp("status").stdout


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_an_export_comes_back_as_it_was(root: Path, kind: str) -> None:
    rich = rich_reading().review
    row = {"ref": "r", "body": " =1+1 kind agent\nnever\tcalled", "title": "-x", "rating": 3.7, "author": "Zoë"}
    more = {"url": "https://x.example/1", "reply": "Sorry", "reply_published": "2024", "licence": "CC0"}
    third = {"ref": "s", "body": rich.body, "published": "2024-02", "quotable": False, "verified": True}
    lines = "\n".join(json.dumps(one) for one in (row | more, third, {"ref": "t", "rating": 2}))
    take(root, lines.encode(), name="in.jsonl")
    first, second = root / f"first.{kind}", root / f"second.{kind}"
    assert rbp("export", "-o", first).exit_code == 0
    assert rbp("--store", "sqlite:two.db", "import", first).exit_code == 0
    assert rbp("--store", "sqlite:two.db", "export", "-o", second).exit_code == 0
    assert first.read_text() == second.read_text()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_ctrl_c_keeps_what_was_saved_and_says_how_to_go_on(root: Path) -> None:
    text = "The agent never called me back and nobody answered the phone. " * 10
    lines = "".join(f'{{"ref": "{n}", "body": "{text}{n}"}}\n' for n in range(3_000))
    (root / "in.jsonl").write_text(lines)
    process = subprocess.Popen(
        command_line("import", "in.jsonl", *NAMED),
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_hear_ctrl_c,
    )
    while not _stored(root):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate()
    kept = _stored(root)
    assert (process.returncode, out) == (130, b"")
    assert f"in.jsonl: stopped; {kept:,} reviews kept; import it again" in said.decode()
    assert 0 < kept < 3_000
    assert "interrupted" in rbp("status").stdout


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _stored(root: Path) -> int:
    if not (root / "rbp.db").exists():
        return 0
    with store.open(f"sqlite:{root / 'rbp.db'}") as opened_store:
        return opened_store.stats()["reviews"]
