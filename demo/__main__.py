"""`python -m demo [PAGES]` serves the demo web, or the large site, until standard input closes; prints RBP_REPLAY."""

from __future__ import annotations

import sys

from demo.large import HOST, large
from demo.web import DemoWeb


def main(pages: str = "") -> None:
    with DemoWeb({HOST: large(int(pages))} if pages else None) as web:
        sys.stdout.write(web.replay + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:2])
