"""The official client, and its errors as one clear line."""

from __future__ import annotations

import base64
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, AsyncElasticsearch, Elasticsearch, UnsupportedProductError
from elasticsearch.exceptions import ElasticsearchWarning

from analysis.errors import StoreError, StoreReadOnly, StoreRefused, StoreUnreachable
from store.elastic.address import Address

REQUEST_SECONDS = 60.0  # a composite over millions of documents on a cold disk takes seconds
_RETRIES = 2  # of a question that met a busy server; what a crawl writes is tried for `patience` instead
BUSY = (429, 502, 503, 504)  # worth another try: too busy, or not there just now
BLOCKED = "cluster_block_exception"  # comes as 429 or 403, and no patience helps
# answers that come while shards are still starting, after the server itself is back
STARTING = ("unavailable_shards_exception", "no_shard_available_action_exception", "search_phase_execution_exception")
_LONGEST_REASON = 300  # characters of what a server said: a line, not a page
_START = "start it (`docker compose up -d elasticsearch`), or keep to one machine with --store sqlite:rbp.db"
_PRODUCT_HEADER = "x-elastic-product"

for _name in ("elastic_transport.transport", "elastic_transport.node_pool"):
    logging.getLogger(_name).setLevel(logging.ERROR)  # they log each request and retry; we tell once what it means


def sync_client(address: Address) -> Elasticsearch:
    return Elasticsearch(**_options(address), max_retries=_RETRIES, retry_on_status=BUSY)


def async_client(address: Address) -> AsyncElasticsearch:
    """Retries nothing: the writer does, and looks at what each document was answered."""
    return AsyncElasticsearch(**_options(address), max_retries=0)


def _options(address: Address) -> dict[str, Any]:
    # the server warns on every answer that its security is off; whose server it is knows that
    warnings.filterwarnings("ignore", category=ElasticsearchWarning)
    made: dict[str, Any] = {"hosts": [address.url], "request_timeout": REQUEST_SECONDS}
    if address.api_key:
        made["api_key"] = address.api_key
    elif address.basic:
        pair = ":".join(address.basic).encode()  # the client itself would take ASCII alone
        made["basic_auth"] = base64.b64encode(pair).decode()
    if address.ca and address.url.startswith("https:"):
        made["ca_certs"] = address.ca
    return made


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Raise what the client raises as a StoreError that names the server and the cure."""
    try:
        yield
    except (ApiError, TransportError, UnsupportedProductError) as error:
        raise translate(error, address) from None


def translate(error: Exception, address: Address) -> StoreError:
    if isinstance(error, UnsupportedProductError):
        return _foreign(address, "an answer without Elasticsearch's product header")
    if isinstance(error, ApiError):
        return _refusal(error, address)
    if isinstance(error, TlsError):
        return StoreRefused(
            f"{address.url}: expected a certificate that we trust, got {_short(error)}; "
            "name the server's CA file by RBP_STORE_CA"
        )
    if isinstance(error, ConnectionTimeout):
        return StoreUnreachable(
            f"{address.url}: expected an answer within {REQUEST_SECONDS:.0f} s, got none; is it busy?"
        )
    if isinstance(error, NoConnection):
        return StoreUnreachable(f"expected Elasticsearch at {address.url}, got {_refused_how(error)}; {_START}")
    return StoreError(f"{address.url}: {_short(error)}")


def _refusal(error: ApiError, address: Address) -> StoreError:
    status, kind, reason = error.meta.status, error_type(error.body), error_reason(error.body)
    if kind == BLOCKED:
        return read_only(address, reason)
    if kind == "media_type_header_exception":
        return StoreRefused(
            f"{address.url}: expected a server that knows this client, got one that refuses it (Elasticsearch 8 and "
            "client 9); install the client of that server: pip install 'elasticsearch<9'"
        )
    if status == 401:
        way = "those that were given were refused" if address.secured else "none were given"
        return StoreRefused(
            f"{address.url}: expected credentials, {way}; "
            "set RBP_STORE_USER and RBP_STORE_PASSWORD, or RBP_STORE_API_KEY"
        )
    if status == 403:
        return StoreRefused(
            f"{address.url}: expected permission, got none: {reason}; see docs/elasticsearch.md, Security"
        )
    if _PRODUCT_HEADER not in error.meta.headers and status not in BUSY:
        return _foreign(address, f"{status} without Elasticsearch's product header")
    if status in BUSY:
        return StoreUnreachable(f"{address.url}: expected an answer, got {status} {kind}: {reason}; try again later")
    if kind in ("index_not_found_exception", "no_such_index_exception"):
        return StoreError(f"{address.url}: {reason}; make the indices with `rbp store init`")
    return StoreError(f"{address.url}: {status} {kind}: {reason}")


def read_only(address: Address, reason: str) -> StoreReadOnly:
    return StoreReadOnly(
        f"{address.url} takes no writes: {reason[:_LONGEST_REASON]}; make room on its disk, or lift the block "
        "(index.blocks.*), and start again: what was saved is safe"
    )


def _foreign(address: Address, got: str) -> StoreRefused:
    return StoreRefused(
        f"{address.url}: expected Elasticsearch, got {got}; OpenSearch and other look-alikes are not supported, "
        "use Elasticsearch 8.19 or 9, or --store sqlite:rbp.db"
    )


def error_type(body: Any) -> str:
    """`type` of an error in an answer, or in an item of one; empty where it has none."""
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("type", "")) if isinstance(error, dict) else ""


def error_reason(body: Any) -> str:
    """What the server said, with the cause beneath it where there is one."""
    error = body.get("error") if isinstance(body, dict) else body
    if not isinstance(error, dict):
        return str(error)[:_LONGEST_REASON]
    cause: Any = error.get("caused_by") or next(iter(error.get("root_cause") or []), {})
    said = dict.fromkeys(str(part.get("reason", "")) for part in (error, cause) if isinstance(part, dict))
    return ": ".join(part for part in said if part)[:_LONGEST_REASON]


def _refused_how(error: Exception) -> str:
    text = str(error)
    if "refused" in text.lower() or "Cannot connect" in text:
        return "no answer: the connection was refused"
    return f"no answer: {_short(error)}"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:_LONGEST_REASON]
