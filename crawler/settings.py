"""The Scrapy project's settings. Every value that differs from Scrapy's own has its reason beside it."""

BOT_NAME = "rbp"
SPIDER_MODULES = ["spiders"]
