"""The gate of a domain: whom it lets through, and when it is given up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.model import Target
from crawler.desk import Desk
from crawler.halt import Halt
from crawler.politeness.domains import Domains
from crawler.politeness.gate import FAILURES, REFUSALS, Gate
from crawler.session import Session
from crawler.sources import spiders
from crawler.visit import Visit

DOMAIN = "bluebird.example"


def test_whoever_takes_the_lock_next_keeps_the_rest_that_is_owed(tmp_path: Path) -> None:
    """Longer than it takes to start a process: a site that asked for a minute gets it."""

    async def turn_is_granted() -> bool:
        first, second = Gate(DOMAIN, tmp_path), Gate(DOMAIN, tmp_path)
        assert first.lock()
        assert not second.lock()
        first.refuse(429, told=60.0)
        first.release()
        assert second.lock()
        try:
            async with asyncio.timeout(0.05), second.turn(Halt()):
                return True
        except TimeoutError:
            return False
        finally:
            second.release()

    assert not asyncio.run(turn_is_granted())


def test_a_domain_is_given_up_for_what_goes_wrong_in_a_row_alone() -> None:
    gate = Gate(DOMAIN, None)
    for _ in range(3):
        for _ in range(FAILURES - 1):
            gate.fail("timeout")
        for _ in range(REFUSALS - 1):
            gate.refuse(503, told=0.0)
        gate.answered()
    assert not gate.given_up
    for _ in range(FAILURES):
        gate.fail("timeout")
    assert gate.given_up == f"{DOMAIN} given up: {FAILURES} pages in a row never came (timeout)"


@pytest.mark.parametrize(("told", "given_up"), [(300.0, False), (301.0, True)])
def test_a_site_may_ask_for_five_minutes_and_no_more(told: float, given_up: bool) -> None:
    gate = Gate(DOMAIN, None)
    gate.refuse(429, told)
    assert bool(gate.given_up) is given_up


@pytest.mark.parametrize("asked", [0.0, 2.5])
def test_the_longer_of_the_sources_delay_and_ones_own_is_kept(tmp_path: Path, asked: float) -> None:
    source = next(iter(spiders().values()))
    session = Session(None, Domains(folder=tmp_path), Desk(processes=False), Halt(), b"", delay=asked)
    visit = Visit(Target.of(source.name, "bluebird-bank", {}), replace(source.policy, delay=1.0), session)
    assert visit.gate(f"https://{DOMAIN}/").delay == max(asked, 1.0)
