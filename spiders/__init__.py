"""One file a source; Scrapy finds the spiders here by their names."""
