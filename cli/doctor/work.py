"""Are the workspace and the store well?"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import RbpError, WorkspaceError
from cli.context import Context
from cli.doctor.finding import Finding, State, fault, from_error, note, well
from cli.render.clean import bare_url

if TYPE_CHECKING:
    from cli.workspace import Survey
    from store.base import Health, Store

_MAKE = "make a workspace with `rbp init`"


def _workspace(context: Context) -> Iterator[Finding]:
    try:
        found = context.survey(spiders=True)
    except WorkspaceError as error:
        yield from_error("workspace", str(error), _MAKE)
        return
    if found is None:
        yield note("workspace", "none here or above", _MAKE)
        return
    yield well("workspace", str(found.workspace.root))
    yield from _contact(found)
    yield _dossiers(found)


def _contact(found: Survey) -> Iterator[Finding]:
    wrong = [fault for fault in found.faults if fault.path == "contact"]
    if wrong:
        yield fault("contact", f"got {wrong[0].got}", f"write {wrong[0].expected} in rbp.toml")
    elif found.is_told:
        yield well("contact", found.workspace.contact)


def _dossiers(found: Survey) -> Finding:
    from cli.render.numbers import plural

    wrong = [fault for fault in found.faults if fault.path != "contact"]
    told = plural(len(found.workspace.dossiers), "dossier")
    if wrong:
        files = plural(len({fault.file for fault in wrong}), "file")
        return fault("dossiers", f"{plural(len(wrong), 'fault')} in {files}", "`rbp check` tells which")
    if found.warnings:
        return note("dossiers", f"{told}, {plural(len(found.warnings), 'warning')}", "`rbp check` tells which")
    return well("dossiers", told)


def root_of(context: Context) -> Path | None:
    """The workspace's folder; None where there is none, which the workspace's own probe tells."""
    try:
        found = context.survey(spiders=True)
    except WorkspaceError:
        return None
    return found.workspace.root if found else None


def _secret(context: Context) -> Iterator[Finding]:
    from cli.secret import read_secret
    from cli.workspace import SECRET_FILE

    root = root_of(context)
    path = root / SECRET_FILE if root else None
    if path is None or not path.exists():
        return  # it is made when it is first needed
    try:
        read_secret(path)
    except WorkspaceError as error:
        yield from_error("secret", str(error), f"bring {path} back from a backup")
        return
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield note("secret", f"others may read {path}", f"chmod 600 {path}")
    else:
        yield well("secret", "for this user only")


def _store(context: Context) -> Iterator[Finding]:
    try:
        with context.open_any_store() as store:
            told = _told(store.health())
            yield told
            if told.state is State.WELL:
                yield from _readings(context, store)
    except WorkspaceError:
        yield note("store", "none: no workspace, no --store, no RBP_STORE", _MAKE)
    except RbpError as error:
        yield from_error("store", bare_url(str(error)), "see that it runs, and that its address is right")


def _readings(context: Context, store: Store) -> Iterator[Finding]:
    """What two versions read is no fair match, and neither a table nor a score can tell it by itself."""
    from analysis.reading import default_reader

    found = context.survey()
    try:
        reader = default_reader(store.calibration(), deep=bool(found and found.workspace.reads_deeply))
    except RbpError as error:
        yield from_error("readings", str(error), "see `[reading]` in rbp.toml")
        return
    other = next(iter(store.readings(other_than_scorer=reader.version)), None)
    if other is not None:
        told = f"some are by {other.scorer}, new ones will be by {reader.version}: scores of the two are no fair match"
        yield note("readings", told, "`rbp rescore` reads all of them anew")


def _told(health: Health) -> Finding:
    told = f"{bare_url(health.url)}: {health.version}, schema {health.schema}"
    if not health.writable:
        return fault("store", f"{told}, not writable: {health.detail}", health.cure or "give rbp the right to write")
    if health.cure:
        return note("store", f"{told}, writable; {health.detail}", health.cure)
    return well("store", f"{told}, writable")


PROBES = (_workspace, _secret, _store)
