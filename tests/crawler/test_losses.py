"""Pages that never came: failed where their own domain answers again, and open where it does not."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.items import PageItem
from crawler.losses import Losses
from crawler.politeness.gate import Gate
from crawler.reasons import ROBOTS_FORBIDS, TIMEOUT, Unfetched
from store.ledger import PageRef


def page(url: str) -> PageItem:
    return PageItem(PageRef("t", url), datetime.now(UTC), failed=TIMEOUT)


def test_a_domain_that_answers_settles_its_own_pages_alone() -> None:
    losses, answering, silent = Losses(), Gate("bluebird.example", None), Gate("copper.example", None)
    mine, other = page("https://bluebird.example/1"), page("https://copper.example/1")
    assert not losses.add(answering, mine, Unfetched(TIMEOUT, again=True))
    assert not losses.add(silent, other, Unfetched(TIMEOUT, again=True))
    assert losses.settled() == []
    losses.answered(answering)
    assert (losses.settled(), losses.unsettled) == ([mine], [other])
    assert losses.settled() == []  # told once


def test_what_trying_again_cannot_help_has_failed_at_once() -> None:
    losses, gate = Losses(), Gate("bluebird.example", None)
    assert losses.add(gate, page("https://bluebird.example/private"), Unfetched(ROBOTS_FORBIDS))
    assert losses.unsettled == []
