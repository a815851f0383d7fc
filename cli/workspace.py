"""A workspace on disk: `rbp.toml`, a dossier a vendor in `vendors/`, and the secret of the keyed hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from analysis.dossier import Remark, Spiders, Written, check_dossiers, check_settings, line_of, lines_of
from analysis.errors import Fault, WorkspaceError
from analysis.model import Dossier
from cli.clock import today
from cli.secret import read_secret
from cli.template import INVENTED
from cli.toml import TomlFile, read_toml

NoteT = TypeVar("NoteT", Fault, Remark)

SETTINGS_FILE = "rbp.toml"
VENDORS_FOLDER = "vendors"
EXAMPLE_FILE = f"{VENDORS_FOLDER}/example.toml"
SECRET_FILE = ".rbp-secret"  # noqa: S105  (the name of the file, not what is in it)
_ALMOST = (".toml", ".tml", ".toml.txt")  # names that a slip, another system or an editor makes of NAME.toml
DEFAULT_STORE = "sqlite:rbp.db"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A checked workspace. `settings` is the parsed rbp.toml, `store_url` with its file's path made whole."""

    root: Path
    name: str
    contact: str
    store_url: str
    settings: Mapping[str, Any]
    dossiers: tuple[Dossier, ...]

    @property
    def reads_deeply(self) -> bool:
        """Whether rbp.toml asks to weigh reviews with the extra `[deep]`, too."""
        return bool(self.settings.get("reading", {}).get("deep", False))

    def secret(self) -> bytes:
        """The secret of the keyed hashes of authors; made once, mode 0600, never shown."""
        return read_secret(self.root / SECRET_FILE)


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a workspace, faults and all. `workspace` is whole only where there is no fault;
    its store and contact are told only where rbp.toml could be parsed (`is_told`)."""

    workspace: Workspace
    faults: tuple[Fault, ...]
    warnings: tuple[Remark, ...]
    is_told: bool


def find_root(option: Path | None, here: Path) -> Path | None:
    """The folder with rbp.toml: the one asked for, else `here` or the nearest above it. None where there is none.

    Raises WorkspaceError where the folder that was asked for has none.
    """
    if option is not None:
        root = option.parent if option.name == SETTINGS_FILE else option
        if not _exists(root / SETTINGS_FILE):
            raise WorkspaceError(
                f"expected {SETTINGS_FILE} in {root}, got none; make a workspace with `rbp init {root}`"
            )
        return root.resolve()
    return next((folder for folder in (here, *here.parents) if _exists(folder / SETTINGS_FILE)), None)


def survey(root: Path, spiders: Spiders | None = None, day: date | None = None) -> Survey:
    """Read and check the whole workspace. With `spiders=None` targets' spiders are not checked, which spares
    the import of Scrapy. Raises nothing for what is wrong inside: it is all in `faults`."""
    faults: list[Fault] = []
    names = _list(root / VENDORS_FOLDER, faults)
    files = _read([name for name in names if _is_dossier(name)], root, faults)
    own = files.pop(SETTINGS_FILE, None)
    settings, wrong = check_settings(SETTINGS_FILE, own.data if own else {}, spiders)
    written = [Written(file.name, Path(file.name).name.removesuffix(".toml"), file.data) for file in files.values()]
    checked = check_dossiers(written, day or today(), spiders)
    workspace = Workspace(
        root,
        settings.name or root.name,
        settings.contact,
        whole_store_url(settings.store_url or DEFAULT_STORE, root),
        own.data if own else {},
        checked.dossiers,
    )
    texts = {name: file.text for name, file in (files | ({SETTINGS_FILE: own} if own else {})).items()}
    noted = [*faults, *_placed((*(wrong if own else ()), *checked.faults), texts)]
    remarks = [*_placed(checked.warnings, texts), *_overlooked(root, names), *_left(texts, len(written))]
    return Survey(workspace, tuple(sorted(noted, key=_place)), tuple(sorted(remarks, key=_place)), own is not None)


def whole_store_url(url: str, root: Path) -> str:
    """A relative SQLite path is meant from the workspace's folder, wherever the command is run."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() != "sqlite" or not rest or rest == ":memory:" or rest.startswith("/"):
        return url
    return f"{scheme}:{root / rest}"


def _list(folder: Path, faults: list[Fault]) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir()) if _exists(folder) else []
    except OSError as error:
        faults.append(Fault(folder.name, "the folder", "a folder that can be read", error.strerror or str(error)))
        return []


def _read(dossiers: Iterable[str], root: Path, faults: list[Fault]) -> dict[str, TomlFile]:
    """rbp.toml and the dossiers by the names that they have in faults; what could not be read is noted."""
    paths = (SETTINGS_FILE, *(f"{VENDORS_FOLDER}/{name}" for name in dossiers))
    read = {path: read_toml(root / path, path) for path in paths}
    faults += [file for file in read.values() if isinstance(file, Fault)]
    return {path: file for path, file in read.items() if isinstance(file, TomlFile)}


def _is_dossier(name: str) -> bool:
    return name.endswith(".toml") and not name.startswith(".")


def _overlooked(root: Path, names: Iterable[str]) -> Iterator[Remark]:
    """What somebody may take for a dossier, and is none."""
    for name in names:
        file = f"{VENDORS_FOLDER}/{name}"
        if name.startswith(".") or _is_dossier(name):
            continue
        if (root / file).is_dir():
            yield Remark(file, "", "a folder: dossiers in it are not read, move them up into vendors/")
        elif name.lower().endswith(_ALMOST):
            yield Remark(file, "", "not read: the name of a dossier ends in .toml")


def _left(texts: Mapping[str, str], dossiers: int) -> Iterator[Remark]:
    """The invented example beside dossiers of one's own: a crawl of all would go out for it."""
    if dossiers > 1 and INVENTED in texts.get(EXAMPLE_FILE, ""):
        yield Remark(EXAMPLE_FILE, "", "still the invented example of `rbp init`: rewrite it, or delete it")


def _placed(notes: Sequence[NoteT], texts: Mapping[str, str]) -> list[NoteT]:
    """The notes with their lines."""
    lines = {file: lines_of(texts[file]) for file in {note.file for note in notes}}
    return [replace(note, line=line_of(note.path, lines[note.file])) for note in notes]


def _place(note: Fault | Remark) -> tuple[str, int]:
    return (note.file, note.line)


def _exists(path: Path) -> bool:
    """A folder that may not be looked into has nothing in it for us."""
    try:
        return path.exists()
    except OSError:
        return False
