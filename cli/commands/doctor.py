"""`rbp doctor`: is everything in place, and what to do where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.context import Context

if TYPE_CHECKING:
    from cli.doctor import Finding


@click.command(short_help="Look whether all is in place; say what to do where not.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(context: Context, as_json: bool) -> int:
    """Look at the install, the machine, the workspace and the store, and say what to do about each thing that is ill.

    Nothing is fetched, and no password is ever printed. The exit code is 1 where something is at fault.

    \b
    Example:
      rbp doctor
    """
    from cli.doctor import State, examine
    from cli.render import to_json

    findings = examine(context)
    ill = [finding for finding in findings if finding.state is State.FAULT]
    if as_json:
        rows = [{"name": f.name, "state": f.state.value, "detail": f.detail, "cure": f.cure} for f in findings]
        click.echo(to_json({"format": 1, "well": not ill, "findings": rows}))
    else:
        _print(findings, len(ill))
    return 1 if ill else 0


def _print(findings: list[Finding], ill: int) -> None:
    from cli.render import Column, show
    from cli.render.numbers import plural

    cures = [f"{finding.name}: {finding.cure}" for finding in findings if finding.cure]
    rows = [(finding.name, finding.state.value, finding.detail) for finding in findings]
    what = ["", "What to do:", *(f"  {cure}" for cure in cures)] if cures else []
    unbroken = "Nothing is broken." if cures else "All is well."
    summary = f"{plural(ill, 'fault')}." if ill else unbroken
    show([Column("what"), Column("state"), "found"], rows, notes=[*what, "", summary])
