"""Which files an import is given, where folders are among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from analysis.errors import ReadingError

PAGES: Final = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
# What browsers call the folder with the pictures of a page that was saved whole, in the languages that we know of.
_PARTS: Final = ("_files", "-Dateien", "-filer", "_archivos", "_arquivos", "_bestanden", "_fichiers", "_file")


def unfolded(paths: Sequence[Path]) -> list[Path]:
    """The files named, and in the place of a folder the saved pages in it, by name; each once.

    A folder inside is not looked into, nor one that was named beside the page whose pictures it holds (`saved/*`).
    Raises ReadingError for a folder without pages.
    """
    return list(dict.fromkeys(file for path in paths for file in _files(path)))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    pages = sorted(one for one in path.iterdir() if _is_named_as_a_page(one))
    if _has_a_page_beside(path):
        return
    if not pages:
        raise ReadingError(f"expected saved pages ({', '.join(PAGES)}) in the folder {path}, got none")
    yield from pages


def _is_named_as_a_page(file: Path) -> bool:
    """Hidden files are none: beside a page, macOS leaves one of the same name."""
    return file.suffix.lower() in PAGES and not file.name.startswith(".") and file.is_file()


def _has_a_page_beside(folder: Path) -> bool:
    stems = [folder.name.removesuffix(ending) for ending in _PARTS if folder.name.endswith(ending)]
    return any(folder.with_name(f"{stem}{suffix}").is_file() for stem in stems for suffix in PAGES)
