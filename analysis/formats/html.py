"""The brief as one self-contained HTML file: no script, no outside request, readable on a telephone and on paper."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

from analysis.brief import Brief
from analysis.formats import _template
from analysis.plaintext import spaced


def render(brief: Brief) -> str:
    style = _template.read("brief.css")
    policy = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    page = _template.load("brief.html.j2", finalize=_cleaned, autoescape=True)
    return page.render(brief=brief, style=_template.Ready(style), policy=policy)


def _cleaned(value: object) -> object:
    """Every expression in the template comes through here, and is escaped after it. Markup is what a macro made."""
    return spaced(value) if isinstance(value, str) and not isinstance(value, Markup) else value
