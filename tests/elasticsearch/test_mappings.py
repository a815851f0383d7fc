"""The mapping builder. The `language` profile needs a full server, so it is held against Elastic's documentation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from store.elastic.mappings import ANALYZERS, SCHEMA, Kind, Profile, component_templates, index_templates, mapping

# those of https://www.elastic.co/docs/reference/text-analysis/analysis-lang-analyzer
DOCUMENTED = """
    arabic armenian basque bengali brazilian bulgarian catalan cjk czech danish dutch english estonian finnish
    french galician german greek hindi hungarian indonesian irish italian latvian lithuanian norwegian persian
    portuguese romanian russian sorani spanish swedish turkish thai
"""


def _objects(fields: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in fields.items():
        yield f"{path}{name}", field
        yield from _objects(field.get("properties", {}), f"{path}{name}.")


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("kind", Kind)
def test_every_mapping_is_strict_and_says_what_it_is(kind: Kind, profile: Profile) -> None:
    made = mapping(kind, profile)
    assert made["dynamic"] == "strict"
    assert made["_meta"] == {"schema": SCHEMA, "profile": profile.value}
    assert all(field.get("type", "object") for _, field in _objects(made["properties"]))
    assert not any("dynamic" in field for _, field in _objects(made["properties"]))


def test_the_language_profile_uses_documented_analyzers_beside_the_plain_words() -> None:
    fields = mapping(Kind.REVIEWS, Profile.LANGUAGE)["properties"]
    stems = fields.pop("stems")["properties"]
    assert fields == mapping(Kind.REVIEWS, Profile.BASIC)["properties"]
    assert {field["analyzer"] for field in stems.values()} <= set(DOCUMENTED.split())
    assert {code: field["analyzer"] for code, field in stems.items()} == dict(ANALYZERS)
    assert all(len(code) == 2 and field["type"] == "text" for code, field in stems.items())
    assert {"en": "english", "de": "german", "fr": "french", "ja": "cjk"}.items() <= ANALYZERS.items()


def test_each_kind_has_an_index_template_made_of_two_components() -> None:
    components = component_templates("mine", Profile.BASIC, 3)
    templates = index_templates("mine")
    assert len(templates) == len(Kind)
    for kind in Kind:
        template = templates[f"mine-{kind}"]
        assert template["index_patterns"] == [f"mine-{kind}-v*"]
        assert set(template["composed_of"]) <= set(components)
    assert components["mine-settings"]["template"]["settings"]["index"]["number_of_shards"] == 3
