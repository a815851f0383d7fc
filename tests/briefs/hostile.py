"""A vendor, a client and customers who write anything but plain words."""

from __future__ import annotations

from datetime import date

from analysis.dates import PartialDate
from analysis.model import (
    Client,
    Dossier,
    Engagement,
    Evidence,
    Mention,
    Rating,
    Reading,
    Review,
    Target,
    Tier,
    Vendor,
)

LONG = "W" * 400
NASTY = (
    "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)>\x1b[31mred\x1b]0;title\x07 "
    "\u202etxt.exe\u202c [click](javascript:alert(3)) ![i](https://evil.example/y) https://evil.example/z "
    "www.evil.example | cell | {{ 7*7 }} {% raw %} `code` **bold** &lt;b&gt; </style></title> "
    "=HYPERLINK(1)\r\n# heading\n- item"
)
CLIENT = Client("acme", f"Acme {NASTY} {LONG}", ("acme.example",), NASTY)
HOSTILE = Dossier(
    Vendor("hostile", f"Hostile {NASTY}", ("hostile.example",)),
    (CLIENT,),
    (
        Engagement(
            "hostile",
            "acme",
            PartialDate.parse("2020"),
            channels=("phone",),
            regions=(NASTY,),
            share=0.5,
            evidence=(
                Evidence(Tier.LOGO, date(2026, 1, 2), "javascript:alert(4)", NASTY),
                Evidence(Tier.CASE_STUDY, date(2026, 1, 2), f'https://hostile.example/"><b>{LONG}', LONG, NASTY),
            ),
        ),
    ),
    (Target.of("schema_org", "acme", {"url": f"https://acme.example/{LONG}?<b>"}),),
)


def hostile_readings() -> list[Reading]:
    """Twelve reviews about support, six on each side; every other link is no web link."""
    return [_reading(number) for number in range(12)]


def _reading(number: int) -> Reading:
    url = "javascript:alert(5)" if number % 2 else f"https://acme.example/{number}?a=1&b=<i>"
    text = f"{number} {NASTY} {LONG}"
    review = Review("schema_org", str(number), url, "acme", PartialDate(date(2025, 1 + number, 3)), NASTY, text,
                    Rating(number / 11), "en", 1.0)  # fmt: skip
    polarity = round(-0.9 + 0.15 * number, 2)
    mention = Mention(review.key, 0, text, ("attitude", "wait"), ("phone",), "agent", polarity, abs(polarity), polarity)
    return Reading(review, f"test {NASTY}", (mention,))
