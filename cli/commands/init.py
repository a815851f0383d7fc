"""`rbp init`: a workspace to begin with."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from analysis.errors import UsageError, WorkspaceError


@click.command(short_help="Make a workspace: rbp.toml and an example dossier.")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--contact", default="", help="E-mail address or https page for the user agent.", metavar="TEXT")
def command(folder: Path, contact: str) -> None:
    """Make a workspace in DIR (default: here): rbp.toml, vendors/example.toml and .gitignore.

    A file that is there already is kept as it is.

    \b
    Example:
      rbp init candidates --contact ops@your-company.example
    """
    from analysis.dossier.address import CONTACT, is_contact

    if contact and not is_contact(contact):
        raise UsageError(f"--contact: expected {CONTACT}, got {contact!r}")
    made, kept = _write(folder, contact)
    for path in made:
        click.echo(f"made {path}")
    for path in kept:
        unsaid = f'; write contact = "{contact}" into it yourself' if contact and path.name == "rbp.toml" else ""
        click.echo(f"kept {path} (it was there{unsaid})")
    _say_next(folder, asks_contact=not contact and folder / "rbp.toml" in made)


def _write(folder: Path, contact: str) -> tuple[list[Path], list[Path]]:
    """Write what is not there, and tell what was made and what was kept. Raises WorkspaceError where it cannot."""
    from cli.clock import today
    from cli.newfile import write_new
    from cli.template import files

    made: list[Path] = []
    kept: list[Path] = []
    try:
        others = any((folder / "vendors").glob("*.toml"))
        for name, text in files(contact, today()).items():
            path = folder / name
            if others and name.startswith("vendors/") and not path.exists():
                continue  # there are dossiers already: nobody needs the example
            path.parent.mkdir(parents=True, exist_ok=True)
            (made if write_new(path, text) else kept).append(path)
    except OSError as error:
        told = f"{error.strerror}: {error.filename}"
        raise WorkspaceError(f"expected a folder that can be written at {folder}, got {told}") from error
    return made, kept


def _say_next(folder: Path, *, asks_contact: bool) -> None:
    steps = [f"cd {shlex.quote(str(folder))}"] if folder.resolve() != Path.cwd() else []
    if asks_contact:
        steps.append("# write your e-mail address or web page as `contact` in rbp.toml")
    steps += ["# write a dossier for each vendor, after vendors/example.toml", "rbp check", "rbp crawl VENDOR"]
    click.echo("\nNext:")
    for step in steps:
        click.echo(f"  {step}")
