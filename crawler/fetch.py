"""The download handler: how a page is asked for, and what is refused before, while and after asking.

aiohttp in place of Scrapy's own handler, because it lets the very address be checked that is connected to,
runs on plain asyncio (a crawl can be run twice in one process, which Twisted's reactor cannot) and is faster.
"""

from __future__ import annotations

import asyncio
from ssl import SSLError
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from aiohttp import ClientTimeout
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from yarl import URL

from analysis.errors import DomainBusy
from crawler import reasons
from crawler.addresses import PublicResolver, check_literal
from crawler.reasons import Interrupted, Unfetched
from crawler.visit import Visit

_CHUNK: Final = 64 * 1024  # bytes read at a time: how far beyond the limit a body can get
_SCHEMES: Final = ("http", "https")
_OWN_HEADERS: Final = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")  # those of the request alone


class FetchHandler(BaseDownloadHandler):
    """Fetches http and https. Raises Unfetched with its reason, or Interrupted where the crawl stops."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = ClientTimeout(total=crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))
        self._http: aiohttp.ClientSession | None = None

    @property
    def _visit(self) -> Visit:
        visit: Visit = getattr(self.crawler.spider, "visit", None) or Visit.stray()
        return visit

    async def download_request(self, request: Request) -> Response:
        visit = self._visit
        address = self._address(request.url, visit)
        gate = visit.gate(request.url)
        if gate.given_up:
            visit.stop(f"failed: {gate.given_up}")
            raise Interrupted(gate.given_up)
        try:
            await visit.session.domains.visit(gate, visit.halt)
        except DomainBusy as busy:
            raise Unfetched(f"{gate.domain} is held by another crawl") from busy
        async with gate.turn(visit.halt):
            return await visit.halt.race(self._fetch(request, address, visit))

    def _address(self, url: str, visit: Visit) -> URL:
        """Where to connect to: the URL itself, or the port of this machine that replays its host."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in _SCHEMES or not host:
            raise Unfetched(reasons.NOT_WEB)
        replay = visit.session.replay
        if replay is None or host not in replay.hosts:
            check_literal(host, visit.session.allow_hosts)
        if replay is None:
            return URL(url, encoded=True)
        if host not in replay.hosts:
            raise Unfetched(reasons.NOT_REPLAYED)
        at, port = replay.hosts[host]
        path = parts.path or "/"
        return URL(f"http://{at}:{port}{path}{'?' + parts.query if parts.query else ''}", encoded=True)

    async def _fetch(self, request: Request, address: URL, visit: Visit) -> Response:
        headers = list(request.headers.to_tuple_list())
        if visit.session.replay is not None:
            headers.append(("Host", urlsplit(request.url).netloc))
        try:
            async with self._session(visit).request(
                request.method, address, headers=headers, data=request.body or None, allow_redirects=False
            ) as answer:
                reasons.check_redirect(answer.status, answer.headers.get("Location"))
                body = await self._body(answer)
        except Exception as error:
            raise _unfetched(error) from error
        told = Headers(list(answer.headers.items()))
        made = responsetypes.from_args(headers=told, url=request.url, body=body)
        return made(url=request.url, status=answer.status, headers=told, body=body, request=request)

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        """The whole body; raises Unfetched as soon as it is told, or found, to be over the limit."""
        if (answer.content_length or 0) > self._limit:
            raise Unfetched(reasons.TOO_LARGE)
        chunks, size = [], 0
        async for chunk in answer.content.iter_chunked(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > self._limit:
                raise Unfetched(reasons.TOO_LARGE)
        return b"".join(chunks)

    def _session(self, visit: Visit) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=PublicResolver(visit.session.allow_hosts), ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,  # Scrapy's middleware unpacks, and stops at the limit
                skip_auto_headers=_OWN_HEADERS,
                timeout=self._timeout,
            )
        return self._http

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()


def _unfetched(error: Exception) -> Exception:
    """aiohttp's many errors as the few reasons that are counted; what is none of them stays as it is."""
    if isinstance(error, (TimeoutError, asyncio.TimeoutError)):
        return Unfetched(reasons.TIMEOUT, again=True)
    if isinstance(error, (aiohttp.ClientSSLError, SSLError)):
        return Unfetched(reasons.BAD_TLS)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Unfetched(reasons.NO_HOST, again=True)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Unfetched(reasons.REFUSED, again=True)
    if isinstance(error, (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError)):
        return Unfetched(reasons.NOT_WEB)
    if isinstance(error, (aiohttp.ClientError, ConnectionError)):
        return Unfetched(reasons.LOST, again=True)
    return error
