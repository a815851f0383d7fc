"""Tables, bars and sparklines for people; plain text where the output is no terminal; JSON for machines.

    from cli.render import Column, say, show, to_json, sparkline, bars, track
    from cli.render import numbers

Light to import: rich comes in with the first table or bar that is drawn.
"""

from cli.render.clean import clean, to_json
from cli.render.progress import Bars, bars, track
from cli.render.sparkline import sparkline
from cli.render.tables import Column, console, heading, say, show

__all__ = ["Bars", "Column", "bars", "clean", "console", "heading", "say", "show", "sparkline", "to_json", "track"]
