"""A fault's line is the line where its key stands."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dossier import line_of, lines_of

TEXT = '''\
# vendors/x.toml
name = "X"   # [[client]] = no heading
domains = [
  "a.example",  # [client]
  "b.example",
]

[[client]]
name = """
[[client]]
name = 1
"""
[[client.engagement]]
since = "2022"
  [[ client . engagement . evidence ]]  # first
  tier = 'logo'
  [[client.engagement.evidence]]
  tier = "logo"
[[client.engagement]]
"until" = 2024
[[client]]
name = "second"
[client.more]
deep = { a = [1, 2], b = "]" }
engagement = []
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("name", 2),
        ("domains", 3),
        ("domains[2]", 3),
        ("client[1]", 8),
        ("client[1].name", 9),
        ("client[1].engagement[1]", 13),
        ("client[1].engagement[1].since", 14),
        ("client[1].engagement[1].evidence[1].tier", 16),
        ("client[1].engagement[1].evidence[2].tier", 18),
        ("client[1].engagement[1].evidence[2].url", 17),
        ("client[1].engagement[2].until", 20),
        ("client[2].name", 22),
        ("client[2].more.deep", 24),
        ("client[2].more.deep.b", 24),
        ("client[2].more.engagement", 25),
        ("industry", 0),
    ],
)
def test_a_key_is_found_where_it_stands(path: str, line: int) -> None:
    tomllib.loads(TEXT)
    assert line_of(path, lines_of(TEXT)) == line


VALUES = st.sampled_from(
    ['"text # no"', "[1, 2]", '[\n  "[[a]]",\n]', '"""\n[[a]]\nb = 1\n"""', "{ x = 1 }", "'''\n'''", "7"]
)
BLOCKS = st.lists(st.tuples(st.sampled_from("ab"), st.lists(VALUES, max_size=3)), max_size=5)


@given(BLOCKS)
def test_each_key_of_any_file_is_found(blocks: list[tuple[str, list[str]]]) -> None:
    text, expected, places = "", {}, {"a": 0, "b": 0}
    for name, values in blocks:
        places[name] += 1
        text += f"[[{name}]]\n"
        expected[f"{name}[{places[name]}]"] = text.count("\n")
        for number, value in enumerate(values):
            expected[f"{name}[{places[name]}].k{number}"] = text.count("\n") + 1
            text += f"k{number} = {value}\n"
    tomllib.loads(text)
    assert lines_of(text) == expected


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert all(line > 0 for line in lines_of(text).values())
