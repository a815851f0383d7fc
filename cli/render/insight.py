"""A text as it was read, for people: every passage, its verdict, and the words that moved it."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import sentiment, support
from analysis.insight import Heard, Insight
from cli.render.numbers import signed
from cli.render.tables import Column, heading, say, show

_MOST_WORDS = 4  # of a reason, so that it stays one line
_COLUMNS = (
    Column("passage", under=True),
    Column("support"),
    Column("doing"),
    Column("aspects"),
    Column("channel"),
    Column("polarity", number=True),
    Column("stock VADER", number=True),
    Column("why", under=True),
)


def show_insight(name: object, insight: Insight) -> None:
    """Print one text's table, and one line with what the text says as a whole."""
    if not insight.heard:
        heading(_title(name, insight))
        for note in _notes(insight):
            say(note)
        return
    show(_COLUMNS, [_row(heard) for heard in insight.heard], title=_title(name, insight), notes=_notes(insight))


def _title(name: object, insight: Insight) -> str:
    language = insight.language or ("too short to tell" if insight.unscored else "too short to tell, read as English")
    return f"{name}: language {language}" if name is not None else f"language {language}"


def _notes(insight: Insight) -> list[str]:
    if insight.unscored:
        note = f"not read: {insight.unscored}; English rules would misread it"
        return [note] if insight.tone is None else [note, f"polarity by [deep] alone {signed(insight.tone.polarity)}"]
    found = insight.to_dict()
    support_said = found["support_polarity"]
    said = "nothing about support" if support_said is None else f"about support {signed(support_said)}"
    count = f"{len(insight.mentions)} of {len(insight.heard)} passages speak of support"
    whole, vader = signed(found["polarity"]), signed(found["vader"])
    return [f"{count}; polarity of the whole text {whole}, {said}, stock VADER {vader}"]


def _row(heard: Heard) -> Sequence[object]:
    verdict, tone = heard.verdict, heard.tone
    return (
        heard.passage,
        f"{'yes' if verdict.support else 'no'} {verdict.probability:.2f}",
        verdict.doing if verdict.support else None,
        ", ".join(verdict.aspects) if verdict.support else "",
        ", ".join(verdict.channels) if verdict.support else "",
        signed(tone.polarity),
        signed(tone.vader),
        _why(heard),
    )


def _why(heard: Heard) -> str:
    """`support: no reply +0.8; follow_up: no reply; polarity: rude -1.9`."""
    told = [
        ("support", support.explain(heard.passage, _MOST_WORDS)),
        ("polarity", sentiment.explain(heard.passage, _MOST_WORDS)),
    ]
    reasons = [
        f"{name}: " + ", ".join(f"{word} {signed(weight, 1)}" for word, weight in moved)
        for name, moved in told
        if moved
    ]
    if heard.verdict.support:
        reasons[1:1] = [f"{name}: {words}" for name, words in support.grounds(heard.passage).items()]
    return "; ".join(reasons)
