"""Where readings are kept and asked for. `store.open("sqlite:rbp.db")`, `store.open("http://127.0.0.1:9200")`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

from analysis.errors import UsageError
from store.base import Store

_CONTRACT = {"base", "ledger"}


def backends() -> dict[str, str]:
    """URL scheme -> module, of every store in this package. A store is a module with `SCHEMES` and `connect`."""
    return {scheme: name for name in _modules() for scheme in _load(name).SCHEMES}


def open(url: str, options: Mapping[str, str] | None = None) -> Store:  # noqa: A001  (the house's name: store.open)
    """Open the store at a URL. `options` are those of `[store]` in rbp.toml, such as `prefix` or `patience`.

    Raises UsageError for a scheme that no store has, StoreError where it cannot be opened.
    """
    scheme = url.partition(":")[0].lower()
    known = backends()
    if scheme not in known:
        raise UsageError(
            f"expected a store such as sqlite:rbp.db or http://127.0.0.1:9200, got {url!r}; "
            + (f"did you mean {'sqlite:' + url!r}?" if ":" not in url else f"known schemes: {', '.join(sorted(known))}")
        )
    connected: Store = _load(known[scheme]).connect(url, options or {})
    return connected


def _modules() -> list[str]:
    names = (module.name for module in pkgutil.iter_modules(__path__))
    return [name for name in names if name not in _CONTRACT and hasattr(_load(name), "SCHEMES")]


def _load(name: str) -> ModuleType:
    return importlib.import_module(f"store.{name}")
