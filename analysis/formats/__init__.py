"""One module a brief format: `render(brief) -> str`, found by its name."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from analysis.errors import UsageError

if TYPE_CHECKING:
    from analysis.brief import Brief


def names() -> list[str]:
    """All formats, by the names of their modules; one that starts with `_` is none."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def render(brief: Brief, name: str) -> str:
    """The brief as text in the named format. Raises UsageError for a format that there is not."""
    if name not in names():
        raise UsageError(f"expected a format ({', '.join(names())}), got {name!r}")
    text: str = importlib.import_module(f"analysis.formats.{name}").render(brief)
    return text
