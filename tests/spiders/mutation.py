"""Spoils pages the way the web and its enemies do: cuts, doublings, foreign bytes, and what parsers choke on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

TOKENS: tuple[bytes, ...] = (
    b"[" * 3000,
    b'{"a":' * 3000,
    b'{"@graph":[' * 400,
    b"<div itemscope itemprop=review>" * 40,
    b"<b>" * 3000,
    b"9" * 5000,
    b"-0",
    b"1e999",
    b"NaN",
    b"Infinity",
    b"null",
    b"true",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\\ud83d",
    b"\\u0000",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"\\",
    b'"',
    b"</script>",
    b"<script type='application/ld+json'>",
    b"<!--",
    b"]]>",
    b"<![CDATA[",
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>&b;",
    b'<?xml version="1.0" encoding="utf-7"?>',
    b"<meta charset=utf-16>",
    b"<meta charset=unicode_escape>",
    b"<base href='http://[::1'>",
    b"<a href='http://[::1' rel=next>",
    b"<a href='//host:99999/' rel=next>",
    b'"@id": "#a0001",',
    b'{"@id": "#a0001"}',
    b'"url": "http://[",',
    b'"url": "https://[x]/",',
    b'"href": "https://[x]/",',
    b'"@id": "/[x]//[y]",',
    b'"@id": "https://[::1",',
    b'"@id": "//[",',
    b'"identifier": "http://]",',
    b'"@type": "Review",',
    b'"@type": ["Review", 7, null, {}],',
    b'"review": {"@id": "#a0001"},',
    b'"author": [[[{"name": {"name": {"name": {}}}}]]],',
    b'"reviewRating": {"ratingValue": ' + b"9" * 400 + b"},",
    b'"reviewRating": [{}, []],',
    b'"datePublished": "99999999-99-99T99:99:99+99:99",',
    b'"datePublished": {"@value": 20240101},',
    b'"entry": {}',
    b'"label": []',
    b'"sort": {}',
    b'"sort": [[], {}]',
    b'"hits": []',
    b'"total": true',
    b"&" + b"amp;" * 50,
    b"&#x110000;",
    b"&#55357;",
    b"\xe2\x80\xa8",
    "\N{PILE OF POO}".encode(),
    b"/*" * 500,
    b",,,,,",
    b"=cmd|' /C calc'!A0",
)


def mutate(pages: Sequence[bytes], chance: Random) -> bytes:
    """One of the pages, spoilt in one to four places."""
    body = chance.choice(pages)
    for _ in range(chance.randint(1, 4)):
        body = chance.choice(_WAYS)(body, chance, pages)
    return body


def _cut(body: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    return body[: chance.randint(0, len(body))]


def _drop(body: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    start, end = _slice(body, chance)
    return body[:start] + body[end:]


def _double(body: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    start, end = _slice(body, chance)
    return body[:end] + body[start:end] + body[end:]


def _flip(body: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    spoilt = bytearray(body)
    for _number in range(chance.randint(1, 8)):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _insert(body: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A token where a token may stand: behind a bracket, comma, colon or tag more often than anywhere."""
    marks = [at + 1 for at, sign in enumerate(body) if sign in b"{[,:>"]
    at = chance.choice(marks) if marks and chance.random() < 0.8 else chance.randint(0, len(body))
    return body[:at] + chance.choice(TOKENS) + body[at:]


def _splice(body: bytes, chance: Random, pages: Sequence[bytes]) -> bytes:
    other = chance.choice(pages)
    start, end = _slice(other, chance)
    at = chance.randint(0, len(body))
    return body[:at] + other[start:end] + body[at:]


def _slice(body: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(body))
    return start, min(len(body), start + int(chance.expovariate(1 / 60)))


_WAYS: tuple[Callable[[bytes, Random, Sequence[bytes]], bytes], ...] = (
    _cut, _drop, _double, _flip, _insert, _insert, _insert, _splice,
)  # fmt: skip
