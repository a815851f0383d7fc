"""In which line of a TOML file a key path stands, which tomllib does not tell: so that a fault can be jumped to."""

from __future__ import annotations

import re

_HEADING = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<key>[^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*(?P<key>[\w.\-"' ]+?)\s*=(?!=)""")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_LAST_PLACE = re.compile(r"(\.[^.\[\]]+|\[\d+\])$")


def lines_of(text: str) -> dict[str, int]:
    """Key path -> line, both counted from 1: `client[2].engagement[1].since`. Only what stands at the start
    of a line; what is inside a longer value belongs to the line where that begins."""
    found: dict[str, int] = {}
    table, depth, quote = "", 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if not quote and not depth:
            if heading := _HEADING.fullmatch(line):
                table = _enter(heading["key"], heading["open"] == "[[", found)
                found.setdefault(table, number)
                continue
            if key := _KEY.match(line):
                name = _plain(key["key"])
                found.setdefault(f"{table}.{name}" if table else name, number)
        quote, depth = _carry(line, quote, depth)
    return found


def line_of(path: str, lines: dict[str, int]) -> int:
    """The line of a path or of the nearest thing around it; 0 where there is none."""
    while path and path not in lines:
        path = _LAST_PLACE.sub("", path) if _LAST_PLACE.search(path) else ""
    return lines.get(path, 0)


def _enter(key: str, is_list: bool, found: dict[str, int]) -> str:
    """The path of a heading: inner names belong to the last place of the lists around them."""
    path = ""
    names = _plain(key).split(".")
    for name in names[:-1]:
        path = _latest(f"{path}.{name}" if path else name, found)
    path = f"{path}.{names[-1]}" if path else names[-1]
    return f"{path}[{_places(path, found) + 1}]" if is_list else path


def _latest(path: str, found: dict[str, int]) -> str:
    places = _places(path, found)
    return f"{path}[{places}]" if places else path


def _places(path: str, found: dict[str, int]) -> int:
    places = 0
    while f"{path}[{places + 1}]" in found:
        places += 1
    return places


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _carry(line: str, quote: str, depth: int) -> tuple[str, int]:
    """What is still open at the end of a line: a long string's quotes, and how many brackets."""
    if quote:
        _, closed, line = line.partition(quote)
        if not closed:
            return quote, depth
    for mark in ('"""', "'''"):
        before, opened, after = line.partition(mark)
        if opened:
            return ("", depth) if mark in after else (mark, depth + _brackets(before))
    return "", depth + _brackets(line)


def _brackets(line: str) -> int:
    bare = _STRING.sub("", line).partition("#")[0]
    return sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))
