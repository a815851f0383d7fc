"""`rbp import` takes pages that a person saved, and says how much of their listing they hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.importing import GOOD, readings
from tests.cli.running import rbp
from tests.cli.saved import NAMED, URL, archive, canonical, company, page, review, saved, saved_from, take
from tests.web import Web

LOGIN = "<html><title>Log in</title><body><form action='/login'><input type='password'></form></body></html>"
CONSENT = "<html><title>Before you continue</title><body><button>Accept all</button></body></html>"
ROBOT = "<html><title>Just a moment...</title><body><div class='cf-turnstile'></div></body></html>"


def test_a_saved_page_gives_its_reviews_with_all_that_it_tells(root: Path) -> None:
    reply = {
        "@type": "Comment",
        "author": {"@type": "Organization"},
        "text": "We are sorry.",
        "dateCreated": "2026-04-01",
    }
    told = company(review(1, **{"@id": f"{URL}/r/8f31c2"}, comment=reply), review(2), stated=1177)
    result = take(*saved(root, page(told, top=saved_from(f"{URL}?page=2"))))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == ["page1.html: 2 reviews (2 new)", f"  {URL}?page=2: partial: 2 of 1,177"]
    first, second = (reading.review for reading in readings(root))
    assert (first.source, first.client, first.ref) == ("board", "bluebird-bank", f"{URL}/r/8f31c2")
    assert (str(first.published), first.rating and first.rating.value) == ("2026-03-01", 0.25)
    assert first.reply is not None
    assert (first.reply.text, str(first.reply.published)) == ("We are sorry.", "2026-04-01")
    assert first.author_key not in (None, "Person 1")
    assert (second.url, second.ref[:5], second.quotable) == (f"{URL}?page=2", "made:", True)
    assert "short quotations" in second.licence
    assert all(reading.mentions for reading in readings(root))
    assert "partial: 2 of 1,177" in rbp("status").stdout


def test_pages_of_one_listing_add_up_until_it_is_whole(root: Path) -> None:
    pages = [
        page(company(review(1), review(2), stated=5), top=saved_from(URL)),
        page(company(review(2), review(3)), top=saved_from(f"{URL}?page=2")),  # a newer review moved one on
        page(company(review(4), review(5), stated=5), top=saved_from(f"{URL}?page=3")),
    ]
    files = saved(root, *pages)
    assert "partial: 3 of 5" in take(*files[:2]).stdout
    assert f"{URL}?page=3: whole" in take(files[2]).stdout
    assert len(readings(root)) == 5
    listed = json.loads(rbp("status", "--json").stdout)["targets"]
    (target,) = [one for one in listed if one["source"] == "board"]
    assert (target["verdict"], target["reviews"], target["pages"]) == ("whole", 5, 3)


def test_importing_again_changes_nothing(root: Path) -> None:
    files = saved(root, page(company(review(1), review(2))), archive(page(company(review(3))), URL))
    first, before = take(*files), rbp("export").stdout
    again = take(*files)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "(2 new)" in first.stdout
    assert "(2 known)" in again.stdout
    assert rbp("export").stdout == before


def test_pages_without_an_address_or_a_total_are_never_whole(root: Path) -> None:
    result = take(*saved(root, page(company(review(1)))))
    assert "a page that does not tell its address: partial: how many there are is not told" in result.stdout
    assert [reading.review.url for reading in readings(root)] == [""]


def test_pages_without_an_address_in_files_of_one_name_do_not_add_up(root: Path) -> None:
    for number, folder in enumerate((root / "a", root / "b"), 1):
        folder.mkdir()
        (folder / "reviews.html").write_text(page(company(review(number), stated=2)))
    assert take(root / "a", root / "b").stdout.count("partial: 1 of 2") == 2


def test_the_same_review_in_two_files_is_one(root: Path) -> None:
    without = page(company(review(1)))
    sorted_ = page(company(review(1), review(2)), top=saved_from(f"{URL}?sort=lowest"))
    short = review(3, reviewBody="Kind agent.")
    result = take(*saved(root, without, without, sorted_, page(company(review(2), short), head=canonical(URL))))
    assert "page2.html: 1 review (1 known)" in result.stdout
    assert "page3.html: 2 reviews (1 new, 1 known)" in result.stdout
    assert "page4.html: 2 reviews (1 new, 1 known)" in result.stdout
    others = review(1, author="Somebody Else"), review(3, reviewBody="Kind agent.", author="Somebody Else")
    told = take(*saved(root, page(company(*others, review(1)), head=canonical(f"{URL}/2")))).stdout
    assert "page1.html: 3 reviews (2 new, 1 known)" in told
    assert len(readings(root)) == 5


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (LOGIN, "got a login page; save it when you see its reviews"),
        (CONSENT, "got a consent wall"),
        (ROBOT, "got a robot check"),
        ("<html><body><p>About us</p></body></html>", "got none that it marks up"),
        (page(company(stated=326)), "got none that it marks up (326 stated)"),
        (page(company({"@type": "Review", "author": "Ann"})), "got none that it marks up (no text and no rating)"),
        (archive("<html><p>About us</p></html>", URL), "save it as 'Webpage, Complete'"),
        ("<html>" + "<i>" * 200_000, "got too much markup"),
        (b"<html>\x00\x01\x02", "got bytes that are no UTF-8 text"),
        (b"bplist00x", "a Safari web archive"),
    ],
)
def test_a_page_without_reviews_is_told_and_the_others_go_on(root: Path, html: str | bytes, words: str) -> None:
    result = take(*saved(root, html, page(company(review(1)))))
    assert result.exit_code == 1
    assert "page2.html: 1 review (1 new)" in result.stdout
    told, last = result.stderr.splitlines()
    assert told.startswith("rbp: page1.html: expected ")
    assert words in told
    assert "1 of 2 files gave no review" in last
    assert rbp("status").stdout.count("board") == 1  # nothing is noted of the other


def test_json_tells_the_good_files_even_where_one_is_bad(root: Path) -> None:
    result = take(*saved(root, LOGIN, page(company(review(1), stated=20), head=canonical(URL))), "--json")
    assert result.exit_code == 1
    (told,) = json.loads(result.stdout)["files"]
    assert (told["page"], told["stated"], told["verdict"]) == (URL, 20, "partial: 1 of 20")
    assert told["states"] == {"new": 1}


def test_kinds_are_told_by_content_and_go_side_by_side(root: Path) -> None:
    (root / "page.csv").write_text(page(company(review(1))))
    (root / "rows.html").write_bytes(GOOD)
    result = take(root / "page.csv", root / "rows.html")
    assert (result.exit_code, len(readings(root))) == (0, 2)


def test_a_folder_gives_its_pages_and_not_their_pictures(root: Path) -> None:
    folder = root / "saved"
    (folder / "one_files").mkdir(parents=True)
    (folder / "one_files" / "frame.html").write_text(page(company(review(9))))
    (folder / "one.html").write_text(page(company(review(1))))
    (folder / "two.MHTML").write_bytes(archive(page(company(review(2))), URL))
    (folder / "notes.txt").write_text("mine")
    (folder / "._one.html").write_bytes(b"\x00\x05")
    assert len(take(folder).stdout.splitlines()) == 4
    assert "2 known" not in take(*sorted(folder.glob("[ot]*.*")), folder / "one_files").stdout
    assert len(readings(root)) == 2
    shutil.rmtree(folder / "one_files")
    (root / "nothing").mkdir()
    result = take(root / "nothing")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "expected saved pages (.html, " in result.stderr


def test_client_and_source_are_needed(root: Path) -> None:
    (file,) = saved(root, page(company(review(1))))
    for arguments in ((), ("--client", "x"), ("--source", "y"), ("--client", " ", "--source", "y")):
        result = rbp("import", file, *arguments)
        assert result.exit_code == 2
        assert "page1.html is a saved page: name whose reviews it holds" in result.stderr
    result = rbp("import", file, "--client", "x", "--source", "app_store")
    assert result.exit_code == 2
    assert "app_store has a route of its own" in result.stderr


def test_without_a_workspace_no_author_is_kept(empty: Path) -> None:
    (file,) = saved(empty, page(company(review(1))))
    result = rbp("--store", "sqlite:rbp.db", "import", file, *NAMED)
    assert "author, for want of a workspace" in result.stdout
    assert [reading.review.author_key for reading in readings(empty)] == [None]


def test_standard_input_may_be_a_page_and_a_stranger_is_told_once(root: Path) -> None:
    from cli.main import rbp as group

    told = page(company(review(1)), head=canonical(URL))
    named = ("--client", "Nobody Known", "--source", "board")
    result = CliRunner().invoke(group, ["import", "-", *named], input=told.encode(), prog_name="rbp")
    assert result.stdout.startswith("standard input: 1 review (1 new)")
    files = saved(root, told, page(company(review(2))))
    assert rbp("import", *files, *named).stdout.count("in no dossier, so counted for no vendor: nobody-known") == 1


def test_a_page_under_another_source_name_is_told_to_count_twice(root: Path) -> None:
    (file,) = saved(root, page(company(review(1), review(2)), head=canonical(URL)))
    assert take(file).exit_code == 0
    told = rbp("import", file, "--client", "Bluebird Bank", "--source", "board.example").stdout
    assert "in the store from board as well, with the same words, date and stars: 2 reviews; each counts again" in told


def test_odd_fields_are_emptied_and_counted(root: Path) -> None:
    odd = review(1, datePublished="2099-01-01", reviewRating={"ratingValue": "11"})
    critic = {"@type": "CriticReview", "reviewBody": "A fine bank."}
    result = take(*saved(root, page(company(odd, critic, review(2)))))
    assert "left out: critic's review, not a customer's: 1" in result.stdout
    assert "date in the future: 1" in result.stdout
    assert "rating outside its scale: 1" in result.stdout


def test_nothing_is_ever_fetched(root: Path) -> None:
    with Web({"127.0.0.1": lambda asked: b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}) as web:
        host = f"http://127.0.0.1:{web.port}"
        top = f'<!DOCTYPE html SYSTEM "{host}/dtd" [<!ENTITY x SYSTEM "{host}/entity">]>{saved_from(host)}'
        head = (
            f'<base href="{host}/base/"><link rel="next" href="{host}/?page=2"><script src="{host}/a.js"></script>'
            f'<link rel="canonical" href="{host}/reviews"><meta http-equiv="refresh" content="0;url={host}/refresh">'
        )
        told = company(review(1, url=f"{host}/review/71", image=f"{host}/p.png"))
        html = page({**told, "@context": f"{host}/context"}, head=head, body=f'<iframe src="{host}/frame"></iframe>&x;')
        result = take(*saved(root, html.replace("<!DOCTYPE html>", top)))
        assert (result.exit_code, web.log) == (0, [])


def test_hostile_text_reaches_no_terminal(root: Path) -> None:
    told = company(review(1, reviewBody="support \x1b[31mred\x1b[0m agent <script>alert(1)</script>"))
    result = take(*saved(root, page(told, head=canonical("https://x.example/\x1b[31m"), body="\x1b]0;owned\x07")))
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout + result.stderr
    (kept,) = (reading.review for reading in readings(root))
    assert (kept.body, kept.url) == ("support [31mred[0m agent", "")
