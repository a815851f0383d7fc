"""One module a brief format: `render(brief) -> str | bytes`, found by its name."""

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


def render(brief: Brief, name: str) -> bytes:
    """The brief as the content of a file; text is UTF-8. Raises UsageError for a format that there is not."""
    if name not in names():
        raise UsageError(f"expected a format ({', '.join(names())}), got {name!r}")
    rendered: str | bytes = importlib.import_module(f"analysis.formats.{name}").render(brief)
    return rendered.encode() if isinstance(rendered, str) else rendered
