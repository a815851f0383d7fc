"""Mends what haste and a second language do to the words that say most: "Gooood", "freindly", "recomend", "awsome".

Only the words of analysis/data/mended.txt are mended, and only from one slip away: a letter too many, too few, wrong,
or two that changed places. The first letter is rarely wrong and has to fit.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import product

from analysis.language import frequent
from analysis.vader import LEXICON

_RUN = re.compile(r"([^\W\d_])\1{2,}")  # English has no letter three times in a row
FILE = "data/mended.txt"
_SHORTEST, _LONGEST = 5, 18  # letters of a word that is mended
_MOST_RUNS = 3  # in one word; each doubles the ways to shorten it
# Words of their own, one slip away from those of the file.
_OTHERS = frozenset(
    ("crashed", "crushing", "clashes", "clashing", "conveniences", "delirious", "experiences", "improves", "incredibly",
     "noting", "peasant", "reliably", "wording")
)  # fmt: skip
_ENDINGS = ("s", "d", "r")  # `services`, `experienced` are no slips


def mend(word: str) -> str:
    """A word in small letters as it was meant; most come back as they are."""
    if _RUN.search(word):
        word = _shorten(word)
    if not _SHORTEST <= len(word) <= _LONGEST or word in LEXICON or word in _OTHERS:
        return word
    known = _slips()
    for slip in (word, *sorted(_without_one(word))):
        for meant in known.get(slip, ()):
            if meant[0] == word[0] and _one_apart(word, meant):
                inflected = word[:-1] == meant and word[-1] in _ENDINGS
                return word if inflected else meant
    return word


def _shorten(word: str) -> str:
    """Runs of a letter cut to two or to one, whichever makes a word that VADER knows, else to two: `appp` is `app`."""
    pieces = _RUN.split(word)
    for runs in product((2, 1), repeat=len(pieces) // 2) if len(pieces) <= 2 * _MOST_RUNS + 1 else ():
        made = "".join(piece * (runs[at // 2] if at % 2 else 1) for at, piece in enumerate(pieces))
        if made in LEXICON or made in frequent():
            return made
    return _RUN.sub(r"\1\1", word)


@cache
def _slips() -> dict[str, list[str]]:
    """Each word, and what is left of it without one letter -> the words."""
    found: dict[str, list[str]] = {}
    lines = files("analysis").joinpath(FILE).read_text(encoding="utf-8").splitlines()
    for word in (word for line in lines if not line.startswith("#") for word in line.split()):
        for slip in {word} | _without_one(word):
            found.setdefault(slip, []).append(word)
    return found


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _one_apart(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    same = next((at for at, pair in enumerate(zip(shorter, longer, strict=False)) if len(set(pair)) > 1), len(shorter))
    if len(longer) > len(shorter):
        return shorter[same:] == longer[same + 1 :]
    return shorter[same + 1 :] == longer[same + 1 :] or (
        shorter[same : same + 2] == longer[same : same + 2][::-1] and shorter[same + 2 :] == longer[same + 2 :]
    )
