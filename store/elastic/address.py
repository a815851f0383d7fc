"""Where an Elasticsearch is and how we show who we are. Credentials never reach a message, a log or a repr."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from analysis.errors import UsageError

DEFAULT_PREFIX = "rbp"
DEFAULT_PATIENCE = 300.0  # seconds that a crawl waits for a server that is away: time to restart a node by hand
DEFAULT_PORT = 9200
DEAD_LETTERS = "rbp-dead-letters.jsonl"
_PREFIX = re.compile(r"[a-z][a-z0-9_-]{0,63}")  # what an index name may be made of
# what each secret is called in the environment, and in the file that `credentials` in [store] names
_SECRETS = {"user": "RBP_STORE_USER", "password": "RBP_STORE_PASSWORD", "api_key": "RBP_STORE_API_KEY"}


@dataclass(frozen=True, slots=True)
class Address:
    """`url` has no credentials. `patience` is in seconds."""

    url: str
    prefix: str = DEFAULT_PREFIX
    patience: float = DEFAULT_PATIENCE
    shards: int = 1
    dead_letters: Path = Path(DEAD_LETTERS)
    ca: str = ""
    basic: tuple[str, str] | None = field(default=None, repr=False)
    api_key: str = field(default="", repr=False)

    @property
    def secured(self) -> bool:
        return bool(self.basic or self.api_key)


def read_address(url: str, options: Mapping[str, str]) -> Address:
    """From the URL, the options of [store] in rbp.toml, and the environment, which goes first.

    Paths among the options are taken from the folder `root`. Raises UsageError for what is malformed.
    """
    parts, shown = _split(url)
    root = Path(options.get("root", "."))
    secrets = _secrets(options, root)
    if parts.username is not None:  # one given with the URL is the nearest of all
        secrets |= {"user": unquote(parts.username), "password": unquote(parts.password or ""), "api_key": ""}
    prefix = options.get("prefix", DEFAULT_PREFIX)
    if not _PREFIX.fullmatch(prefix):
        raise UsageError(
            f"expected a prefix of lower-case letters, digits, - and _, such as {DEFAULT_PREFIX!r}, got {prefix!r}"
        )
    ca = os.environ.get("RBP_STORE_CA") or options.get("ca", "")
    return Address(
        url=shown,
        prefix=prefix,
        patience=_number(options, "patience", DEFAULT_PATIENCE),
        shards=max(1, int(_number(options, "shards", 1))),
        dead_letters=root / options.get("dead_letters", DEAD_LETTERS),
        ca=str(root / ca) if ca else "",
        basic=(secrets["user"], secrets.get("password", "")) if secrets.get("user") else None,
        api_key=secrets.get("api_key", ""),
    )


def _split(url: str) -> tuple[SplitResult, str]:
    """The parts of a URL, and the URL without credentials and with its port."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORT
    except ValueError:
        raise UsageError(f"expected a store such as http://127.0.0.1:{DEFAULT_PORT}, got one with a bad port") from None
    if not parts.hostname or parts.query or parts.fragment:
        raise UsageError(
            f"expected a store such as http://127.0.0.1:{DEFAULT_PORT}, got {parts.scheme}: without a plain host"
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return parts, f"{parts.scheme.lower()}://{host}:{port}{parts.path.rstrip('/')}"


def _secrets(options: Mapping[str, str], root: Path) -> dict[str, str]:
    found = {name: os.environ[variable] for name, variable in _SECRETS.items() if os.environ.get(variable)}
    if found or "credentials" not in options:
        return found
    path = root / Path(options["credentials"]).expanduser()
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"expected credentials in {path} (`credentials` in [store]), got {error.strerror}") from None
    except ValueError:  # the parser's own message may quote the file
        raise UsageError(
            f"{path}: expected TOML with user and password, or api_key; see docs/elasticsearch.md"
        ) from None
    unknown = sorted(set(table) - set(_SECRETS))
    if unknown or not table:
        raise UsageError(f"{path}: expected user and password, or api_key, got {', '.join(unknown) or 'an empty file'}")
    return {name: str(value) for name, value in table.items()}


def _number(options: Mapping[str, str], name: str, default: float) -> float:
    try:
        number = float(options.get(name, default))
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        raise UsageError(f"expected {name} in [store] as a number, such as {default:g}, got {options[name]!r}")
    return number
