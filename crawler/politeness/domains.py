"""One gate a registrable domain: how soon it may be asked again, whoever in this process asks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache, lru_cache
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from analysis.errors import DomainBusy
from crawler.halt import Halt
from crawler.politeness.gate import Gate
from crawler.politeness.locks import cache_folder

if TYPE_CHECKING:
    from tldextract import TLDExtract

_LOOK_AGAIN: Final = 0.25  # seconds between two looks at a lock that another process holds


def domain_of(url: str) -> str:
    """The registrable domain of a URL, by the public suffix list inside tldextract.

    Where the list has no rule its default one holds: the last two labels. An address stands for itself.
    """
    return _domain((urlsplit(url).hostname or "").rstrip("."))


@lru_cache(maxsize=4096)
def _domain(host: str) -> str:
    try:
        ip_address(host)
    except ValueError:
        return _suffixes()(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])
    return host


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list inside the package: nothing is downloaded


class Domains:
    """All gates of this process.

    `paced` false (replay without `;pace`) lifts the delays and the locks, not the limits told by the
    site itself; `pace` takes the place of every spider's delay. `say` tells a person that it waits.
    """

    def __init__(
        self,
        *,
        paced: bool = True,
        pace: float | None = None,
        patience: float = 3600.0,
        folder: Path | None = None,
        say: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.paced = paced
        self._pace = pace
        self._patience = patience
        self._folder = folder
        self._say = say
        self._gates: dict[str, Gate] = {}

    def gate(self, url: str, delay: float = 0.0) -> Gate:
        """The gate of the URL's domain, kept at the longest delay that anybody asked of it."""
        domain = domain_of(url)
        if domain not in self._gates:
            self._gates[domain] = Gate(domain, self._lock_folder() if self.paced else None)
        gate = self._gates[domain]
        if self.paced:
            gate.slow_down(delay if self._pace is None else self._pace)
        return gate

    @asynccontextmanager
    async def hold(self, urls: Iterable[str], halt: Halt) -> AsyncIterator[None]:
        """Own the domains of these URLs while the block lasts: no other target, here or in another process.

        Raises DomainBusy where another process holds one for longer than patience, Interrupted on a stop.
        """
        if not self.paced:
            yield
            return
        gates = {domain_of(url): self.gate(url) for url in urls}
        async with AsyncExitStack() as stack:
            for _, gate in sorted(gates.items()):  # one order for all, so that two never wait for each other
                await halt.race(gate.owner.acquire())
                stack.callback(gate.owner.release)
                await self._lock(gate, self._patience, halt)
                stack.callback(gate.release)
            yield

    async def visit(self, gate: Gate, halt: Halt) -> None:
        """See that this process holds a domain which no target of it began with: a redirect led there."""
        if self.paced and not gate.locked:
            await self._lock(gate, STRAY_PATIENCE, halt)

    def close(self) -> None:
        for gate in self._gates.values():
            gate.release()

    async def _lock(self, gate: Gate, patience: float, halt: Halt) -> None:
        started, told = monotonic(), False
        while not gate.lock():
            if not told:
                self._say(f"waiting for {gate.domain}: another rbp crawls it{gate.held_by()}")
                told = True
            if monotonic() - started > patience:
                raise DomainBusy(
                    f"expected {gate.domain} to be free, got it held{gate.held_by()} for {patience:.0f} s; "
                    "try again when that crawl has ended"
                )
            await halt.sleep(_LOOK_AGAIN)

    def _lock_folder(self) -> Path:
        folder = (self._folder or cache_folder()) / "domains"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


STRAY_PATIENCE: Final = 10.0  # seconds; waiting longer for a domain off the way might be waiting in a ring
