"""ReviewSpider, the base of every source: a source declares itself and says how one page is read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

import scrapy
from scrapy.http import Response

from crawler.items import Extract, Follow
from crawler.policy import Parameter, SourcePolicy


class ReviewSpider(scrapy.Spider):
    """One source.

    A subclass sets `name`, `policy` and `parameters`, and writes two pure methods: `start_pages`
    (where a target begins) and `extract` (what one page gives). `newest_first` promises that
    pages and the reviews on them come newest first, so that a later crawl may stop early.
    `since` is set before `start_pages`: a source that can be asked for newer reviews only, is.
    """

    policy: ClassVar[SourcePolicy]
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    newest_first: ClassVar[bool] = False
    since: date | None = None

    def __init__(self, name: str | None = None, **parameters: Any) -> None:
        super().__init__(name)
        self.given: Mapping[str, str] = {key: str(value) for key, value in parameters.items()}

    @abstractmethod
    def start_pages(self) -> Iterable[Follow]:
        """The pages that the target begins with, from `self.given`."""

    @abstractmethod
    def extract(self, response: Response, context: Mapping[str, str]) -> Extract:
        """Read one page. Raises PageError(reason) for a page that is not what the source gives."""
