"""Players' reviews of a game, from Valve's public review service."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar
from urllib.parse import quote

from scrapy.http import Response

from analysis.errors import PageError
from crawler.items import Extract, Follow, RawReview
from crawler.moments import since_1970
from crawler.page import open_json
from crawler.policy import Access, Parameter, SourcePolicy
from crawler.spider import ReviewSpider
from crawler.text import tidy
from crawler.values import at, count_at, flag_at, listed, text_at

SERVICE = "https://api.steampowered.com/IUserReviewsService/GetAppReviews/v1/?input_json={asked}"
REVIEW = "https://steamcommunity.com/profiles/{author}/recommended/{app}/"
FIRST, PAGE_SIZE = "*", 100  # the cursor of the first page; the most that a page gives
NEWEST_EDIT, ANY_PURCHASE = 2, 1  # as the service numbers its orders and kinds of purchase
ASK_AGAIN = 3  # Steam at times calls a list ended that is not
LANGUAGES = {
    "arabic": "ar", "brazilian": "pt", "bulgarian": "bg", "czech": "cs", "danish": "da", "dutch": "nl",
    "english": "en", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hungarian": "hu",
    "indonesian": "id", "italian": "it", "japanese": "ja", "koreana": "ko", "latam": "es", "malay": "ms",
    "norwegian": "no", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "schinese": "zh",
    "spanish": "es", "swedish": "sv", "tchinese": "zh", "thai": "th", "turkish": "tr", "ukrainian": "uk",
    "vietnamese": "vi",
}  # fmt: skip
_BLOCK = re.compile(r"(?:\n?\[/?(?:h[1-3]|p|list|olist|\*|quote|code|hr|table|tr|th|td)(?:=[^\]\n]*)?\])+\n?")
_INLINE = re.compile(r"\[/?(?:b|u|i|strike|spoiler|noparse|url)(?:=[^\]\n]*)?\]")


class SteamSpider(ReviewSpider):
    """A thumb up or down is kept as that, on a scale of 0 to 1: it is no star."""

    name = "steam"
    policy: ClassVar[SourcePolicy] = SourcePolicy(
        home="https://partner.steamgames.com/doc/webapi/IUserReviewsService",
        access=Access.OPT_IN,
        terms="documented by Valve, no key, limits undocumented; the Web API's terms are for holders of a key and for "
        "personal use: whether you may analyse public reviews is yours to find out",
        gives="players' reviews of a game, with a thumb up or down",
        checked=date(2026, 11, 22),
        licence="all rights with Valve and the reviewers; short quotations with a link",
        robots=False,  # a documented API for programs
        delay=2.0,  # calls without a key share a low limit
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("app", "the number in the game's address (.../app/900000201)", True, "[0-9]{1,10}", "900000201"),
        Parameter("language", "one language, by Steam's name; all if left out", False, "|".join(LANGUAGES), "english"),
    )
    newest_first = True
    stable_ids = True

    def start_pages(self) -> Iterable[Follow]:
        yield self._page(FIRST)

    def extract(self, response: Response, context: Mapping[str, str]) -> Extract:
        answer = at(open_json(response), "response")
        told, summary = listed(at(answer, "reviews")), at(answer, "query_summary")
        if not told and not isinstance(summary, dict):
            raise PageError("not a list of reviews", f"{response.url}: no such app, or a spoilt cursor")
        page = Extract(reviews=[self._read(review) for review in told])
        total = count_at(answer, "total_matching")
        page.stated = count_at(summary, "total_reviews") if total is None else total
        here, after, again = context.get("cursor", FIRST), text_at(answer, "cursor"), int(context.get("again", "0"))
        left = int(context.get("left") or page.stated or 0) - len(told)
        if told and after not in ("", here):
            page.next = self._page(after, left)
        elif not told and left > 0 and again < ASK_AGAIN:
            page.next = self._page(here, left, again + 1)
        return page

    def _page(self, cursor: str, left: int | None = None, again: int = 0) -> Follow:
        asked = {
            "appid": int(self.given["app"]), "filter": NEWEST_EDIT, "languages": [self.given.get("language", "all")],
            "purchase_type": ANY_PURCHASE, "filter_offtopic_activity": False, "cursor": cursor,
            "num_per_page": PAGE_SIZE - again,  # so that no cache in between answers as before
        }  # fmt: skip
        url = SERVICE.format(asked=quote(json.dumps(asked, separators=(",", ":")), safe=""))
        return Follow(url, {"cursor": cursor, "left": "" if left is None else str(left), "again": str(again)})

    def _read(self, review: object) -> RawReview:
        author, thumb = text_at(review, "author", "steamid"), flag_at(review, "voted_up")
        reply = _text(text_at(review, "developer_response"))
        return RawReview(
            ref=text_at(review, "recommendationid") or None,
            url=REVIEW.format(author=author, app=self.given["app"]) if re.fullmatch("[0-9]+", author) else "",
            published=since_1970(text_at(review, "timestamp_updated") or text_at(review, "timestamp_created")),
            body=_text(text_at(review, "review")),
            rating=None if thumb is None else float(thumb),
            worst=0.0,
            best=1.0,
            author=author,
            language=LANGUAGES.get(text_at(review, "language")),
            reply=reply,
            reply_published=since_1970(text_at(review, "timestamp_dev_responded")) if reply else None,
            verified=flag_at(review, "steam_purchase"),
        )


def _text(marked: str) -> str:
    """Without Steam's markup, such as `[h1]`, `[b]` and `[url=...]`."""
    return tidy(_INLINE.sub("", _BLOCK.sub("\n", marked)))
