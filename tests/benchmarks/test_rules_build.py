"""The compiled rules: up to date, and their literals never hide a match."""

from __future__ import annotations

import json
import re

import pytest

from benchmarks.training import rules
from benchmarks.training.corpus import written


def test_what_ships_is_what_was_written() -> None:
    assert json.loads(rules.TARGET.read_text(encoding="utf-8")) == json.loads(json.dumps(rules.compiled()))


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("agents?", ["agent", "agents"]),
        ("(?:re|un)solved", ["resolved", "unsolved"]),
        (r"call(?:ed)? (?:\w+ )?back", ["call ", "called "]),
        (r"\w+ support", [" support"]),
        (r"\d+", []),
        ("(?:never|not) (?:a|the) reply", ["never a reply", "never the reply", "not a reply", "not the reply"]),
    ],
)
def test_literals(pattern: str, literals: list[str]) -> None:
    assert rules.literals(pattern) == literals


def test_every_match_holds_a_literal() -> None:
    texts = [example.text.lower() for example in written()]
    made = rules.compiled()
    words = made.pop("words")
    alternatives = [told for table in made.values() for rule in table.values() for told in rule["says"]]
    checked = 0
    for pattern, literals in alternatives:
        if not literals:
            continue
        whole = re.compile(re.sub(r"<(\w+)>", lambda word: words[word[1]], pattern.replace("<them>", words["them"])))
        for text in texts[::9]:
            if match := whole.search(text):
                checked += 1
                assert any(literal in match[0] for literal in literals), (pattern, match[0])
    assert checked > 100
