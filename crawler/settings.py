"""The Scrapy project's settings. Every value that differs from Scrapy's own has its reason beside it."""

from __future__ import annotations

from typing import Any

from crawler.session import user_agent

BOT_NAME = "rbp"
SPIDER_MODULES = ["spiders"]

# Who we are. `rbp crawl` adds the contact from rbp.toml; with plain Scrapy: -s USER_AGENT="rbp (+https://...)"
USER_AGENT = user_agent("")

# Plain asyncio: a crawl can be run twice in one process, which Twisted's reactor cannot.
TWISTED_REACTOR_ENABLED = False

# Fetching: our handler checks the address that is connected to, verifies certificates, serves a replay, and asks
# no domain faster than allowed, whichever crawler of this process asks.
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "crawler.fetch.FetchHandler",
    "https": "crawler.fetch.FetchHandler",
    "data": None,  # nothing but the web is ever asked for
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's own handlers do not by default; ours always does
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, packed or unpacked (Scrapy: 1 GB); no page of reviews is larger
DOWNLOAD_WARNSIZE = 0  # one limit is enough
DOWNLOAD_TIMEOUT = 30  # seconds for a whole page (Scrapy: 180): one that drips slower is not worth the wait
CONCURRENT_REQUESTS = 8  # of one target, reached only where pacing is off; the gate of a domain lets one through
CONCURRENT_ITEMS = 2  # (Scrapy: 100) so many tasks are made for each page; a page is one item and its requests
DNSCACHE_ENABLED = False  # the handler resolves, checks and remembers addresses itself

# Off: a console and an HTTP server that run code in the crawl. Scrapy 2.19 turns both on.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False  # nothing is remembered about us between pages; a source that needs it says so
HTTPPROXY_ENABLED = False  # behind a proxy the address that is connected to could not be checked
REFERRER_POLICY = "no-referrer"  # a site needs not know which page led to another
METAREFRESH_ENABLED = False  # what a page says is read, never obeyed
RETRY_ENABLED = False  # PatienceMiddleware: knows pauses and Retry-After
ROBOTSTXT_OBEY = False  # RobotsMiddleware obeys it: Scrapy's takes 5xx for a yes and knows no Crawl-delay
REDIRECT_MAX_TIMES = 5  # (Scrapy: 20) as RFC 9309 has it for robots.txt; more is a loop
URLLENGTH_LIMIT = 0  # spider middlewares are off, see below
STATS_DUMP = False  # the run's record in the store tells
LOG_LEVEL = "INFO"  # at DEBUG, Scrapy writes whole pages of reviews to the log
MEMUSAGE_ENABLED = False  # memory is bounded by design and measured by benchmarks/crawling.py

SCHEDULER = "crawler.frontier.Frontier"  # bounded, backed by the ledger

# In the order in which a request passes them; a response passes them the other way.
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawler.politeness.robots.RobotsMiddleware": 100,
    "crawler.politeness.patience.PatienceMiddleware": 550,
    # needless with the above, and each costs time on every page:
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
}
# ReviewSpider looks at the status itself, counts depth in the ledger's pages and follows no endless addresses.
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS: dict[str, int | None] = {
    "scrapy.extensions.logstats.LogStats": None,  # rbp crawl shows progress
    "scrapy.extensions.throttle.AutoThrottle": None,  # the gate of a domain keeps the pace
}

# A page's way to the store.
ITEM_PIPELINES = {
    "crawler.pipelines.reading.Reading": 100,
    "crawler.pipelines.screening.Screening": 200,
    "crawler.pipelines.keeping.Keeping": 300,
}


def of_a_run(contact: str) -> dict[str, Any]:
    """The settings of a crawl that `rbp` runs: what stands above, and who is to be written to."""
    named = {name: value for name, value in globals().items() if name.isupper()}
    return {**named, "USER_AGENT": user_agent(contact)}
