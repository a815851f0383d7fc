"""The Scrapy project: fetch, pace, check, keep."""
