"""A run as a document of Elasticsearch."""

from __future__ import annotations

from store.elastic.documents import moment_in, moment_out
from store.elastic.mappings import Json
from store.ledger import Run, RunMode


def run_in(run: Run, place: int) -> Json:
    made: Json = {
        "id": run.id,
        "target": run.target,
        "sweep": run.sweep,
        "mode": run.mode.value,
        "started": moment_in(run.started),
        "ended": moment_in(run.ended),
        "finish": run.finish,
        "verdict": run.verdict,
        "counts": dict(run.counts),
        "drops": dict(run.drops),
        "coverage": dict(run.coverage),
        "stated": run.stated,
        "watermark": run.watermark,
        "replay": run.replay,
        "place": place,
    }
    return {name: value for name, value in made.items() if value is not None}


def run_out(source: Json) -> Run:
    started = moment_out(source["started"])
    assert started is not None
    return Run(
        id=source["id"],
        target=source["target"],
        sweep=source["sweep"],
        mode=RunMode(source["mode"]),
        started=started,
        ended=moment_out(source.get("ended")),
        finish=source["finish"],
        verdict=source["verdict"],
        counts=source["counts"],
        drops=source["drops"],
        coverage=source["coverage"],
        stated=source.get("stated"),
        watermark=source["watermark"],
        replay=source["replay"],
    )
