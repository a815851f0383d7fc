"""What a loopback site answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

HTML, JSON, TEXT = "text/html; charset=utf-8", "application/json; charset=utf-8", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    content_type: str = HTML
    status: int = 200


Site: TypeAlias = Callable[[str, dict[str, str]], Answer]  # (path, query) -> answer

NOT_FOUND = Answer(b"not found\n", TEXT, 404)
ROBOTS = Answer(b"User-agent: *\nAllow: /\n", TEXT)


def html(text: str) -> Answer:
    return Answer(text.encode())


def as_json(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), JSON)
