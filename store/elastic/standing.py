"""What the ledger tells of targets: how each stands, which pages are open, what pages stated. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

from analysis.model import Target
from store.elastic.documents import day_out, moment_out
from store.elastic.keys import sweep_name
from store.elastic.ledger import DONE, FAILED, OPEN
from store.elastic.mappings import Json, Kind
from store.elastic.questions import PAGE, Questions
from store.elastic.runs import run_out
from store.elastic.scope import EVERYTHING, all_of
from store.ledger import PageRef, Run, TargetState, Told

_TARGETS = 200  # asked for at once
Patiently: TypeAlias = Callable[[Callable[[], Any]], Any]  # asks, and asks again while the server is away


class Standing:
    """Of one store, asked through its questions."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    def targets(self, key: str | None = None) -> list[TargetState]:
        """Some requests for each 200 targets, whatever they hold."""
        chosen = EVERYTHING if key is None else {"term": {"key": key}}
        stored = [hit["_source"] for hit in self._questions.stream(Kind.TARGETS, chosen, "key")]
        made = [state for n in range(0, len(stored), _TARGETS) for state in self._states(stored[n : n + _TARGETS])]
        return sorted(made, key=lambda state: (state.target.source, state.target.client, state.target.key))

    def pending(self, target: str, patiently: Patiently) -> Iterator[PageRef]:
        """Batch by batch: pages are marked as done, and found, while they are listed."""
        sweep = patiently(lambda: self._sweep(target))
        if sweep is None:
            return
        terms = {"target": target, "sweep": sweep, "state": OPEN}
        query = all_of(*({"term": {name: value}} for name, value in terms.items()))
        after: dict[str, Any] = {}
        while True:
            hits = patiently(partial(self._open_pages, query, after))
            for hit in hits:
                page = hit["_source"]
                yield PageRef(target, page["url"], page["depth"], page["context"])
            if len(hits) < PAGE:
                return
            after = {"search_after": hits[-1]["sort"]}

    def told(self, target: str) -> Told:
        totals: dict[str, int] = {}
        drops: Counter[str] = Counter()
        query = all_of({"term": {"target": target}}, {"term": {"sweep": self._sweep(target) or 0}})
        for hit in self._questions.stream(Kind.PAGES, query, "key", {"includes": ["key", "stated", "about", "drops"]}):
            page = hit["_source"]
            drops.update(page.get("drops", {}))
            if "stated" in page:
                about = page.get("about", "")
                totals[about] = max(totals.get(about, 0), page["stated"])
        return Told(totals, drops)

    def _sweep(self, target: str) -> int | None:
        """The newest sweep of a target, as it is this moment."""
        stored = self._questions.document(Kind.TARGETS, target)
        return int(stored["sweep"]) if stored else None

    def _open_pages(self, query: Json, after: dict[str, Any]) -> list[Json]:
        self._questions.refresh(Kind.PAGES)
        return self._questions.page(query, ["place", "key"], index=self._questions.index(Kind.PAGES), **after)

    def _states(self, stored: Sequence[Json]) -> list[TargetState]:
        keys = [target["key"] for target in stored]
        pages, shown = self._questions.ask_all(
            (Kind.PAGES, _pages_request(stored, keys)), (Kind.KEYS, _keys_request(stored, keys))
        )
        runs: dict[str, list[Run]] = {key: [] for key in keys}
        found = [hit["_source"] for hit in self._questions.stream(Kind.RUNS, {"terms": {"target": keys}}, "place")]
        for run in sorted(found, key=lambda run: (run["started"], run["place"]), reverse=True):
            runs[run["target"]].append(run_out(run))
        visits = pages["aggregations"]["targets"]["buckets"]
        return [_state(one, visits[one["key"]], shown["aggregations"], runs[one["key"]]) for one in stored]


def _pages_request(stored: Sequence[Json], keys: Sequence[str]) -> Json:
    """The pages of each target's newest sweep, by their state."""
    newest: Json = {
        target["key"]: all_of({"term": {"target": target["key"]}}, {"term": {"sweep": target["sweep"]}})
        for target in stored
    }
    states: Json = {"states": {"terms": {"field": "state"}}}
    aggregations: Json = {"targets": {"filters": {"filters": newest}, "aggregations": states}}
    return {"query": {"terms": {"target": keys}}, "size": 0, "aggregations": aggregations}


def _keys_request(stored: Sequence[Json], keys: Sequence[str]) -> Json:
    """The reviews that each target ever showed, and those that its newest sweep showed."""
    ever: Json = {key: {"term": {"targets": key}} for key in keys}
    newest: Json = {one["key"]: {"term": {"swept": sweep_name(one["key"], one["sweep"])}} for one in stored}
    days: Json = {"first": {"min": {"field": "first"}}, "last": {"max": {"field": "first"}}}
    aggregations: Json = {
        "targets": {"filters": {"filters": ever}, "aggregations": days},
        "seen": {"filters": {"filters": newest}},
    }
    return {"query": {"terms": {"targets": keys}}, "size": 0, "aggregations": aggregations}


def _state(target: Json, visits: Json, shown: Json, runs: Sequence[Run]) -> TargetState:
    key = target["key"]
    counts = {bucket["key"]: bucket["doc_count"] for bucket in visits["states"]["buckets"]}
    ever = shown["targets"]["buckets"][key]
    parameters = tuple((name, value) for name, value in target["parameters"]["list"])
    return TargetState(
        target=Target(target["source"], target["client"], parameters),
        found=sum(counts.values()),
        done=counts.get(DONE, 0),
        failed=counts.get(FAILED, 0),
        captured=ever["doc_count"],
        first=day_out(ever["first"]["value"]),
        last=day_out(ever["last"]["value"]),
        watermark=target["watermark"],
        last_full=moment_out(target.get("last_full")),
        runs=tuple(runs),
        seen=shown["seen"]["buckets"][key]["doc_count"],
    )
