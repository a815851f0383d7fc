"""Crawls of Steam's review service, which pages by cursors and is not always honest about its end."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from analysis.model import Target
from crawler.plan import KNOWN_ENOUGH
from crawler.report import TargetReport
from store.base import Store
from store.ledger import RunMode
from tests.cli.running import start
from tests.crawls import opened, run_one
from tests.web import Asked, Web, answer
from tests.workspaces import lay_out

HOST, APP, DAY = "api.steampowered.com", "900000201", 86_400
GAME = Target.of("steam", "marble-harbour", {"app": APP})
LAST = int(datetime(2026, 9, 1, tzinfo=UTC).timestamp())
FRONT_PAGE = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Featured</body></html>"


def told(number: int, **more: object) -> dict[str, object]:
    """A review, a day older than the one before."""
    return {
        "recommendationid": str(number),
        "author": {"steamid": f"7656119{number:010}"},
        "language": "english",
        "review": f"Support answered ticket {number} within the hour and gave me back my save file.",
        "timestamp_created": LAST - number * DAY,
        "timestamp_updated": LAST - number * DAY,
        "voted_up": number % 3 != 0,
        "steam_purchase": True,
    } | more


@dataclass
class Service:
    """Gives its reviews in the order of their last edit. The cursor is a number that wants to be encoded.

    `spoilt` are answers to give in place of the first ones to a cursor, by cursor. `held` holds back all answers
    from a number of requests on.
    """

    reviews: list[dict[str, object]]
    spoilt: dict[str, list[bytes]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    after: int | None = None
    released: Event = field(default_factory=Event)

    def __call__(self, asked: Asked) -> bytes:
        parts = urlsplit(asked.path)
        assert parts.path == "/IUserReviewsService/GetAppReviews/v1/"
        name, _, query = parts.query.partition("=")
        assert (name, "+" in query, "/" in query) == ("input_json", False, False)
        wanted = json.loads(unquote(query))
        self.asked.append(wanted)
        if self.after is not None and len(self.asked) > self.after:
            self.released.wait(60)
        spoilt = self.spoilt.get(wanted["cursor"])
        return spoilt.pop(0) if spoilt else self._page(wanted)

    def _page(self, wanted: Mapping[str, Any]) -> bytes:
        at = 0 if wanted["cursor"] == "*" else int(wanted["cursor"].removeprefix("Ao+/").removesuffix("=="))
        ordered = sorted(self.reviews, key=lambda one: int(str(one["timestamp_updated"])), reverse=True)
        page = ordered[at : at + wanted["num_per_page"]]
        response: dict[str, object] = {"query_summary": {"num_reviews": len(page)}}
        if wanted["cursor"] == "*":
            response["total_matching"] = len(ordered)
        response |= {"reviews": page} if page else {}
        return in_json({"response": response | {"cursor": f"Ao+/{at + len(page)}=="}})

    @property
    def cursors(self) -> list[str]:
        return [wanted["cursor"] for wanted in self.asked]


def in_json(data: object) -> bytes:
    return answer(json.dumps(data), kind="application/json")


ENDED = in_json({"response": {"query_summary": {"num_reviews": 0}, "cursor": "Ao+/200=="}})


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as store:
        yield store


def visit(kept: Store, service: Service, target: Target = GAME) -> TargetReport:
    with Web({HOST: service}) as web:
        return run_one(kept, web, target, opt_in=("steam",))


def test_every_page_is_read_to_the_end_that_the_total_tells(kept: Store) -> None:
    service = Service([told(number) for number in range(250)])
    report = visit(kept, service)
    assert report.verdict == "whole"
    assert report.run is not None
    assert (report.run.stated, report.run.counts["reviews"]) == (250, 250)
    assert service.cursors == ["*", "Ao+/100==", "Ao+/200==", "Ao+/250=="]
    assert service.asked[0] == {
        "appid": 900000201, "filter": 2, "languages": ["all"], "purchase_type": 1,
        "filter_offtopic_activity": False, "cursor": "*", "num_per_page": 100,
    }  # fmt: skip
    reviews = {reading.review.ref: reading.review for reading in kept.readings()}
    assert str(reviews["1"].published) == "2026-08-31"
    assert reviews["0"].url == f"https://steamcommunity.com/profiles/76561190000000000/recommended/{APP}/"
    (census,) = kept.census(None, ("source",))
    assert (census.reviews, census.supporting, census.rated, census.disagreeing) == (250, 250, 0, 0)


def test_one_language_is_asked_for_by_its_name(kept: Store) -> None:
    service = Service([told(1)])
    visit(kept, service, Target.of("steam", "marble-harbour", {"app": APP, "language": "german"}))
    assert {tuple(wanted["languages"]) for wanted in service.asked} == {("german",)}


def test_a_later_crawl_reads_what_is_new_and_what_was_edited(kept: Store) -> None:
    service = Service([told(number) for number in range(1, 250)])
    visit(kept, service)
    service.asked.clear()
    edit = "Edit: on second thoughts, nobody in support ever answered again."
    service.reviews = [told(0), *(told(number) for number in range(1, 249)), told(249, review=edit)]
    service.reviews[-1]["timestamp_updated"] = LAST
    report = visit(kept, service)
    assert report.verdict == "whole"
    assert report.run is not None
    assert (report.run.mode, report.run.counts["new"], report.run.counts["changed"]) == (RunMode.INCREMENTAL, 1, 1)
    assert service.cursors == ["*"]
    assert KNOWN_ENOUGH < 98  # reviews on the page that were known
    [edited] = [reading.review for reading in kept.readings() if reading.review.ref == "249"]
    assert (edited.body, str(edited.published)) == (edit, "2026-09-01")


def test_a_total_that_no_store_can_keep_is_dropped_and_counted(kept: Store) -> None:
    response = {"total_matching": 10**30, "reviews": [told(0)], "cursor": ""}
    report = visit(kept, Service([], {"*": [in_json({"response": response})]}))
    assert report.run is not None
    assert (report.verdict, report.run.stated) == ("whole", None)
    assert report.run.drops == {"total over 2,147,483,647": 1}


def test_a_list_that_is_called_ended_too_early_is_asked_for_again(kept: Store) -> None:
    service = Service([told(number) for number in range(250)], {"Ao+/100==": [ENDED, ENDED]})
    assert visit(kept, service).verdict == "whole"
    assert [(wanted["cursor"], wanted["num_per_page"]) for wanted in service.asked[:4]] == [
        ("*", 100), ("Ao+/100==", 100), ("Ao+/100==", 99), ("Ao+/100==", 98),
    ]  # fmt: skip


def test_a_list_that_stays_ended_too_early_is_not_whole(kept: Store) -> None:
    service = Service([told(number) for number in range(250)], {"Ao+/100==": [ENDED] * 9})
    assert visit(kept, service).verdict == "partial: 100 of 250"
    assert len(service.asked) == 5
    service.spoilt.clear()
    assert visit(kept, service).verdict == "whole"


@pytest.mark.parametrize(
    ("trash", "reason"),
    [
        (answer(FRONT_PAGE), "HTML instead of JSON"),
        (in_json({"response": {}}), "not a list of reviews"),
        (in_json({"success": 2}), "not a list of reviews"),
        (answer("", kind="application/json"), "empty page"),
        (answer('{"response": {"reviews": [', kind="application/json"), "broken JSON"),
    ],
)
def test_trash_in_the_middle_is_told_and_the_next_crawl_gets_the_rest(kept: Store, trash: bytes, reason: str) -> None:
    service = Service([told(number) for number in range(150)], {"Ao+/100==": [trash]})
    assert visit(kept, service).verdict == f"partial: 100 of 150; 1 of 2 pages failed ({reason})"
    assert visit(kept, service).verdict == "whole"


def test_the_same_page_under_ever_new_cursors_ends(kept: Store) -> None:
    first = [told(number) for number in range(10)]
    same = [in_json({"response": {"reviews": first, "cursor": f"Ao+/{number}=="}}) for number in range(1, 30)]
    spoilt = {"*": same[:1], **{f"Ao+/{number}==": [same[number]] for number in range(1, 29)}}
    assert "repeat" in visit(kept, Service(first, spoilt)).verdict


def test_without_the_operators_word_nothing_is_asked(kept: Store) -> None:
    service = Service([told(1)])
    with Web({HOST: service}) as web:
        assert "steam wants your opt-in" in run_one(kept, web, GAME).verdict
    assert service.asked == []


def test_kill_9_and_on(tmp_path: Path) -> None:
    lay_out(tmp_path / "w", {"spider": "steam", "app": APP}, client="Marble Harbour")
    with (tmp_path / "w" / "rbp.toml").open("a") as settings:
        settings.write('[crawl]\nopt_in = ["steam"]\n')
    service = Service([told(number) for number in range(750)], after=5)
    with Web({HOST: service}) as web:
        extra = {"RBP_REPLAY": str(web.replay()), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        first = start("crawl", cwd=tmp_path / "w", extra=extra)
        while len(service.asked) <= 5 and first.poll() is None:
            time.sleep(0.01)
        first.send_signal(signal.SIGKILL)
        first.communicate(timeout=60)
        assert first.returncode == -signal.SIGKILL
        service.after = None
        service.released.set()
        then = start("crawl", cwd=tmp_path / "w", extra=extra)
        out, err = then.communicate(timeout=120)
    assert (then.returncode, "whole" in out) == (0, True), out + err
    with opened(tmp_path / "w") as kept:
        assert sorted(int(reading.review.ref) for reading in kept.readings()) == list(range(750))
        [state] = kept.targets()
        assert (state.captured, state.failed) == (750, 0)
