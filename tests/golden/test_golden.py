"""Every spider against saved pages; a failure names the field."""

from __future__ import annotations

import pytest

from crawler.sources import spiders
from tests.golden.cases import Case, cases, flat


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_saved_page_gives_saved_answer(case: Case) -> None:
    expected, got = flat(case.expected), flat(case.answer())
    wrong = [
        f"{case.name}: {path}: expected {expected.get(path, 'nothing')!r}, got {got.get(path, 'nothing')!r}"
        for path in dict.fromkeys([*expected, *got])
        if path not in expected or path not in got or expected[path] != got[path]
    ]
    assert not wrong, wrong[0]


@pytest.mark.parametrize("name", spiders())
def test_every_source_has_a_saved_page_and_a_policy(name: str) -> None:
    assert any(case.spider == name for case in cases()), f"write tests/golden/{name}/CASE/"
    policy = spiders()[name].policy
    assert policy.home.startswith("https://")
    assert policy.gives
    assert policy.terms
    assert policy.licence
    assert policy.delay >= 1.0
    assert all(parameter.help for parameter in spiders()[name].parameters)
