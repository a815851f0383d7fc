"""What every command is given: where the workspace and the store are. Commands take it with `@click.pass_obj`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Context:
    workspace_option: Path | None
    store_option: str | None
