"""Cuts a text into passages: sentences, and clauses where a sentence turns (`the app is good, but support is not`)."""

from __future__ import annotations

import re
from itertools import zip_longest

MAX_WORDS = 48  # text without punctuation is cut near here: longer, and praise and blame run together
# A shorter clause says too little by itself. Before a turn fewer words do: "Great app but support never replied".
MIN_CLAUSE_WORDS = 3
MIN_TURNED_WORDS = 2
_SURE_TO_FIT = 4 * MAX_WORDS  # characters: no part this short has more than MAX_WORDS words worth a cut
_ABBREVIATION_LENGTH = 8  # characters before a stop that can be an abbreviation

_EMOJI = "\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\u200d"
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|vs|no|nr|inc|ltd|co|corp|dept|approx|e\.g|i\.e|u\.s|u\.k)|\b[a-z])\.$",
    re.IGNORECASE,
)
# Every pattern starts with one set of characters, so that the search skips quickly to where it can match.
_END = re.compile(
    rf"[.!?\u2026\u3002\uff01\uff1f{_EMOJI}]++[\"'\u201d\u2019)\]]*+"
    rf"(?:(?=\s|$|[A-Z\u00c0-\u00de\"\u201c(\u2022])|(?<=[{_EMOJI}\u3002\uff01\uff1f]))"
)
_LIST_MARK = re.compile(r"(?:[-*\u2022\u00b7\u25cf>]++|\(?\d{1,2}[.)])\s++")
# What is no turn is asked behind the word: before it, every blank would be asked.
_TURN = re.compile(
    r"[\s;](?:[-\u2013\u2014]++\s|(?<=;)\s*|(?:(?:however|although|whereas|except|unfortunately|luckily|thankfully"
    r"|but(?<!\bnothing\sbut)(?<!\banything\sbut)(?<!\bnone\sbut)(?<!\ball\sbut)(?<!\bchoice\sbut)(?<!\boption\sbut)(?<!n't\shelp\sbut)"
    r"|though(?<!\beven\sthough)|yet(?<!\bnot\syet)(?<!n't\syet)(?! (?:again|another|to)\b))\b))",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[,\s](?:(?<=,)\s++|(?=(?:and|so|then|because|when|while|which|after|now)\s))", re.IGNORECASE)
# Praise and blame in a row, one of them of what helps: "Good product bad support", "app 5/5, support 1/5".
_LONGEST_PAIR = 80  # characters
_HELP = ("support", "service", "customer care", "helpdesk", "help desk", "helpline", "hotline", "call cent")
_PRAISE = frozenset(
    ("good", "great", "nice", "excellent", "amazing", "fantastic", "brilliant", "lovely", "decent", "fine", "ok",
     "okay", "perfect", "superb", "awesome", "love", "loved", "solid", "best", "wonderful", "beautiful", "cheap", "top",
     "outstanding", "five", "5", "10", "5/5", "4/5", "8/10", "9/10", "10/10")
)  # fmt: skip
_BLAME = frozenset(
    ("bad", "poor", "terrible", "awful", "horrible", "worst", "lousy", "useless", "dreadful", "pathetic", "rubbish",
     "crap", "slow", "appalling", "abysmal", "shocking", "hopeless", "disappointing", "weak", "nonexistent",
     "non-existent", "disgusting", "hate", "hated", "0", "1", "0/5", "1/5", "2/5", "0/10", "1/10", "2/10", "3/10")
)  # fmt: skip
_LACK = frozenset(("no", "zero", "none"))  # blame where it is help that lacks: "great service, no problems" is none
_BARE = ",.!?;:-\"'"
_EDGES = " \t\r\n\u00a0-*\u2022\u00b7\u25cf"
_LETTER = re.compile(r"\w")


def split(text: str) -> list[str]:
    """The passages of a text, in order; those that hold no letter, digit or emoji are left out.

    Linear in the length of the text. A text with anything to read gives at least one passage.
    """
    found: list[str] = []
    for sentence in sentences(text):
        if len(sentence) <= _LONGEST_PAIR and (at := _opposed(sentence)):
            found += [sentence[:at].strip(_EDGES + ","), sentence[at:].strip(_EDGES)]
        elif sentence.count(" ") < MIN_TURNED_WORDS + MIN_CLAUSE_WORDS - 1:
            found.append(sentence)
        else:
            found += _clauses(sentence)
    return found


def _opposed(sentence: str) -> int:
    """Where a short sentence goes over from praise to blame, or the other way, without a word between; 0 if nowhere.

    Either a comma stands there, or both halves start with their verdict, or both end with it.
    """
    lower = sentence.lower()
    if not any(word in lower for word in _HELP):
        return 0
    words, told = sentence.split(" "), lower.split(" ")
    sides = [_side(word, behind) for word, behind in zip_longest(told, told[1:], fillvalue="")]
    for at in range(MIN_TURNED_WORDS, len(words) - 1):
        left, right = {*sides[:at]} - {0}, {*sides[at:]} - {0}
        if (
            len(left) == len(right) == 1
            and left != right
            and (words[at - 1].endswith(",") or all((sides[0], sides[at])) or all((sides[at - 1], sides[-1])))
        ):
            return len(" ".join(words[:at]))
    return 0


def _side(word: str, behind: str) -> int:
    """1 praise, -1 blame, 0 neither."""
    bare = word.strip(_BARE)
    blame = bare in _BLAME or (bare in _LACK and behind.startswith(_HELP))
    return (bare in _PRAISE) - blame


def sentences(text: str) -> list[str]:
    """Sentences, list items and lines. Emoji and stops that stand alone stay with the sentence before."""
    found: list[str] = []
    for line in text.splitlines():
        mark = _LIST_MARK.match(line)
        start = mark.end() if mark else 0
        for end in _END.finditer(line, start):
            stop = end.end()
            if end[0] == "." and _ABBREVIATION.search(line, max(start, stop - _ABBREVIATION_LENGTH), stop):
                continue
            _keep(found, line[start:stop])
            start = stop
        _keep(found, line[start:])
    return found


def _keep(found: list[str], piece: str) -> None:
    piece = piece.strip(_EDGES)
    if not piece:
        return
    if _LETTER.search(piece):
        found.append(piece)
    elif found and len(found[-1]) < _SURE_TO_FIT:
        found[-1] += f" {piece}"
    elif not piece.isascii():
        found.append(piece)


def _clauses(sentence: str) -> list[str]:
    """A sentence cut where it turns, and, where a part is still too long, at its joints."""
    pieces: list[str] = []
    for part in _cut(sentence, _TURN, MIN_TURNED_WORDS, MIN_CLAUSE_WORDS):
        if len(part) <= _SURE_TO_FIT or _count(part) <= MAX_WORDS:
            pieces.append(part)
        else:
            pieces += [slab for piece in _cut(part, _JOINT, MAX_WORDS // 3, MAX_WORDS // 3) for slab in _slabs(piece)]
    return pieces


def _cut(sentence: str, where: re.Pattern[str], before: int, behind: int) -> list[str]:
    """Cut where the pattern matches, if that leaves at least so many words before and behind."""
    parts: list[str] = []
    start = 0
    for match in where.finditer(sentence):
        at = match.start()
        left, right = sentence.count(" ", start, at) + 1, sentence.count(" ", at + 1, at + _SURE_TO_FIT) + 1
        if left >= before and right >= behind:
            parts.append(sentence[start:at].strip(" ,"))
            start = at + 1
    parts.append(sentence[start:].strip(_EDGES))
    return [part for part in parts if part]


def _slabs(piece: str) -> list[str]:
    """Text without any joint, in slabs of MAX_WORDS words."""
    if _count(piece) <= 2 * MAX_WORDS:
        return [piece]
    words = piece.split()
    return [" ".join(words[at : at + MAX_WORDS]) for at in range(0, len(words), MAX_WORDS)]


def _count(text: str) -> int:
    return text.count(" ") + 1
