"""What every command is given: where the workspace and the store are. Commands take it with `@click.pass_obj`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from analysis.errors import DossierError, StoreError, WorkspaceError

if TYPE_CHECKING:
    from analysis.model import Dossier
    from cli.workspace import Survey, Workspace
    from store.base import Store


@dataclass(slots=True)
class Context:
    """The click object. Nothing is read before it is asked for, and nothing twice."""

    workspace_option: Path | None = None
    store_option: str | None = None
    debug: bool = False
    _surveys: dict[bool, Survey | None] = field(default_factory=dict)

    def workspace(self, *, spiders: bool = False) -> Workspace:
        """The checked workspace. `spiders=True` also checks the targets' spiders and parameters, which imports Scrapy.

        Raises WorkspaceError where there is none, DossierError where it has faults.
        """
        return self.find_workspace(spiders=spiders) or self._missing()

    def find_workspace(self, *, spiders: bool = False) -> Workspace | None:
        """Like `workspace`, None where there is none and none was asked for."""
        found = self.survey(spiders=spiders)
        if found and found.faults:
            raise DossierError(found.faults)
        return found.workspace if found else None

    def survey(self, *, spiders: bool = False) -> Survey | None:
        """The workspace with its faults and warnings, for those who tell them; None where there is none."""
        if True in self._surveys:
            return self._surveys[True]  # the stricter one will do for either
        if spiders not in self._surveys:
            self._surveys[spiders] = self._read(spiders)
        return self._surveys[spiders]

    def _read(self, spiders: bool) -> Survey | None:
        from cli.workspace import find_root, survey

        root = find_root(self.workspace_option, Path.cwd())
        if root is None:
            return None
        if not spiders:
            return survey(root)
        from crawler.sources import parameters

        return survey(root, parameters())

    def require_survey(self, *, spiders: bool = False) -> Survey:
        """Like `survey`. Raises WorkspaceError where there is no workspace."""
        return self.survey(spiders=spiders) or self._missing()

    def _missing(self) -> NoReturn:
        raise WorkspaceError(
            f"expected rbp.toml in {Path.cwd()} or above, got none; make a workspace with `rbp init`, "
            "or name one with --workspace"
        )

    def store_url(self) -> str:
        """--store, else RBP_STORE, else rbp.toml, else sqlite:rbp.db beside it."""
        given = self.store_option or os.environ.get("RBP_STORE")
        return given or self.workspace().store_url

    def open_store(self, **more: str) -> Store:
        """Open it with the options of `[store]` in rbp.toml, and with `more`; close it, or use `with`."""
        import store

        workspace = self.find_workspace()
        return store.open(self.store_url(), _store_options(workspace) | more)

    def open_any_store(self) -> Store:
        """Like `open_store`, from a workspace that may have faults: for those who look at what is ill."""
        import store

        found = self.survey()
        given = self.store_option or os.environ.get("RBP_STORE")
        if found and not found.is_told and not given:
            raise StoreError("rbp.toml cannot be read, so the store is not known; see `rbp check`")
        url = given or (found.workspace.store_url if found else self._missing())
        return store.open(url, _store_options(found.workspace if found else None))

    def dossiers(self, names: Sequence[str] = (), *, spiders: bool = False) -> list[Dossier]:
        """The dossiers of these vendors, in the order asked for and each once; of all where none is named.

        A name is the dossier's file name without `.toml`, or the vendor's name. Raises UsageError for a
        wrong one, with the nearest; WorkspaceError where there is no dossier at all.
        """
        from cli.vendors import choose

        workspace = self.workspace(spiders=spiders)
        if not workspace.dossiers:
            raise WorkspaceError(f"expected a dossier in {workspace.root / 'vendors'}, got none; see `rbp init --help`")
        return choose(workspace.dossiers, names)


def _store_options(workspace: Workspace | None) -> dict[str, str]:
    """The rest of `[store]` in rbp.toml, as text, and the folder from which its paths are taken."""
    root = {"root": str(workspace.root)} if workspace else {}
    table = workspace.settings.get("store") if workspace else None
    told = table.items() if isinstance(table, dict) else ()
    return {key: str(value) for key, value in told if key != "url"} | root
