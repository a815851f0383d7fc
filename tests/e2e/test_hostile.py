"""A hostile web: the crawl ends, loses nothing that it was given, and says of each vice what it was."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import store
from analysis.model import Target
from crawler.report import CrawlOptions
from crawler.run import crawl
from store.base import Store
from tests.crawls import opened, refs, run, run_one, target
from tests.e2e import hostile
from tests.e2e.hostile import Vice, at_first, second_page, status, to
from tests.elasticsearch.fixtures import Prefixes
from tests.elasticsearch.server import Server
from tests.web import OPEN_ROBOTS, Asked, Web, answer, page

HOST = "bluebird.example"
PRIVATE = "address refused: private, loopback or link-local; allow_hosts in rbp.toml lets a host through"
HANDSHAKE_SECONDS = 60  # at most: the server's thread tells of it a moment after the crawl has given up


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as opened_store:
        yield opened_store


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    "vice",
    [status(500), status(502), hostile.reset, hostile.too_long_a_length, hostile.too_short_a_length, hostile.nonsense],
    ids=["500", "502", "reset", "length too long", "length too short", "no HTTP"],
)
def test_what_passes_is_tried_again_with_growing_pauses(kept: Store, vice: Vice) -> None:
    with Web({HOST: second_page(at_first(3, vice))}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "whole"
    assert len(refs(kept)) == 6
    times = [asked.at for asked in web.log if asked.path == "/reviews?page=2"]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(gaps) == 3
    assert all(gap >= 0.02 * 2**nth for nth, gap in enumerate(gaps))  # a hundredth of the pauses on the real web


@pytest.mark.parametrize(
    ("vice", "reason"),
    [
        (status(500), "status 500"),
        (status(404), "status 404"),
        (hostile.endless, "body over the limit"),
        (hostile.too_large, "body over the limit"),
        (hostile.gzip_bomb, "body over the limit when unpacked"),
        (hostile.broken_gzip, "content encoding broken"),
        (hostile.ping_pong, "too many redirects"),
        (hostile.ever_further, "too many redirects"),
        (to("http://127.0.0.1:1/admin"), PRIVATE),
        (to("http://169.254.169.254/latest/meta-data/"), PRIVATE),
        (to("http://[::1]/"), PRIVATE),
        (to("http://[::ffff:10.0.0.1]/"), PRIVATE),
        (to("http://[::ffff:a00:1]/"), PRIVATE),
        (to("http://2130706433/"), "host not in RBP_REPLAY"),
        (to("http://elsewhere.example/reviews"), "host not in RBP_REPLAY"),
        (to("file:///etc/passwd"), "redirect to file: refused"),
        (to("ftp://bluebird.example/reviews"), "redirect to ftp: refused"),
        (to("javascript:alert(1)"), "redirect to javascript: refused"),
        (to("data:text/html,<h1>hello</h1>"), "redirect to data: refused"),
        (to("FILE:/etc/passwd"), "redirect to file: refused"),
        (to("http://["), "redirect to no address"),
        (to("http:///reviews"), "redirect to no address"),
        (to("http://bluebird.example:99999/"), "redirect to no address"),
    ],
)
def test_what_does_not_pass_fails_with_its_reason(kept: Store, vice: Vice, reason: str) -> None:
    with Web({HOST: second_page(vice)}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == f"partial: 1 of 2 pages failed ({reason})"
    assert report.went_wrong
    assert len(refs(kept)) == 3
    assert {asked.host for asked in web.log} == {HOST}  # nobody else was asked for anything


@pytest.mark.parametrize("vice", [hostile.drip, hostile.silence])
def test_what_is_too_slow_fails_as_such(kept: Store, vice: Vice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a second, not thirty; only where slowness is the vice, since a busy machine looks like it."""
    monkeypatch.setattr("crawler.settings.DOWNLOAD_TIMEOUT", 1)
    with Web({HOST: second_page(vice)}) as web:
        report = run_one(kept, web, target(HOST))
    assert report.verdict == "partial: 1 of 2 pages failed (timeout)"
    assert len(refs(kept)) == 3


def test_text_in_another_charset_than_told_is_read(kept: Store) -> None:
    with Web({HOST: second_page(hostile.cp1252_that_says_utf8)}) as web:
        assert run_one(kept, web, target(HOST)).verdict == "whole"
    [review] = [reading.review for reading in kept.readings() if "30000" in reading.review.ref]
    assert review.body == "Le frère aîné a reçu une réponse très vite, à l’heure et même à côté."
    assert review.language == "fr"


