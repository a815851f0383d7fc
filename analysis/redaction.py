"""Takes e-mail addresses, phone, card and account numbers out of a text, before anything is stored."""

from __future__ import annotations

import re

EMAIL, PHONE, CARD, ACCOUNT = "[email]", "[phone]", "[card]", "[account]"

_MAX_PASSES = 8  # each takes digits away or changes nothing; two do in practice
_AFTER = 12  # characters behind it in which a unit such as `dollars` does
_CONTEXT = 28  # characters before a number in which a word such as `account` speaks of it

# What a web page may have put between words or letters: blanks of other widths, and signs that nobody sees.
_BLANKS = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"

_AT = re.compile(r"@|\uff20|%40|\(at\)|\[at\]", re.IGNORECASE)
_LABEL_OF_HOST = rf"[^\W_{_UNSEEN}](?:[^\W_]|[-{_UNSEEN}])*+"
_EMAIL = re.compile(
    rf"(?<![\w.%+-])[\w%+-][\w.%+{_UNSEEN}-]*+ ?(?:@|\uff20|[(\[]at[)\]]) ?"
    rf"{_LABEL_OF_HOST}(?:(?:\.| ?[(\[]dot[)\]] ?){_LABEL_OF_HOST})++"
    rf"|(?<![\w.+-])[\w.+-]++%40{_LABEL_OF_HOST}(?:\.{_LABEL_OF_HOST})++",
    re.IGNORECASE,
)
# ASCII alone: a Kelvin sign or a dotted I is no letter of a check sum.
_IBAN = re.compile(
    rf"(?<![a-z0-9])[a-z]{{2}}[0-9]{{2}}(?:[{_BLANKS}-]?[a-z0-9]{{4}}){{2,7}}(?:[{_BLANKS}-]?[a-z0-9]{{1,3}})?(?![a-z0-9])",
    re.IGNORECASE | re.ASCII,
)
# A number as people write it: digits with at most two separators between them, and an extension.
_NUMBER = re.compile(
    rf"(?<![\w$€£¥@])(?<![$€£¥] )(?<!\d[.,])(?:\+ ?)?\(?\d(?:[._\-()/\u2010-\u2014\u2212{_BLANKS}{_UNSEEN}]{{0,3}}\d)*+"
    r"(?: ?(?:x|ext\.?|extension) ?\d{1,6})?+(?![\w%€£])",
    re.IGNORECASE,
)
_LONG_ENOUGH = re.compile(r"\d(?:\D{0,3}\d){4}")
_ACCOUNT_WORD = re.compile(
    r"(?<!\[)\b(?:accounts?|acct|a/c|iban|routing|sort code|ssn|social security|member(?:ship)? (?:no|number|id)|"
    r"policy (?:no|number)|customer (?:no|number|id)|loan (?:no|number)|card)\b",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"(?<!\[)\b(?:phone|tel|telephone|mobile|cell|whatsapp|sms|text|call|called|calling|ring|rang|fax|number|"
    r"reach|answering at|contact)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[ \-]?(?:office|fax|mobile|home|cell|phone)\b", re.IGNORECASE)
