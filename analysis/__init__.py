"""Pure reading and statistics: no network, no clock, no Scrapy, no click, no disk beyond packaged data."""
