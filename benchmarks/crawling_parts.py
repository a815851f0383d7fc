"""The parts of benchmarks/crawling.py, each run in a process of its own. Each prints one line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

BARE = "bare.jsonl"


def serve(pages: str, reviews: str) -> None:
    """Publish the large site until killed; the first line out is the replay setting."""
    from demo.large import HOST, large
    from demo.web import DemoWeb

    with DemoWeb({HOST: large(int(pages), int(reviews))}) as web:
        print(web.replay, flush=True)
        while True:
            time.sleep(3600)


def bare(folder: str, pages: str) -> None:
    """What anybody would write: follow the links, read the JSON-LD, one item a review, JSON lines."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Response

    from crawler.replay import Replay

    replay = Replay.from_environment()
    assert replay is not None
    at, port = replay.hosts["large.example"]

    class Bare(scrapy.Spider):
        name = "bare"
        start_urls = [f"http://{at}:{port}/reviews/1"]  # noqa: RUF012

        def parse(self, response: Response, **_: Any) -> Iterator[Any]:
            for block in response.xpath('//script[@type="application/ld+json"]/text()').getall():
                told = json.loads(block)
                yield {
                    "id": told.get("@id"),
                    "date": told.get("datePublished"),
                    "body": told.get("reviewBody"),
                    "rating": told.get("reviewRating", {}).get("ratingValue"),
                }
            for link in response.css("a::attr(href)").getall():
                yield response.follow(link, callback=self.parse)

    written = Path(folder) / BARE
    settings = {"FEEDS": {str(written): {"format": "jsonlines"}}, "LOG_LEVEL": "ERROR"}
    process = AsyncCrawlerProcess({**settings, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
    process.crawl(Bare)
    started = perf_counter()
    process.start()
    seconds = perf_counter() - started
    with written.open() as lines:
        count = sum(1 for _ in lines)
    _tell("bare Scrapy spider, JSON lines", seconds, f"{count:,} reviews")


def stock(folder: str, pages: str) -> None:
    """Stock VADER over the texts that the bare spider wrote."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    with (Path(folder) / BARE).open() as lines:
        texts = [json.loads(line)["body"] for line in lines]
    started = perf_counter()
    for text in texts:
        analyzer.polarity_scores(text)
    words = sum(len(text.split()) for text in texts) / len(texts)
    _tell("stock polarity_scores over the same texts", perf_counter() - started, f"{words:.0f} words a text")


def rbp(folder: str, pages: str) -> None:
    """`rbp crawl`: reading, redaction, store and ledger."""
    import store
    from analysis.model import Target
    from crawler.replay import Replay
    from crawler.report import CrawlOptions
    from crawler.run import crawl

    target = Target.of("schema_org", "large", {"url": "https://large.example/reviews/1", "follow": "^/reviews/[0-9]+$"})
    with store.open(f"sqlite:{folder}/rbp.db") as opened:
        options = CrawlOptions("https://benchmark.example", b"secret", replay=Replay.from_environment())
        started = perf_counter()
        [report] = crawl([target], opened, options).targets
        seconds = perf_counter() - started
        assert report.run is not None
        assert report.run.counts["pages"] == int(pages)
        _tell(
            "rbp crawl, SQLite with ledger",
            seconds,
            f"{opened.stats()['reviews']:,} reviews, {opened.stats()['mentions']:,} mentions",
        )


def _tell(name: str, seconds: float, told: str) -> None:
    print(json.dumps({"name": name, "seconds": seconds, "cpu": _cpu(), "told": told}))


def _cpu() -> float:
    """Seconds of all cores, of this process and those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


PARTS = {"serve": serve, "bare": bare, "stock": stock, "rbp": rbp}

if __name__ == "__main__":
    PARTS[sys.argv[1]](sys.argv[2], sys.argv[3])
