"""What may stand in rbp.toml, and what is said of anything else."""

from __future__ import annotations

import pytest

from analysis.dossier import check_settings
from tests.dossier.written import SPIDERS


@pytest.mark.parametrize("contact", ["ops@buyer.example", "mailto:ops@buyer.example", "https://buyer.example/contact"])
def test_a_contact_is_a_mail_address_or_an_https_page(contact: str) -> None:
    settings, wrong = check_settings("rbp.toml", {"contact": contact})
    assert (settings.contact, wrong) == (contact, ())


@pytest.mark.parametrize(
    "contact", [None, "", 7, "ops", "ops@buyer", "http://buyer.example", "https://", "mailto:", "a b@c.example"]
)
def test_anything_else_is_no_contact(contact: object) -> None:
    data = {} if contact is None else {"contact": contact}
    [fault] = check_settings("rbp.toml", data)[1]
    assert fault.path == "contact"


def test_a_misspelt_setting_gets_the_nearest() -> None:
    told = check_settings("rbp.toml", {"contact": "a@b.example", "stor": {}, "crawl": {"delays": 1, "delay": -1}})[1]
    assert [(fault.path, fault.hint) for fault in told] == [
        ("stor", "did you mean 'store'?"),
        ("crawl.delays", "did you mean 'delay'?"),
        ("crawl.delay", ""),
    ]


def test_a_source_that_nobody_knows_cannot_be_opted_in() -> None:
    data = {"contact": "a@b.example", "crawl": {"opt_in": ["shops"]}}
    assert check_settings("rbp.toml", data)[1] == ()
    [fault] = check_settings("rbp.toml", data, SPIDERS)[1]
    assert (fault.path, fault.hint) == ("crawl.opt_in[1]", "did you mean 'shop'?")


def test_a_password_in_a_shared_file_is_a_fault_and_is_not_repeated() -> None:
    data = {"contact": "a@b.example", "store": {"url": "https://elastic:hunter2@search.example:9200"}}
    [fault] = check_settings("rbp.toml", data)[1]
    assert fault.path == "store.url"
    assert "hunter2" not in str(fault)


def test_reading_is_deep_or_not() -> None:
    def faults(reading: dict[str, object]) -> list[tuple[str, str]]:
        told = check_settings("rbp.toml", {"contact": "a@b.example", "reading": reading})[1]
        return [(fault.path, fault.expected) for fault in told]

    assert faults({"deep": True}) == faults({"deep": False}) == []
    assert faults({"deep": "yes"}) == [("reading.deep", "true or false")]
    assert [path for path, _ in faults({"deeper": True})] == ["reading.deeper"]
