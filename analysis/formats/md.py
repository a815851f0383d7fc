"""The brief as Markdown (CommonMark with GitHub's tables). Whatever people wrote is escaped as it is put in."""

from __future__ import annotations

from analysis.brief import Brief
from analysis.formats import _template
from analysis.plaintext import markdown


def render(brief: Brief) -> str:
    text = _template.load("brief.md.j2", finalize=_escaped, autoescape=False).render(brief=brief)
    return text.strip() + "\n"


def _escaped(value: object) -> object:
    """Every expression in the template comes through here."""
    if isinstance(value, _template.Ready):
        return value
    return markdown(value) if isinstance(value, str) else value
