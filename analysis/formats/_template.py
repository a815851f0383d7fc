"""Templates that lie beside this module, with the filters that write numbers."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from analysis import words
from analysis.charts import bar, trend_chart
from analysis.coverage import Coverage
from analysis.evidence import TIER_LABELS, served
from analysis.gaps import left_out, outside_words
from analysis.keys import slug
from analysis.plaintext import link, one_line
from analysis.rows import LABELS
from analysis.trend import Trend


class Ready(Markup):
    """Text of our own that is markup already."""


def destination(url: str) -> Ready:
    """A URL as Markdown takes it between `(<` and `>)`; '' unless it is a web link."""
    return Ready(quote(link(url), safe="!#$%&'*+,/:;=?@[]~"))


_FILTERS: dict[str, Callable[..., object]] = {
    "signed": words.signed,
    "percent": words.percent,
    "stars": words.stars,
    "told": words.told,
    "stars_about": words.stars_about,
    "interval": words.interval,
    "percent_interval": words.percent_interval,
    "stars_interval": words.stars_interval,
    "count": words.count,
    "day": words.day,
    "listed": words.listed,
    "safe_link": link,
    "line": one_line,
    "destination": destination,
    "ready": Ready,
    "served": served,
    "slug": slug,
}
_GLOBALS: dict[str, object] = {
    "bar": bar,
    "trend_chart": trend_chart,
    "tiers": TIER_LABELS,
    "labels": LABELS,
    "left_out": left_out,
}


def read(name: str) -> str:
    return files("analysis.formats").joinpath(name).read_text(encoding="utf-8")


def load(name: str, *, finalize: Callable[[object], object], autoescape: bool) -> Template:
    environment = Environment(
        loader=FunctionLoader(read),
        autoescape=autoescape,  # noqa: S701  (a format that is no HTML escapes in its `finalize`)
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= _FILTERS
    environment.globals |= {**_GLOBALS, "flow": flow}
    return environment.get_template(name)


def flow(covered: Coverage, asked: Trend) -> list[tuple[str, int, int]]:
    """Where the stored reviews went: words, number, and depth in the tree of parts; empty parts are left out.

    `asked` tells whether the brief is about some days only.
    """
    cut = asked.since is not None or asked.until is not None
    lines = [
        ("in the store, of these clients", covered.stored, 0),
        ("without a date", covered.undated, 1),
        (outside_words(cut=cut), covered.outside, 1),
        ("in a language that the engagement does not cover", covered.other_language, 1),
        ("within the engagements" + (" and these days" if cut else ""), covered.in_scope, 1),
        ("not scored (see below for the reasons)", covered.unscored, 2),
        ("read, and no word about support", covered.silent, 2),
        ("about the client's own policy only", covered.policy_only, 2),
        ("about a channel that the engagement does not cover", covered.other_channel, 2),
        ("counted in the score", covered.counted, 2),
    ]
    return [line for line in lines if line[1] or line[0].startswith(("in the store", "within", "counted"))]
