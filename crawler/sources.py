"""The known sources: Scrapy's own loader finds the spiders by the project's settings, and nobody imports them."""

from __future__ import annotations

from typing import Final

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from analysis.errors import UsageError
from crawler.policy import Access, Parameter
from crawler.spider import ReviewSpider

ANY_SITE: Final = "schema_org"  # reads what a site marks up, whichever site it is


def spiders() -> dict[str, type[ReviewSpider]]:
    """Every spider by name, in order of name."""
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"], "SPIDER_LOADER_WARN_ONLY": False}))
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in found.items() if issubclass(spider, ReviewSpider)}


def parameters() -> dict[str, tuple[Parameter, ...]]:
    """What each spider's targets may give it, to check dossiers with."""
    return {name: spider.parameters for name, spider in spiders().items()}


def reader_of(source: str) -> type[ReviewSpider]:
    """Who reads a saved page of a source: its own parser, or the one for any site.

    Raises UsageError for a source with another route: the reviews of its pages would come in twice, under other ids.
    """
    known = spiders()
    spider = known.get(source, known[ANY_SITE])
    if spider.policy.access is Access.IMPORT_ONLY or spider.name == ANY_SITE:
        return spider
    raise UsageError(f"{source} has a route of its own, `rbp crawl`; give saved pages another --source")
