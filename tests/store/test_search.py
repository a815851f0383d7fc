"""Every store finds the same reviews, by any words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from analysis.model import Scope
from store.base import Store
from tests.store.material import keep, mention, reading

BANK, SHOP = "bluebird-bank", "corner-shop"


def test_search_wants_all_the_words_in_title_or_body(empty: Store) -> None:
    made = [
        reading("1", body="The agent hung up on me."),
        reading("2", title="Agent", body="never called."),
        reading("3", body="Agents never hang up."),
        reading("4", body="AGENT HUNG AROUND, got up."),
    ]
    keep(empty, made)
    assert {hit.review.ref for hit in empty.search("agent hung")} == {"1", "4"}
    assert {hit.review.ref for hit in empty.search("agent")} == {"1", "2", "4"}
    assert {hit.review.ref for hit in empty.search("agent called")} == {"2"}
    assert empty.search("agent nowhere") == []
    assert len(empty.search("agent", limit=2)) == 2


def test_search_folds_case_and_keeps_accents(empty: Store) -> None:
    keep(empty, [reading("1", body="ÉCOUTE nulle"), reading("2", body="ecoute nulle"), reading("3", body="Straße")])
    assert [hit.review.ref for hit in empty.search("écoute")] == ["1"]
    assert [hit.review.ref for hit in empty.search("Ecoute")] == ["2"]
    assert [hit.review.ref for hit in empty.search("STRAßE")] == ["3"]


def test_the_best_hit_comes_first_and_its_words_are_marked(empty: Store) -> None:
    filler = "The parcel was late and the box was torn and nobody seemed to mind it much at all. " * 5
    made = [
        reading("long", mention(0, -0.5), body=f"{filler} refund {filler}"),
        reading("short", mention(0, -0.5), body="Refund, refund, refund!"),
    ]
    keep(empty, made)
    hits = empty.search("refund")
    assert [hit.review.ref for hit in hits] == ["short", "long"]
    assert hits[0].score > hits[1].score
    assert all("\x02refund\x03" in hit.snippet.lower() for hit in hits)
    assert len(hits[1].snippet) < len(filler)
    assert [one.polarity for one in hits[0].mentions] == [-0.5]


def test_a_snippet_is_whole_where_the_text_has_control_characters(empty: Store) -> None:
    keep(empty, [reading("1", body="first\x00 second\x02\x03 third \ud83d fourth")])
    (hit,) = empty.search("third")
    plain = hit.snippet.replace("\x02", "").replace("\x03", "")
    assert all(word in plain for word in ("first", "second", "third", "fourth"))
    assert hit.snippet.count("\x02") == hit.snippet.count("\x03") == 1


def test_search_stays_in_its_scopes_and_aspects(empty: Store) -> None:
    made = [
        reading("1", mention(0, -0.5, aspects=("wait",))),
        reading("2", mention(0, -0.5, aspects=("attitude",), doing="policy"), day="2025-01-01"),
        reading("3", mention(0, -0.5, aspects=("wait", "privacy")), client=SHOP),
        reading("4"),
    ]
    keep(empty, made)

    def refs(scopes: Sequence[Scope] | None, *aspects: str) -> set[str]:
        return {hit.review.ref for hit in empty.search("called", scopes, aspects=aspects)}

    assert refs(None) == {"1", "2", "3", "4"}
    assert refs([]) == set()
    assert refs([Scope(SHOP)]) == {"3"}
    assert refs([Scope(BANK, since=date(2025, 1, 1)), Scope(SHOP, languages=("en",))]) == {"2", "3"}
    assert refs(None, "wait") == {"1", "3"}
    assert refs(None, "wait", "attitude") == {"1", "2", "3"}
    assert refs([Scope(BANK)], "privacy") == set()
    assert refs(None, "no such aspect") == set()


HARD_WORDS = (
    '"', "''", "called AND", "NOT", "a* OR", "NEAR(a b)", "col:on", "(", "^", "-x +y", "\\", "\x00", "\ud83d", "{}",
    "%", "", "  ", "_id:*", "/.*/", "~2", "[a TO b]",
)  # fmt: skip


@pytest.mark.parametrize("words", HARD_WORDS, ids=repr)
def test_any_text_is_a_legal_query(empty: Store, words: str) -> None:
    keep(empty, [reading("1")])
    assert empty.search(words, [Scope(BANK)]) == []


def test_operators_are_plain_words(empty: Store) -> None:
    texts = ("this and that", "this or that", "title that")
    keep(empty, [reading(str(n), body=text) for n, text in enumerate(texts, 1)])
    assert [hit.review.ref for hit in empty.search("this OR that")] == ["2"]
    assert [hit.review.ref for hit in empty.search("title: that")] == ["3"]
