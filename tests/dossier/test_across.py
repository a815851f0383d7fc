"""Dossiers of one workspace agree with each other, and nothing stands in them twice."""

from __future__ import annotations

from tests.dossier.written import WELL, checked, faults


def test_a_client_told_differently_in_two_dossiers_is_a_fault_that_names_both() -> None:
    other = WELL.replace("Harbour Care", "Lantern Desk").replace('"banking"', '"insurance"')
    [fault] = checked(WELL, other).faults
    assert (fault.file, fault.path) == ("vendors/v2.toml", "client[1].industry")
    assert "vendors/v1.toml: client[1].industry ('banking')" in fault.expected


def test_what_one_dossier_leaves_out_the_other_tells() -> None:
    other = WELL.replace("Harbour Care", "Lantern Desk").replace('industry = "banking"\n', "")
    made = checked(other, WELL)
    assert made.faults == ()
    assert made.dossiers[0].clients == made.dossiers[1].clients
    assert made.dossiers[0].clients[0].industry == "banking"


def test_one_domain_is_one_client() -> None:
    other = WELL.replace("Harbour Care", "Lantern Desk").replace("Bluebird Bank", "Bluebird Banking")
    [fault] = checked(WELL, other).faults
    assert "vendors/v1.toml: client[1] (Bluebird Bank) has it too" in fault.expected


def test_what_stands_twice_is_a_fault() -> None:
    assert "write one dossier a vendor" in str(checked(WELL, WELL).faults)
    client = WELL[WELL.index("[[client]]") :]
    assert "client[2].name: expected each client once in a dossier" in str(checked(WELL + client).faults[0])
    target = WELL[WELL.index('  [[client.target]]\n  spider = "pages"') :]
    assert "client[1].target[3].spider: expected each target once" in faults(WELL + target)[0]
