"""A group of commands that names the nearest where one is misspelt."""

from __future__ import annotations

import click


class NearestGroup(click.Group):
    """A click group whose error for an unknown command ends with `did you mean 'x'?`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from analysis.dossier import nearest

            ctx.fail(f"no command named {args[0]!r}; {nearest(args[0], self.list_commands(ctx))}".rstrip("; "))
        return super().resolve_command(ctx, args)