_DATE = re.compile(
    r"(?:1[89]|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|[12]\d|3[01])\2(?:(?:1[89]|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
_YEARS = re.compile(rf"(?:(?:1[89]|20)\d\d[{_BLANKS}./\u2013-]*)+(?:\d\d)?")
_THOUSANDS = re.compile(rf"\d{{1,3}}(?:[{_BLANKS}.]\d{{3}})+")
_SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
_ADDRESS_V4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_DECIMAL = re.compile(r"\d{1,4}\.\d+")
_TIMES = re.compile(r"[0-2]\d[0-5]\d ?[-/\u2013] ?[0-2]\d[0-5]\d")
_APART = re.compile(rf"([{_BLANKS}])")
_NOT_DIGIT = re.compile(r"\D+")
_UNIT = re.compile(
    r"\s*(?:dollars|euros?|pounds|bucks|usd|eur|gbp|per cent|percent|miles|km|points|people|customers)\b", re.I
)


def redact(text: str) -> str:
    """The text with `[email]`, `[phone]`, `[card]` and `[account]` in place of what they name.

    Dates, years, prices and short numbers stay. Idempotent: `redact(redact(text)) == redact(text)`.
    """
    for _ in range(_MAX_PASSES):
        redacted = _pass(text)
        if redacted == text:
            break
        text = redacted
    return text


def _pass(text: str) -> str:
    if _AT.search(text):
        text = _EMAIL.sub(EMAIL, text)
    if _LONG_ENOUGH.search(text):
        text = _IBAN.sub(_iban, text)
        text = _NUMBER.sub(_number, text)
    return text


def _iban(match: re.Match[str]) -> str:
    """An IBAN with its check sum right (ISO 13616), or one whose form leaves no doubt: GB24DTYM14716824328364."""
    found = "".join(filter(str.isalnum, match[0])).upper()
    moved = found[4:] + found[:4]
    checked = int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1
    digits = sum(letter.isdigit() for letter in found)
    return ACCOUNT if checked or (len(match[0]) == len(found) >= 15 and digits >= 10) else match[0]


def _number(match: re.Match[str]) -> str:
    found = match[0]
    digits = _NOT_DIGIT.sub("", found)
    if len(digits) < 5:
        return found
    pieces = _APART.split(found)
    if len(pieces) > 1 and any(_harmless(piece) for piece in pieces if len(piece) > 4):
        return "".join(_NUMBER.sub(_number, piece) for piece in pieces)
    before = match.string[max(0, match.start() - _CONTEXT) : match.start()]
    return _kind(found, digits, before, match.string[match.end() : match.end() + _AFTER]) or found


def _kind(found: str, digits: str, before: str, after: str) -> str | None:
    """The placeholder for a number, or None where it may stay. Cards first: they are the dearest."""
    announced = bool(_PHONE_WORD.search(before) or _LABEL.match(after))
    if 13 <= len(digits) <= 19 and found[0] != "+" and _luhn(digits):
        return CARD
    if _SSN.fullmatch(found):
        return ACCOUNT
    if _harmless(found, announced) or _UNIT.match(after):
        return None
    if _ACCOUNT_WORD.search(before):
        return ACCOUNT
    if found.isdigit():
        return _plain_run(digits, announced)
    if _phone(found, digits, announced):
        return PHONE
    return ACCOUNT if len(digits) > 15 else None


def _plain_run(digits: str, announced: bool) -> str | None:
    """Digits without a break: 8 or more name a person's thing, unless they are a round amount."""
    if digits.endswith("00000"):
        return None
    if announced and 7 <= len(digits) <= 15:
        return PHONE
    if len(digits) >= 8:
        return PHONE if len(digits) in (10, 11) else ACCOUNT
    return None


def _phone(found: str, digits: str, announced: bool) -> bool:
    if not 7 <= len(digits) <= 21:
        return announced and len(digits) == 6 and "." not in found
    if announced or found[0] in "+(" or "(" in found or len(digits) >= 9:
        return True
    return "-" in found and not digits.endswith("00")  # 555-0123, and not a range such as 300-1500


def _harmless(found: str, announced: bool = False) -> bool:
    """Dates, years in a row, times, decimals, thousands with their points, IPv4 addresses."""
    found = found.strip("() ")
    forms = (_DATE, _YEARS, _ADDRESS_V4, _TIMES, _DECIMAL)
    return any(form.fullmatch(found) for form in forms) or (
        not announced
        and _THOUSANDS.fullmatch(found) is not None
        and (found[0] != "0")
        and len(_NOT_DIGIT.sub("", found)) != 9
    )


def _luhn(digits: str) -> bool:
    """Check digit of ISO/IEC 7812-1 (Luhn, 1954)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[-1::-2]) + sum(doubled)) % 10 == 0
