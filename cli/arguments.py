"""Arguments that several commands take, completed by the shell."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

from analysis.errors import WorkspaceError


class VendorName(StringParamType):
    """A vendor's name as it is typed: `@click.argument("vendors", nargs=-1, type=VENDOR)`.

    Whether there is one is told by `cli.vendors.choose`, with the dossiers at hand.
    """

    name = "vendor"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The file names of the dossiers that begin like this; nothing where there is no workspace."""
        from cli.workspace import VENDORS_FOLDER, find_root

        try:
            root = find_root(ctx.find_root().params.get("workspace"), Path.cwd())
            names = sorted(path.stem for path in (root / VENDORS_FOLDER).glob("*.toml")) if root else []
        except (OSError, WorkspaceError):
            return []
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


VENDOR = VendorName()
