"""`python -m tests.elasticsearch start` prints the URL of a fresh Elasticsearch; `stop` ends it.

Needs Maven and a JDK (21 or newer for 9.2.0, 17 to 23 for 8.19.5), nothing else. The download is cached.
"""

from __future__ import annotations

import argparse
import sys

from tests.elasticsearch.distribution import DEFAULT, RELEASES, Unavailable
from tests.elasticsearch.server import Server, remove, runs


def main() -> int:
    """Exit code 0 where it was done, 1 with one line where it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m tests.elasticsearch", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start", help="start a server and print its URL")
    start.add_argument("--version", choices=sorted(RELEASES), default=DEFAULT)
    start.add_argument("--port", type=int, default=0, help="0: the system picks one")
    start.add_argument("--password", default="", help="turns security on; the user is `elastic`")
    commands.add_parser("url", help="print the URLs of the servers that were started so")
    stop = commands.add_parser("stop", help="end them and delete their data")
    stop.add_argument("url", nargs="?", help="only this one")
    given = parser.parse_args()
    if given.command == "start":
        return _start(Server, given)
    for run in runs():
        url = run / "url"
        if (run / "owner").exists() or not url.exists():
            continue  # a test session's own
        if given.command == "url":
            print(url.read_text())
        elif given.url in (None, url.read_text()):
            remove(run)
    return 0


def _start(make: type[Server], given: argparse.Namespace) -> int:
    try:
        print(make(given.version, given.password, given.port, keep=True).start().url)
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
