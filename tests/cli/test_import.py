"""`rbp import` makes read reviews of rows, and knows them again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import store
from tests.cli.importing import GOOD, NAMED, readings, refused, take
from tests.cli.running import rbp
from tests.store.material import rich_reading


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


def test_client_and_source_are_needed(root: Path) -> None:
    line = refused(root, GOOD, "--encoding", "utf-8")
    assert "`client` (or --client) and `source` (or --source)" in line
    result = rbp("import", root / "in.csv", "--client", "  ", "--source", "x")
    assert result.exit_code == 1
    assert "client: expected a name" in result.stderr


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


def test_what_the_store_has_from_another_source_is_told(root: Path) -> None:
    data = GOOD + b"2,They never called me back.\n3,The agent was kind.\n"
    assert take(root, data)["copies"] == {}
    assert take(root, data)["copies"] == {}  # known, and no second copy
    (root / "in.csv").write_bytes(data + b"4,Nobody told me so.\n")
    told = rbp("import", root / "in.csv", "--client", "Bluebird Bank", "--source", "portal").stdout
    assert "in the store from survey as well, with the same words, date and stars: 3 reviews; each counts again" in told


def test_a_client_in_no_dossier_is_told(root: Path) -> None:
    (root / "in.csv").write_bytes(GOOD)
    told = [
        rbp("import", root / "in.csv", "--client", client, "--source", client).stdout
        for client in ("Bluebird Bank", "Bluebrid Bank")
    ]
    assert ["in no dossier, so counted for no vendor: bluebrid-bank" in lines for lines in told] == [False, True]


def test_stars_are_read_as_people_write_them_and_a_date_that_is_none_is_told_with_the_cure(root: Path) -> None:
    (root / "in.csv").write_bytes(
        b"ref;rating;best;published\n1;4,5;;03/05/2024\n2;8/10;;2024-05-03\n3;4,5;9;2024\n4;high;;\n"
    )
    told = rbp("import", root / "in.csv", *NAMED)
    assert "date unreadable: 1" in told.stdout
    assert "write dates as 2024-05-03" in told.stdout
    assert "in.csv:5: no text and no rating" in told.stderr
    ratings = [one.review.rating for one in readings(root)]
    assert [(one.value, one.best) for one in ratings if one] == [(0.875, 5.0), (7 / 9, 10.0), (3.5 / 8, 9.0)]


def test_a_row_that_would_take_the_place_of_another_clients_review_is_refused(root: Path) -> None:
    """Exports number their rows from 1: without this, the second client's file wiped the first one's out."""
    take(root, b"ref,body\n1,They never called me back.\n2,The agent was rude.\n")
    (root / "other.csv").write_bytes(
        b"ref,body\n1,The agent was kind.\n2,Solved at once by the agent.\n3,Good agent.\n"
    )
    result = rbp("import", root / "other.csv", "--client", "Corner Shop", "--source", "survey")
    assert "other.csv:2: `ref` names another review: '1' of source 'survey' is one of bluebird-bank;" in result.stderr
    assert "give this file a --source of its own" in result.stderr
    assert "1 review of 3 lines (1 new)" in result.stdout
    assert [one.review.client for one in readings(root)] == ["bluebird-bank", "bluebird-bank", "corner-shop"]
    again = rbp("import", root / "other.csv", "--client", "Corner Shop", "--source", "shop survey")
    assert "3 reviews of 3 lines (3 new)" in again.stdout


def test_two_reviews_of_one_ref_in_a_file_stay_the_first(root: Path) -> None:
    rows = (
        "Bluebird Bank,2024-01-02,Rude agent.",
        "Corner Shop,2024-01-02,Kind agent.",
        "Bluebird Bank,2025-01-02,No.",
    )
    data = "client,published,body,ref\n" + "".join(f"{row},1\n" for row in rows)
    told = take(root, data.encode(), "--source", "survey")
    assert (told["states"], told["bad"]) == ({"new": 1}, {"`ref` names another review": 2})
    assert [one.review.body for one in readings(root)] == ["Rude agent."]


def test_an_edit_and_a_clients_name_put_right_are_no_other_review(root: Path) -> None:
    day = b"ref,published,body\n1,2024-05-03,"
    take(root, day + b"Rude agent.\n", "--client", "Bluebrid Bank", "--source", "survey")
    assert take(root, day + b"Rude agent.\n")["states"] == {"known": 1}
    assert take(root, day + b"Very rude agent.\n")["states"] == {"changed": 1}
    assert [(one.review.client, one.review.body) for one in readings(root)] == [("bluebird-bank", "Very rude agent.")]


def test_a_review_of_two_files_is_one_in_the_status(root: Path) -> None:
    take(root, GOOD)
    take(root, GOOD, name="again.csv")
    for arguments in ((), ("harbour-care",)):
        told = rbp("status", *arguments).stdout
        assert "3 targets, 1 review\n" in told
        assert "stands in the line of each" in told
