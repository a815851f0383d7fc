"""Saved pages and saved answers: golden/SPIDER/CASE/ holds the page, how it was asked for, and what it gives.

`request.json`  {"url", "parameters", "context"?, "since"?, "headers"?}
`page.*`        the body, byte for byte
`expected.json` what `extract` gives, or {"error": reason} where the page is refused
"""

from __future__ import annotations

import json
import math
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from scrapy.http import Response

from analysis.errors import PageError
from crawler.items import Extract, Follow, RawReview
from crawler.sources import spiders

ROOT = Path(__file__).parent
_DEFAULTS = {field.name: field.default for field in fields(RawReview) if field.default is not MISSING}


@dataclass(frozen=True)
class Case:
    spider: str
    folder: Path

    @property
    def name(self) -> str:
        return f"{self.spider}/{self.folder.name}"

    @property
    def body(self) -> bytes:
        (page,) = self.folder.glob("page.*")
        return page.read_bytes()

    @property
    def expected(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return told

    def answer(self, body: bytes | None = None) -> dict[str, Any]:
        """What the spider makes of the page (or of another body in its place), as JSON has it."""
        asked = json.loads((self.folder / "request.json").read_text(encoding="utf-8"))
        spider = spiders()[self.spider](**asked["parameters"])
        spider.since = date.fromisoformat(asked["since"]) if "since" in asked else None
        response = Response(asked["url"], headers=asked.get("headers"), body=self.body if body is None else body)
        try:
            return as_json(spider.extract(response, asked.get("context", {})))
        except PageError as error:
            return {"error": error.reason}


def cases() -> list[Case]:
    return [
        Case(folder.parent.name, folder) for folder in sorted(ROOT.glob("*/*/")) if (folder / "request.json").exists()
    ]


def as_json(page: Extract) -> dict[str, Any]:
    """An extract as JSON; of a review only the fields that the page told."""
    reviews = [
        {name: _value(value) for name, value in asdict(review).items() if value != _DEFAULTS[name]}
        for review in page.reviews
    ]
    return {
        "reviews": reviews,
        "next": _follow(page.next),
        "follow": [_follow(link) for link in page.follow],
        "stated": page.stated,
        **({"about": page.about} if page.about else {}),
        "drops": page.drops,
        **({"capped": page.capped} if page.capped else {}),
    }


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """`{"reviews[2].rating": 4.0, ...}`: so that a failure names one field."""
    if isinstance(value, dict) and value:
        parts = [flat(inner, f"{path}.{key}" if path else key) for key, inner in value.items()]
    elif isinstance(value, list) and value:
        parts = [{f"{path} (how many)": len(value)}, *(flat(inner, f"{path}[{n}]") for n, inner in enumerate(value))]
    else:
        return {path: value}
    return {key: inner for part in parts for key, inner in part.items()}


def _follow(link: Follow | None) -> dict[str, Any] | None:
    return {"url": link.url, **({"context": dict(link.context)} if link.context else {})} if link else None


def _value(value: object) -> Any:
    return "NaN" if isinstance(value, float) and math.isnan(value) else value if value is None else _plain(value)


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value
