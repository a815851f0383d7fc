"""Pages that answer 200 and are not what was asked for: a login, a consent wall, a robot check.

Only asked of a page without a single review: a shop has a login form beside its reviews.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

LOGIN = "login page"
CONSENT = "consent wall"
ROBOT_CHECK = "robot check"
_LONGEST_WALL = 3000  # characters of visible text; a wall is short, an article on cookies is not
_PASSWORD = etree.XPath("boolean(//input[translate(@type, 'PASWORD', 'pasword') = 'password'])")
_ROBOT = etree.XPath(
    "boolean(//*[contains(@class, 'g-recaptcha') or contains(@class, 'h-captcha') or contains(@class, 'cf-turnstile')"
    " or contains(@id, 'challenge-form') or contains(@src, '/captcha')])"
)
# Not its buttons and boxes: every shop has "Sign in" in a corner, and asks about cookies.
_HEADINGS = etree.XPath("//title | //h1 | //form/@action")
_VISIBLE = etree.XPath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
_WORDS = {
    ROBOT_CHECK: r"just a moment|verify(ing)? (that )?you are (a )?human|are you a robot|unusual traffic|captcha",
    LOGIN: r"\b(log|sign)[ -]?in\b|/(login|signin)\b|\banmelden\b|\bconnectez-vous\b|\binloggen\b",
    CONSENT: r"before you continue|cookie|\bconsent\b|your privacy|\bdatenschutz|\bconsentement\b",
}
_TOLD = {wall: re.compile(words, re.IGNORECASE) for wall, words in _WORDS.items()}


def wall_of(root: HtmlElement) -> str:
    """What kind of wall the page is, empty where it is none."""
    if sum(len(text.strip()) for text in _VISIBLE(root)) > _LONGEST_WALL:
        return ""
    if _PASSWORD(root):
        return LOGIN
    if _ROBOT(root):
        return ROBOT_CHECK
    headings = [str(part) if isinstance(part, str) else part.text_content() for part in _HEADINGS(root)]
    return next((wall for wall, told in _TOLD.items() if any(told.search(text) for text in headings)), "")
