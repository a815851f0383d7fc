"""How much room there is for a table."""

from __future__ import annotations

import sys

ROOMY = 112  # cells that the widest of our tables takes


def roomy() -> bool:
    """Whether whole tables fit. What is no terminal has room for anything; a narrow one does without some counts, which
    stand in the JSON."""
    from cli.render import console

    return not sys.stdout.isatty() or console().width >= ROOMY
