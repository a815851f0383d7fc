"""`rbp read`: the table for people, the lines for machines, and rows that are none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.model import ASPECTS
from analysis.reading import version
from cli.main import rbp

FIELDS = [
    "id", "language", "support", "support_probability", "doing", "aspects", "channels",
    "polarity", "support_polarity", "confidence", "vader", "mentions",
]  # fmt: skip
TEXT = "The parcel was late. I called support and the agent hung up on me! Their prices are fair."


def read(*arguments: str, given: str | bytes = "") -> list[dict[str, Any]]:
    result = CliRunner().invoke(rbp, ["read", "--json", *arguments], input=given)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_has_every_field() -> None:
    (line,) = read(TEXT)
    assert set(FIELDS) <= set(line)
    assert line["support"] is True
    assert line["doing"] in ("agent", "policy", "unclear")
    assert set(line["aspects"]) <= set(ASPECTS)
    assert line["channels"] == ["phone"]
    assert line["confidence"] == abs(line["polarity"])
    assert line["vader"] == SentimentIntensityAnalyzer().polarity_scores(TEXT)["compound"]
    (mention,) = line["mentions"]
    assert "hung up" in mention["passage"]
    assert line["support_polarity"] == mention["polarity"]
    assert line["scorer"] == version()
    assert set(mention) >= set(FIELDS) - {"id", "language", "support_polarity", "mentions"}


def test_whole_takes_the_text_as_one_passage() -> None:
    (line,) = read("--whole", TEXT)
    assert [mention["passage"] for mention in line["mentions"]] == [TEXT]


def test_rows_keep_order_and_ids(tmp_path: Path) -> None:
    rows = [
        {"id": "b", "text": TEXT, "language": "en"},
        {"id": 7, "text": ""},
        {"id": None, "text": "Le support ne répond jamais à mes messages.", "language": "fr"},
        {"id": [1], "text": "👍\ud800"},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    lines = read("--jsonl", "--file", str(path))
    assert [line["id"] for line in lines] == ["b", 7, None, [1]]
    assert [line.get("unscored", "") for line in lines] == ["", "", "language: fr", ""]
    assert lines[1]["support"] is False
    assert lines[1]["polarity"] == 0
    assert lines[1]["mentions"] == []
    assert lines[2]["polarity"] is None
    assert lines[2]["support"] is False


def test_a_language_that_is_told_is_trusted() -> None:
    rows = '{"id": 1, "text": "The agent was kind to me and solved it.", "language": "nl"}\n'
    (line,) = read("--jsonl", given=rows)
    assert (line["language"], line["unscored"]) == ("nl", "language: nl")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_lines_are_json_whatever_the_encoding_of_the_output(encoding: str) -> None:
    """An emoji is none of these characters; what Python makes of it by itself is no JSON."""
    text = "The agent hung up on me 😀 \ud83d – twice"
    done = subprocess.run(
        [sys.executable, "-m", "cli", "read", "--jsonl", "--json", "--whole"],
        input=json.dumps({"id": 1, "text": text}).encode(),
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    line = json.loads(done.stdout.decode(encoding))
    assert line["mentions"][0]["passage"] == text


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (b"{", "expected a JSON object"),
        (b"[1]", "expected a JSON object"),
        (b"", "expected a JSON object"),
        (b"\xff", "expected text in UTF-8, got byte 0xff at column 1"),
        (b'{"id": 5, "text": "na\xefve"}', "expected text in UTF-8, got byte 0xef at column 22"),
        (b'{"text": "They never called back"}', "expected an `id`, got none"),
        (b'{"id": NaN, "text": "They never called back"}', "expected an `id` that JSON can hold, got nan"),
        (b'{"id": 1e999, "text": "They never called back"}', "expected an `id` that JSON can hold, got inf"),
        (b'{"id": 5}', "expected a string in `text`, got none"),
        (b'{"id": 5, "text": 3}', "expected a string in `text`, got int"),
        (b'{"id": 5, "text": "a", "language": 3}', "in `language`, got 3"),
    ],
)
def test_a_bad_row_is_a_line_with_error(row: bytes, complaint: str) -> None:
    first, second, third = read("--jsonl", "-", given=b'{"id": 1, "text": "a"}\n' + row + b'\n{"id": 2, "text": ""}')
    assert complaint in second["error"]
    assert "line 2" in second["error"]
    assert second["id"] == (5 if b'"id": 5' in row else None)
    assert ("error" in first, "error" in third) == (False, False)


def test_answers_while_rows_still_come() -> None:
    command = [sys.executable, "-m", "cli", "read", "--jsonl", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(b'{"id": %d, "text": "agent was rude"}\n' % number)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_table_for_people_shows_why() -> None:
    result = CliRunner().invoke(rbp, ["read", TEXT, "Merci beaucoup, le service client est très bien"])
    assert result.exit_code == 0
    assert "1 of 3 passages speak of support" in result.stdout
    assert "hung up" in result.stdout
    assert "not read: language: fr" in result.stdout


@pytest.mark.parametrize("arguments", [["text", "--jsonl"], ["text", "--file", "x"]])
def test_texts_and_file_exclude_each_other(arguments: list[str]) -> None:
    result = CliRunner().invoke(rbp, ["read", *arguments])
    assert result.exit_code == 2
    assert "got both" in result.stderr


def test_a_missing_file_is_one_clear_line() -> None:
    result = CliRunner().invoke(rbp, ["read", "--file", "no-such-file"])
    assert result.exit_code == 1
    assert "expected a file to read, got 'no-such-file'" in result.stderr


def test_a_text_is_as_sure_to_speak_of_support_as_the_surest_of_its_passages() -> None:
    (line,) = read("The parcel was late. The agent was rude and they never called me back. It was raining.")
    sure = [mention["support_probability"] for mention in line["mentions"]]
    assert line["support_probability"] == max(sure) > 0.5
    said = [mention["polarity"] for mention in line["mentions"]]
    assert line["support_polarity"] == pytest.approx(sum(said) / len(said), abs=1e-4)


def test_a_doubtful_text_tells_what_it_would_say() -> None:
    doubtful, sure = read("They were rude about it", "The app crashes every time")
    assert doubtful["support"] is False
    assert 0.2 <= doubtful["support_probability"] < 0.5
    assert doubtful["doing"] == "agent"
    assert doubtful["aspects"] == ["attitude"]
    assert doubtful["mentions"] == []
    assert doubtful["doubtful"] is True
    assert "doubtful" not in sure
    assert (sure["doing"], sure["aspects"], sure["channels"]) == (None, [], [])


@pytest.mark.parametrize(
    ("texts", "told"), [(("They", "hung", "up"), True), ((TEXT, "Kind."), False), (("Kind.",), False)]
)
def test_a_sentence_without_quotes_is_told(texts: tuple[str, ...], told: bool) -> None:
    result = CliRunner().invoke(rbp, ["read", "--json", *texts])
    assert len(result.stdout.splitlines()) == len(texts)
    assert ("put quotes around a sentence" in result.stderr) == told
