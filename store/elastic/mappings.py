"""What the indices look like: one a kind of document, strict, with the fewest fields that questions need.

Elastic calls them component and index templates: `PREFIX-settings` and `PREFIX-KIND` are put together
into the template of `PREFIX-KIND-v*`, behind the alias `PREFIX-KIND`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

SCHEMA = 1  # of the documents; a change that old documents do not fit makes it 2, and `rbp store migrate` leads there
_PRIORITY = 500  # above Elastic's own templates (100 to 200)
_LONGEST_TERM = 8_191  # characters of at most 4 bytes: Lucene takes 32,766 bytes
_DELETES_KEPT = "10m"  # how long a late write of an older edition still meets the mark of its deletion


class Kind(StrEnum):
    """One index each. `keys` has a small document a review key: which edition is stored, which targets
    show it, or that it is forgotten. `intents` names what is just being written, so that a crash can be mended."""

    REVIEWS = "reviews"
    MENTIONS = "mentions"
    OPINIONS = "opinions"
    KEYS = "keys"
    PAGES = "pages"
    TARGETS = "targets"
    RUNS = "runs"
    MODELS = "models"
    INTENTS = "intents"


class Profile(StrEnum):
    """What the server can analyse: `language` has stemmed words of 33 languages beside the plain ones."""

    BASIC = "basic"
    LANGUAGE = "language"


# ISO 639-1 -> Elastic's analyzer
# (https://www.elastic.co/docs/reference/text-analysis/analysis-lang-analyzer)
ANALYZERS: Mapping[str, str] = {
    "ar": "arabic", "bg": "bulgarian", "bn": "bengali", "ca": "catalan", "cs": "czech", "da": "danish",
    "de": "german", "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "gl": "galician", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "ja": "cjk", "ko": "cjk",
    "lt": "lithuanian", "lv": "latvian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "th": "thai", "tr": "turkish", "zh": "cjk",
}  # fmt: skip

_KEYWORD: Json = {"type": "keyword"}
_SHOWN: Json = {"type": "keyword", "index": False, "doc_values": False}  # kept in the document, never asked for
_LONG_KEYWORD: Json = {"type": "keyword", "ignore_above": _LONGEST_TERM, "doc_values": False}
_DAY: Json = {"type": "date", "format": "strict_date"}
_MOMENT: Json = {"type": "date", "format": "strict_date_optional_time_nanos"}
_FLAG: Json = {"type": "boolean"}
_SUM: Json = {"type": "double", "index": False}  # added up, never searched
_COUNT: Json = {"type": "integer", "index": False}
_SIGN: Json = {"type": "byte", "index": False}  # 0 or 1, added up
_NUMBER: Json = {"type": "long"}
_OPAQUE: Json = {"type": "object", "enabled": False}
_PERIODS: Json = dict.fromkeys(("month", "quarter", "year"), _KEYWORD)
_WORDS: Json = {"type": "text", "analyzer": "whitespace"}
_TEXT: Json = {"type": "text", "index": False}

_REVIEW: Json = {
    "key": _KEYWORD, "source": _KEYWORD, "ref": _LONG_KEYWORD, "url": _LONG_KEYWORD, "client": _KEYWORD,
    "first": _DAY, "last": _DAY, **_PERIODS, "published": _SHOWN, "title": _TEXT, "body": _TEXT, "words": _WORDS,
    "rating": _SUM, "worst": _SUM, "best": _SUM, "thumb": _FLAG, "language": _KEYWORD, "language_confidence": _SUM,
    "reply": _TEXT, "reply_published": _SHOWN, "verified": _FLAG, "author_key": _SHOWN, "content_hash": _KEYWORD,
    "licence": _KEYWORD, "quotable": _FLAG, "scorer": _KEYWORD, "unscored": _KEYWORD, "rows": _KEYWORD,
    "mentions": _OPAQUE, "mention_count": _COUNT, "scored": _SIGN, "supporting": _SIGN, "disagreeing": _SIGN,
    "vanished": _SIGN, "undated": _SIGN,
}  # fmt: skip
_MENTION: Json = {
    "review": _KEYWORD, "number": _COUNT, "client": _KEYWORD, "source": _KEYWORD, "language": _KEYWORD,
    "first": _DAY, "last": _DAY, "passage": _TEXT, "aspects": _KEYWORD, "channels": _KEYWORD, "doing": _KEYWORD,
    "rows_all": _KEYWORD, "rows_vendor": _KEYWORD, "polarity": {"type": "double"}, "confidence": _SUM,
    "strength": _COUNT, "vader": _SUM, "quotable": _FLAG, "id": _KEYWORD,
}  # fmt: skip
_OPINION: Json = {
    "review": _KEYWORD, "client": _KEYWORD, "source": _KEYWORD, "language": _KEYWORD, "aspect": _KEYWORD,
    "basis": _KEYWORD, "doing": _KEYWORD, "channels": _KEYWORD, "first": _DAY, "last": _DAY, **_PERIODS,
    "polarity": _SUM, "mentions": _COUNT, "vader": _SUM, "negative": _SIGN, "positive": _SIGN,
}  # fmt: skip
_KEY: Json = {
    "key": _KEYWORD, "edition": {"type": "long", "index": False}, "by": _SHOWN, "forgotten": _FLAG,
    "seen": {"type": "long", "index": False}, "content": _SHOWN, "scorer": _SHOWN, "client": _SHOWN,
    "vanished": _FLAG, "parts": _OPAQUE, "shown": _OPAQUE, "targets": _KEYWORD, "swept": _KEYWORD,
    "missed": _KEYWORD, "first": _DAY,
}  # fmt: skip
_PAGE: Json = {
    "key": _KEYWORD, "target": _KEYWORD, "sweep": {"type": "long"}, "state": _KEYWORD, "place": _NUMBER,
    "url": _SHOWN, "depth": _COUNT, "context": _SHOWN, "run": _KEYWORD, "fetched": _MOMENT, "tries": _COUNT,
    "failed": _SHOWN, "stated": _COUNT, "about": _SHOWN, "drops": _OPAQUE, "body_hash": _SHOWN,
}  # fmt: skip
_TARGET: Json = {
    "key": _KEYWORD, "source": _KEYWORD, "client": _KEYWORD, "parameters": _OPAQUE, "sweep": {"type": "long"},
    "watermark": _SHOWN, "last_full": _MOMENT,
}  # fmt: skip
_RUN: Json = {
    "id": _KEYWORD, "target": _KEYWORD, "sweep": {"type": "long"}, "mode": _KEYWORD, "started": _MOMENT,
    "ended": _MOMENT, "finish": _KEYWORD, "verdict": _SHOWN, "counts": _OPAQUE, "drops": _OPAQUE,
    "coverage": _OPAQUE, "stated": {"type": "long"}, "watermark": _SHOWN, "replay": _SHOWN, "place": _NUMBER,
}  # fmt: skip
_MODEL: Json = {"name": _KEYWORD, "version": {"type": "long"}, "payload": _SHOWN}
_INTENT: Json = {"target": _KEYWORD, "keys": _OPAQUE, "at": _MOMENT}

# Fields that came later and that older documents do without: added to the mapping of an index where it stands.
GROWN: Mapping[Kind, tuple[str, ...]] = {Kind.PAGES: ("about",), Kind.REVIEWS: ("thumb",)}

_FIELDS: Mapping[Kind, Json] = {
    Kind.REVIEWS: _REVIEW,
    Kind.MENTIONS: _MENTION,
    Kind.OPINIONS: _OPINION,
    Kind.KEYS: _KEY,
    Kind.PAGES: _PAGE,
    Kind.TARGETS: _TARGET,
    Kind.RUNS: _RUN,
    Kind.MODELS: _MODEL,
    Kind.INTENTS: _INTENT,
}


def mapping(kind: Kind, profile: Profile) -> Json:
    """The strict mapping of one kind; `_meta` tells the schema and the profile that it was made for."""
    fields = dict(_FIELDS[kind])
    if kind is Kind.REVIEWS and profile is Profile.LANGUAGE:
        stems = {code: {"type": "text", "analyzer": name, "norms": False} for code, name in ANALYZERS.items()}
        fields["stems"] = {"properties": stems}
    return {"dynamic": "strict", "_meta": {"schema": SCHEMA, "profile": profile.value}, "properties": fields}


def settings(shards: int) -> Json:
    """`auto_expand_replicas`: a copy as soon as there is a second node, and green on a single one."""
    return {
        "index": {
            "number_of_shards": shards,
            "auto_expand_replicas": "0-1",
            "gc_deletes": _DELETES_KEPT,
            "mapping": {"total_fields": {"limit": 200}},
        }
    }


def alias(prefix: str, kind: Kind) -> str:
    return f"{prefix}-{kind}"


def component_templates(prefix: str, profile: Profile, shards: int) -> dict[str, Json]:
    """Name -> body."""
    made = {f"{prefix}-settings": {"template": {"settings": settings(shards)}}}
    for kind in Kind:
        made[f"{prefix}-{kind}-mapping"] = {"template": {"mappings": mapping(kind, profile)}}
    return made


def index_templates(prefix: str) -> dict[str, Json]:
    return {
        alias(prefix, kind): {
            "index_patterns": [f"{prefix}-{kind}-v*"],
            "composed_of": [f"{prefix}-settings", f"{prefix}-{kind}-mapping"],
            "priority": _PRIORITY,
            "_meta": {"schema": SCHEMA},
        }
        for kind in Kind
    }


def analyzers_wanted() -> Sequence[str]:
    """What a server must have for the profile `language`."""
    return sorted(set(ANALYZERS.values()))
