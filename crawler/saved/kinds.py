"""Tells a saved page from other files by how it begins. Light at import."""

from __future__ import annotations

import codecs
import re
from typing import Final

_HEADER = re.compile(r"[A-Za-z][A-Za-z-]*:")
_TOP: Final = 4_000  # characters within which an archive's headers say what it is


def is_page(start: bytes) -> bool:
    """Whether a file that begins so is a saved page: markup, or an archive of it."""
    utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if utf16 else "latin-1", "replace")
    return text.lstrip("\xef\xbb\xbf\ufeff \t\r\n").startswith("<") or is_archive(start)


def is_archive(start: bytes) -> bool:
    """Whether it begins like a single-file save (MHTML), which is a mail with a page in it."""
    text = start[:_TOP].decode("latin-1").lower()
    return bool(_HEADER.match(text)) and "mime-version:" in text and "multipart/related" in text
