"""The `rbp` group. Commands are found by name in cli/commands and imported only when used."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import click

from analysis.errors import RbpError
from cli import __version__, commands
from cli.context import Context


class Commands(click.Group):
    """Finds one command a module, so that a new command is one new file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__) if module.name[0] != "_")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = cmd_name.replace("-", "_")
        if module not in self.list_commands(ctx):
            return None
        found: click.Command = importlib.import_module(f"cli.commands.{module}").command
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--workspace", type=click.Path(path_type=Path), help="Folder with rbp.toml (default: here or above).")
@click.option("--store", help="sqlite:FILE or http://HOST:PORT (default: RBP_STORE, rbp.toml, sqlite:rbp.db).")
@click.version_option(__version__, prog_name="rbp")
@click.pass_context
def rbp(ctx: click.Context, workspace: Path | None, store: str | None) -> None:
    """Judge a support-outsourcing vendor by what its clients' customers say about the support they got."""
    ctx.obj = Context(workspace, store)


def main() -> None:
    """Run the command line. An error that rbp raises on purpose becomes its line and its exit code."""
    try:
        rbp()
    except RbpError as error:
        click.echo(f"rbp: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
