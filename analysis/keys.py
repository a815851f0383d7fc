"""Hashes that name things: the same thing has the same key on every machine and on every visit."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_KEY_BYTES = 16  # 128 bits: no collision to fear below 10**18 reviews
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def digest(*parts: str) -> str:
    """128-bit BLAKE2b of the parts, as 32 hex digits. Parts are kept apart: ("ab", "c") is not ("a", "bc")."""
    hashed = blake2b(digest_size=_KEY_BYTES)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hashed.update(len(data).to_bytes(8, "big"))
        hashed.update(data)
    return hashed.hexdigest()


def slug(name: str) -> str:
    """The id of a client or vendor: `Bluebird Bank, N.A.` is `bluebird-bank-n-a`; empty where no letter is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub("-", plain.lower()).strip("-") or (digest(name)[:12] if name.strip() else "")
