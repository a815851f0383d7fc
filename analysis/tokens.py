"""A passage as plain lower-case tokens: what the lexicon of support talk and the learned weights look at."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.spelling import mend

HANDLE = "@user"  # a company or person addressed by name
COMPANY = "org"  # a name that a publisher blanked out
NUMBER = "0"

_RAW = re.compile(
    r"\w+(?:'\w+)*(?:://\S+)?"
    r"|@\w+"
    r"|[!?]+|\.\.+|&"
    r"|[^\w\s\x00-\x7f]"  # emoji and other signs, one at a time
)
_STARS = re.compile(r"\b([0-5])[ -]?stars?\b")
_OF_TEN = re.compile(r"(?<![\d/.])(10|[0-9])(?:[.,]\d)? ?(?:/ ?|out of )10\b(?![/.]\d)")  # a rating, and no date
_DRAWN = re.compile(r"(?:[\u2b50\u2605\U0001f31f]\ufe0f? ?){2,}")  # one alone may be an ornament
_FIRST = re.compile(r"(?:#|\bno\. ?|\bnumber )1\b")  # `no 1 answered` is nobody
_SITE = re.compile(r"www\.\S+")
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th|k|hrs?|mins?|pm|am|h|m)?")
_BLANKED = re.compile(r"org\d+|xx+")
_APOSTROPHES = ("’", "‘", "´")
# Tags are written as one word: `#worstcustomerservice`, `#bluebirdfail`.
_RUN_TOGETHER = re.compile(
    r"(no|bad|best|great|good|poor|awful|worst|horrible|terrible|amazing|awesome|excellent)"
    r"(customer)?(service|support|experience)(ever|fail)?"
    r"|([^\W\d_]{3,}?)(fails?|sucks?)"
)
_ABBREVIATED = re.compile(r"'(?:s|re|ve|ll|d|m)$")
_KNOWN_TOKENS = 50_000  # raw tokens whose form is remembered: a language has about as many in use
_BARE_NEGATIONS = (
    "are", "could", "did", "do", "does", "had", "has", "have", "is", "should", "was", "were", "would",
)  # fmt: skip
_SPLIT = {
    **{f"{verb}nt": (verb, "not") for verb in _BARE_NEGATIONS},
    "ain't": ("is", "not"),
    "aint": ("is", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "cant": ("can", "not"),
    "shan't": ("shall", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
}


def tokens(text: str) -> list[str]:
    """Tokens in order. `couldn't` is `could not`, every number `0`, every handle `@user`, `5 stars` and
    `10/10` are `5star`; links are left out."""
    plain = text.lower()
    if not plain.isascii():
        for apostrophe in _APOSTROPHES:
            plain = plain.replace(apostrophe, "'")
        plain = _DRAWN.sub(_count_stars, plain)
    if "1" in plain:
        plain = _FIRST.sub("number one", plain)
    if "10" in plain:
        plain = _OF_TEN.sub(_stars, plain)
    if "star" in plain:
        plain = _STARS.sub(r"\1star", plain)
    if "www." in plain:
        plain = _SITE.sub(" ", plain)
    return [token for raw in _RAW.findall(plain) for token in _normal(raw)]


def _stars(rating: re.Match[str]) -> str:
    """A rating out of ten as one out of five, rounded up: `7/10` is `4star`, only nothing is `0star`."""
    return f"{(int(rating[1]) + 1) // 2}star"


def _count_stars(drawn: re.Match[str]) -> str:
    signs = sum(sign not in "\ufe0f " for sign in drawn[0])
    return f" {min(signs, 5)}star "


@lru_cache(maxsize=_KNOWN_TOKENS)
def _normal(raw: str) -> tuple[str, ...]:
    first = raw[0]
    if first in "!?":
        return (raw[:2],)
    if first == ".":
        return ("..",)
    if first == "@":
        return (HANDLE,)
    if raw in _SPLIT:
        return _SPLIT[raw]
    if "://" in raw:
        return ()
    if raw.endswith("n't"):
        return (raw[:-3], "not")
    if first.isdigit() and _NUMBER.fullmatch(raw):
        return (NUMBER,)
    if _BLANKED.fullmatch(raw):
        return (COMPANY,)
    if together := _RUN_TOGETHER.fullmatch(raw):
        return tuple(part for part in together.groups() if part)
    if short := _ABBREVIATED.search(raw):
        return (raw[: short.start()], short[0])
    return (mend(raw),) if raw.isalpha() else (raw,)
