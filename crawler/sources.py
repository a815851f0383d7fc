"""The known sources: Scrapy's own loader finds the spiders by the project's settings, and nobody imports them."""

from __future__ import annotations

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.policy import Parameter
from crawler.spider import ReviewSpider


def spiders() -> dict[str, type[ReviewSpider]]:
    """Every spider by name, in order of name."""
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"], "SPIDER_LOADER_WARN_ONLY": False}))
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in found.items() if issubclass(spider, ReviewSpider)}


def parameters() -> dict[str, tuple[Parameter, ...]]:
    """What each spider's targets may give it, to check dossiers with."""
    return {name: spider.parameters for name, spider in spiders().items()}