def test_bytes_that_are_no_text_are_counted(kept: Store) -> None:
    with Web({HOST: second_page(hostile.lost_bytes)}) as web:
        report = run_one(kept, web, target(HOST))
    [review] = [reading.review for reading in kept.readings() if "40000" in reading.review.ref]
    assert review.body.startswith("Le frère aîn\ufffd")
    assert report.run is not None
    assert report.run.drops["replacement characters"] == review.body.count("\ufffd") > 0


def test_a_page_that_repeats_without_ids_stores_no_review_twice(kept: Store) -> None:
    bare = [{key: value for key, value in one.items() if key != "@id"} for one in hostile.FIRST]

    def site(asked: Asked) -> bytes:
        number = int(asked.path.partition("=")[2] or 1)
        told = page(bare, next_page=f"/reviews?page={number + 1}", more=f"<p>page {number}</p>")
        return answer(OPEN_ROBOTS if asked.path == "/robots.txt" else told)

    with Web({HOST: site}) as web:
        report = run_one(kept, web, target(HOST))
    assert len(refs(kept)) == 3
    assert report.verdict.startswith("suspect: every page repeats page 1")
    assert len(web.paths()) == 4


def at_home(web: Web, **parameters: str) -> Target:
    return Target.of("schema_org", "bluebird-bank", {"url": f"http://127.0.0.1:{web.port}/reviews", **parameters})


def test_addresses_of_this_machine_and_bad_certificates_on_the_real_network(kept: Store, tmp_path: Path) -> None:
    """Without replay: names are resolved, certificates are checked, and one host is let through by the dossier."""
    with hostile.tls_server(tmp_path) as (tls_port, shaken):
        links = [f"/to/{number}" for number in range(3)]
        places = [
            f"https://localhost:{tls_port}/",  # a certificate that nobody signed
            "http://127.0.0.2:1/",
            "http://169.254.169.254/latest/meta-data/",
        ]

        def site(asked: Asked) -> bytes:
            if asked.path in links:
                return answer("", 302, location=places[links.index(asked.path)])
            return answer(OPEN_ROBOTS if asked.path == "/robots.txt" else page(hostile.FIRST, links=links))

        with Web({"127.0.0.1": site}) as web:
            one = at_home(web, follow="^/to/")
            options = CrawlOptions(
                "https://tests.example", b"secret", allow_hosts=frozenset({"127.0.0.1", "localhost"})
            )
            [report] = crawl([one], kept, options).targets
    assert dict(report.failures) == {
        "certificate or TLS not valid": 1,
        PRIVATE: 2,
    }
    assert report.verdict.startswith("partial: 3 of 4 pages failed (")
    assert shaken.get(timeout=HANDSHAKE_SECONDS) != "trusted"
    assert len(refs(kept)) == 3


def test_a_host_of_this_machine_is_refused_unless_the_dossier_lets_it_through(kept: Store) -> None:
    with Web({"127.0.0.1": second_page(status(404))}) as web:
        options = CrawlOptions("https://tests.example", b"secret")
        [report] = crawl([at_home(web)], kept, options).targets
    assert web.log == []
    assert report.verdict == f"failed: no page could be read ({PRIVATE})"
    assert "allow_hosts" in report.verdict  # the cure


def test_all_vices_at_once(kept: Store) -> None:
    all_vices_at_once(kept)


@pytest.mark.slow
@pytest.mark.elasticsearch
def test_all_vices_at_once_on_elasticsearch(elasticsearch_server: Server, elasticsearch_prefixes: Prefixes) -> None:
    prefix = elasticsearch_prefixes.lend()
    with store.open(elasticsearch_server.url, {"prefix": prefix}) as kept:
        all_vices_at_once(kept)
    elasticsearch_prefixes.give_back(prefix)


def all_vices_at_once(kept: Store) -> None:
    vices: dict[str, Vice] = {
        "flaky": at_first(2, status(500)),
        "reset": at_first(1, hostile.reset),
        "broken": status(500),
        "endless": hostile.endless,
        "bomb": hostile.gzip_bomb,
        "loop": hostile.ping_pong,
        "inside": to("http://127.0.0.1:1/"),
        "charset": hostile.cp1252_that_says_utf8,
    }
    hosts = {f"{name}.example": second_page(vice) for name, vice in vices.items()}
    with Web(hosts) as web:
        report = run(kept, web, *(target(host) for host in hosts))
    told = {
        dict(each.target.parameters)["url"].split("/")[2].partition(".")[0]: each.verdict for each in report.targets
    }
    whole = {name for name, verdict in told.items() if verdict == "whole"}
    assert whole == {"flaky", "reset", "charset"}
    assert all(
        verdict.startswith("partial: 1 of 2 pages failed (") for name, verdict in told.items() if name not in whole
    )
    assert report.exit_code() == 1
    assert kept.stats()["reviews"] == 3 * len(hosts) + 3 + 3 + 1
