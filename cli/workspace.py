"""A workspace on disk: `rbp.toml`, a dossier a vendor in `vendors/`, and the secret of the keyed hashes."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analysis.dossier import Spiders, Written, check_dossiers, check_settings
from analysis.errors import DossierError, Fault, WorkspaceError
from analysis.model import Dossier

SETTINGS_FILE = "rbp.toml"
VENDORS_FOLDER = "vendors"
SECRET_FILE = ".rbp-secret"  # noqa: S105  (the name of the file, not what is in it)
DEFAULT_STORE = "sqlite:rbp.db"
_SECRET_BYTES = 32  # as long as the 256-bit key that BLAKE2b takes at its strongest common use
_LONGEST_FILE = 10_000_000  # bytes; a dossier is written by a person, more is not one


@dataclass(frozen=True, slots=True)
class Workspace:
    """A checked workspace. `settings` is the parsed rbp.toml, `store_url` with its file's path made whole."""

    root: Path
    name: str
    contact: str
    store_url: str
    settings: Mapping[str, Any]
    dossiers: tuple[Dossier, ...]

    def secret(self) -> bytes:
        """The secret of the keyed hashes of authors; made once, mode 0600, never shown."""
        return read_secret(self.root / SECRET_FILE)


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a workspace, faults and all. `workspace` is whole only where there is no fault."""

    workspace: Workspace
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...] = field(default=())


def find_root(option: Path | None, here: Path) -> Path | None:
    """The folder with rbp.toml: the one asked for, else `here` or the nearest above it. None where there is none.

    Raises WorkspaceError where the folder that was asked for has none.
    """
    if option is not None:
        root = option.parent if option.name == SETTINGS_FILE else option
        if not (root / SETTINGS_FILE).exists():
            raise WorkspaceError(
                f"expected {SETTINGS_FILE} in {root}, got none; make a workspace with `rbp init {root}`"
            )
        return root.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / SETTINGS_FILE).exists()), None)


def survey(root: Path, spiders: Spiders | None = None, today: date | None = None) -> Survey:
    """Read and check the whole workspace. With `spiders=None` targets' spiders are not checked, which spares
    the import of Scrapy. Raises nothing for what is wrong inside: it is all in `faults`."""
    faults: list[Fault] = []
    data = _parse(root / SETTINGS_FILE, SETTINGS_FILE, faults)
    settings, wrong = check_settings(SETTINGS_FILE, data or {})
    faults += wrong if data is not None else ()
    written = _dossier_files(root, faults)
    checked = check_dossiers(written, today or datetime.now().astimezone().date(), spiders)
    workspace = Workspace(
        root,
        settings.name or root.name,
        settings.contact,
        whole_store_url(settings.store_url or DEFAULT_STORE, root),
        data or {},
        checked.dossiers,
    )
    return Survey(workspace, (*faults, *checked.faults), checked.warnings)


def load(root: Path, spiders: Spiders | None = None) -> Workspace:
    """The workspace without a fault. Raises DossierError with every fault that there is."""
    found = survey(root, spiders)
    if found.faults:
        raise DossierError(found.faults)
    return found.workspace


def whole_store_url(url: str, root: Path) -> str:
    """A relative SQLite path is meant from the workspace's folder, wherever the command is run."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() != "sqlite" or not rest or rest == ":memory:" or rest.startswith("/"):
        return url
    return f"{scheme}:{root / rest}"


def _dossier_files(root: Path, faults: list[Fault]) -> list[Written]:
    folder = root / VENDORS_FOLDER
    try:
        names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except OSError as error:
        faults.append(Fault(VENDORS_FOLDER, "the folder", "a folder that can be read", error.strerror or str(error)))
        return []
    found = []
    for name in names:
        if name.endswith(".toml") and not name.startswith("."):
            data = _parse(folder / name, f"{VENDORS_FOLDER}/{name}", faults)
            if data is not None:
                found.append(Written(f"{VENDORS_FOLDER}/{name}", name.removesuffix(".toml"), data))
    return found


def _parse(path: Path, name: str, faults: list[Fault]) -> dict[str, Any] | None:
    """The parsed file, or None and its fault."""
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "a folder")
        raw = path.read_bytes() if path.stat().st_size <= _LONGEST_FILE else b"\xff"
        return tomllib.loads(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        faults.append(Fault(name, "the file", "a file that can be read", error.strerror or str(error)))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        got = f"byte 0x{raw[error.start]:02x} in line {line}"
        faults.append(Fault(name, "the file", "text in UTF-8", got, "save it again as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(name, "the file", "TOML", str(error)))
    except RecursionError:
        faults.append(Fault(name, "the file", "TOML", "lists or tables nested too deeply"))
    return None


def read_secret(path: Path) -> bytes:
    """Raises WorkspaceError where the file cannot be made or does not hold a secret."""
    try:
        if not path.exists():
            _make_secret(path)
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise WorkspaceError(f"expected the workspace's secret in {path}, got {error}") from error
    if len(secret) < _SECRET_BYTES:
        raise WorkspaceError(f"expected {_SECRET_BYTES} bytes in hex in {path}, got {len(secret)}")
    return secret


def _make_secret(path: Path) -> None:
    """Whole or not at all, and the first of two processes wins: written aside, then linked into place."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(_SECRET_BYTES) + "\n")
        if not path.exists():
            os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
