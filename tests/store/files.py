"""SQLite files of the tests, opened as a user would."""

from __future__ import annotations

from pathlib import Path

import pytest

import store
from analysis.errors import StoreError
from store.base import Store


def opened(path: Path, patience: str = "5") -> Store:
    return store.open(f"sqlite:{path}", {"patience": patience})


def one_line(error: pytest.ExceptionInfo[StoreError], *words: str) -> bool:
    text = str(error.value)
    return "\n" not in text and all(word in text for word in words)
