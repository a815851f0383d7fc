"""A crawl of a made-up site that a test may kill at any moment: `python -m tests.store.mortal STORE_URL RUN [BYTES]`.

It goes on where the ledger says, saves some pages at a time, and prints the number of each page that
the store acknowledged. With BYTES no file may grow beyond that, as on a full disk. RBP_TEST_PREFIX is the prefix
on an Elasticsearch.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import sys
from itertools import islice

import store
from analysis.errors import StoreReadOnly
from store.base import Store
from store.ledger import Page
from tests.store.material import Crawl, mention, reading

PAGES = 240  # page N leads to 2N + 1 and 2N + 2, so that all hang on page 0
READINGS = 8
FULL = 3  # exit code


def page(crawl: Crawl, number: int) -> Page:
    made = [
        reading(f"{number}-{n}", mention(0, -0.5), mention(1, 0.25), body=f"page {number} review {n} " * 20)
        for n in range(READINGS)
    ]
    found = [crawl.ref(number * 2 + step) for step in (1, 2) if number * 2 + step < PAGES]
    return crawl.page(number, *made, found=tuple(found))


async def crawl_on(opened: Store, run: str) -> None:
    crawl = Crawl(id=run)
    async with opened.writer() as writer:
        await writer.begin(crawl.target, crawl.run)
        await writer.enqueue(crawl.run, [crawl.ref(0)])
        while batch := list(islice(opened.pending(crawl.target.key), random.randint(1, 9))):
            await writer.save([page(crawl, ref.depth) for ref in batch])
            sys.stdout.write("".join(f"{ref.depth}\n" for ref in batch))
            sys.stdout.flush()
        await writer.finish(crawl.ended())


def main() -> int:
    url, run, *limit = sys.argv[1:]
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), int(limit[0])))
    try:
        with store.open(url, {"prefix": os.environ.get("RBP_TEST_PREFIX", "rbp")}) as opened:
            asyncio.run(crawl_on(opened, run))
    except StoreReadOnly as error:
        sys.stderr.write(f"{error}\n")
        return FULL
    return 0


if __name__ == "__main__":
    sys.exit(main())
