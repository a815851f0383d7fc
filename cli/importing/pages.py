"""`rbp import` of a page that was saved in a browser."""

from __future__ import annotations

import asyncio
from typing import Final

from analysis.errors import PageError, ReadingError, UsageError
from analysis.keys import slug
from cli.importing.book import Summary
from cli.importing.files import Source
from cli.importing.reading import Stamp
from crawler.facts import WALLS
from crawler.saved.opening import LARGEST_FILE, SavedPage, open_saved
from crawler.saved.taking import NO_REVIEWS, Taker, target_of
from crawler.sources import reader_of
from store.base import Store

_ARCHIVE: Final = (
    "; a single-file save (MHTML) leaves out the scripts that most sites hold their reviews in: "
    "save it as 'Webpage, Complete' or 'HTML only'"
)


def take_page(store: Store, stamp: Stamp, source: Source, client: str, name: str) -> Summary:
    """The reviews of a saved page, of the source called `name`. Raises ReadingError where it gives none."""
    if not slug(client) or not name.strip():
        raise UsageError(f"{source.name} is a saved page: name whose reviews it holds (--client) and whence (--source)")
    spider = reader_of(name)
    data = source.file.read(LARGEST_FILE)
    source.read = len(data)
    taker = Taker(store, stamp.secret, stamp.today, stamp.calibration, stamp.deep)
    page = None
    try:
        page = open_saved(data, source.encoding)
        target = target_of(page, source.name, name, slug(client))
        taken = asyncio.run(taker.take(page, source.name, target, spider))
    except PageError as error:
        raise ReadingError(f"{source.name}: expected a page with reviews, got {_got(error, page)}") from None
    return Summary(
        source.name,
        lines=taken.reviews + taken.left_out.total(),
        reviews=taken.reviews,
        states=taken.states,
        bad=taken.left_out,
        emptied=taken.emptied,
        clients={target.client},
        copies=taken.copies,
        page=page.response.url,
        stated=taken.stated,
        verdict=taken.verdict,
    )


def _got(error: PageError, page: SavedPage | None) -> str:
    if error.reason in WALLS:
        return f"a {error.reason}; save it when you see its reviews"
    if error.reason != NO_REVIEWS:
        return str(error)
    _, _, detail = str(error).partition(": ")
    return f"none that it marks up{detail and f' ({detail})'}{_ARCHIVE if page and page.archive else ''}"
