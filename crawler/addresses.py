"""Which addresses a crawl may ask: those of the public internet, checked when a name is resolved."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.reasons import NO_HOST, PRIVATE, Unfetched

_NAT64: Final = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address that is asked


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whichever way it is wrapped in IPv6."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a mapped, 6to4, Teredo or NAT64 address leads to."""
    teredo = ip.teredo[1] if ip.teredo else None
    nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or nat64


def check_literal(host: str, allowed: Collection[str]) -> None:
    """Raise Unfetched for a host that is itself an address which may not be asked: no resolver sees those."""
    bare = host.strip("[]")
    try:
        ip_address(bare)
    except ValueError:
        return
    if bare not in allowed and not is_public(bare):
        raise Unfetched(PRIVATE)


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses one that leads to anything but public addresses.

    The connection goes to the very addresses that were checked, so that a name which answers
    differently the second time gains nothing. `allowed` are host names that a person let through.
    """

    def __init__(self, allowed: Collection[str] = ()) -> None:
        self._allowed = frozenset(allowed)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        except OSError as error:
            raise Unfetched(NO_HOST, again=True) from error
        if host not in self._allowed and not all(is_public(str(info[4][0])) for info in found):
            raise Unfetched(PRIVATE)
        return [
            ResolveResult(
                hostname=host,
                host=str(info[4][0]),
                port=port,
                family=info[0],
                proto=info[2],
                flags=socket.AI_NUMERICHOST,
            )
            for info in found
        ]

    async def close(self) -> None:
        """Nothing is held."""
