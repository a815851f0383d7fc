"""The `rbp` group. Commands are found by name in cli/commands and imported only when used."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cli import __version__, commands
from cli.context import Context
from cli.naming import NearestGroup
from cli.outcome import exit_code_of, pipe_told_apart

_EPILOG = "Exit codes: 0 all well, 1 something failed, 2 wrong usage, 130 stopped with Ctrl-C."


class Commands(NearestGroup):
    """Finds one command a module, so that a new command is one new file.

    `import_.py` holds `rbp import`, `dry_run.py` would hold `rbp dry-run`.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _modules().get(cmd_name.replace("_", "-"))
        if module is None:
            return None
        found: click.Command = importlib.import_module(f"cli.commands.{module}").command
        return found

    def make_context(self, *given: Any, **extra: Any) -> click.Context:
        with pipe_told_apart():
            return super().make_context(*given, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with pipe_told_apart():
            return super().invoke(ctx)

    def main(self, args: Sequence[str] | None = None, *given: Any, **extra: Any) -> Any:
        """Run and leave with an exit code; what went wrong is one line on stderr, never a traceback."""
        context = extra.setdefault("obj", Context())
        extra["standalone_mode"] = False
        sys.exit(exit_code_of(lambda: super(Commands, self).main(args, *given, **extra), context))


def _modules() -> dict[str, str]:
    """The command's name -> its module's."""
    names = (module.name for module in pkgutil.iter_modules(commands.__path__) if module.name[0] != "_")
    return {name.strip("_").replace("_", "-"): name for name in names}


@click.group(
    cls=Commands,
    invoke_without_command=True,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--workspace", type=click.Path(path_type=Path), help="Folder with rbp.toml (default: here or above).")
@click.option("--store", help="sqlite:FILE or http://HOST:PORT (default: RBP_STORE, rbp.toml, sqlite:rbp.db).")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
@click.version_option(__version__, prog_name="rbp", message="%(prog)s %(version)s")
@click.pass_context
def rbp(ctx: click.Context, workspace: Path | None, store: str | None, debug: bool) -> None:
    """Judge a support-outsourcing vendor by what its clients' customers say about the support they got.

    \b
    Start with:
      rbp demo          see it at work on a fictional web
      rbp init DIR      make a workspace of your own
    """
    context = ctx.ensure_object(Context)
    context.workspace_option, context.store_option, context.debug = workspace, store, debug
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """The entry point of the `rbp` script."""
    rbp.main(prog_name="rbp")


if __name__ == "__main__":
    main()
