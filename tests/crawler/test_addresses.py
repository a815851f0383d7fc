"""Nothing but the public internet is asked for, however its address is written."""

from __future__ import annotations

import asyncio

import pytest

from crawler.addresses import PublicResolver, check_literal, is_public
from crawler.reasons import NO_HOST, PRIVATE, Unfetched


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2002:0808:0808::1", "64:ff9b::808:808"]
)
def test_public(address: str) -> None:
    assert is_public(address)
    check_literal(f"[{address}]" if ":" in address else address, ())


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a9fe:a9fe",
        "2001:0:4136:e378::80ff:fffe",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "169.254.169.254", "[::ffff:7f00:1]"])
def test_an_address_in_a_url_is_refused_unless_a_person_let_it_through(host: str) -> None:
    with pytest.raises(Unfetched, match="address refused"):
        check_literal(host, ())
    check_literal(host, {host.strip("[]")})


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
def test_a_name_that_leads_home_is_refused_when_it_is_resolved(host: str) -> None:
    with pytest.raises(Unfetched) as refused:
        asyncio.run(PublicResolver().resolve(host, 80))
    assert refused.value.reason in (PRIVATE, NO_HOST)
    assert not refused.value.again or refused.value.reason == NO_HOST


def test_a_name_that_a_person_let_through_is_resolved() -> None:
    [first, *_] = asyncio.run(PublicResolver({"localhost"}).resolve("localhost", 80))
    assert first["host"] in ("127.0.0.1", "::1")
