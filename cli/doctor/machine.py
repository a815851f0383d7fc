"""Is the machine fit for a crawl: clock, disk, terminal, replay?"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cli
from analysis.errors import RbpError, ReplayError
from cli.clock import now
from cli.context import Context
from cli.doctor.finding import Finding, fault, from_error, note, well
from cli.doctor.work import root_of

_FIRST_YEAR = 2026  # rbp was written then
_LAST_YEAR = 2100
_SLACK = timedelta(hours=26)  # two time zones are never further apart, should a file have come from another machine
_SET_CLOCK = "set the clock of this machine: dates of reviews and engagements are held against it"
_LITTLE, _TOO_LITTLE = 2_000_000_000, 200_000_000  # bytes; a million reviews take about 2 GB


def _clock(context: Context) -> Iterator[Finding]:
    moment = now()
    told = f"{moment:%Y-%m-%d %H:%M} UTC"
    newest, witness = max(_traces(context), default=(moment, ""))
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        yield fault("clock", told, _SET_CLOCK)
    elif newest > moment + _SLACK:
        yield fault("clock", f"{told}, but {witness} is of {newest:%Y-%m-%d %H:%M} UTC", _SET_CLOCK)
    else:
        yield well("clock", told)


def _traces(context: Context) -> Iterator[tuple[datetime, str]]:
    """Moments that have surely passed, and what bears witness: files of rbp and of the workspace, runs in the store."""
    root = root_of(context)
    files = [Path(cli.__file__), *(root.glob("*")), *(root.glob("vendors/*"))] if root else [Path(cli.__file__)]
    for file in files:
        try:
            yield datetime.fromtimestamp(file.stat().st_mtime, UTC), str(file)
        except (OSError, ValueError, OverflowError):
            continue
    try:
        with context.open_any_store() as store:
            for state in store.targets():
                for run in state.runs:
                    yield run.ended or run.started, "a crawl in the store"
    except RbpError:
        return  # the store's own probe tells


def _disk(context: Context) -> Iterator[Finding]:
    from cli.render.numbers import size

    folder = root_of(context) or Path.cwd()
    free = shutil.disk_usage(folder).free
    told = f"{size(free)} free at {folder}"
    if free >= _LITTLE:
        yield well("disk", told)
    else:
        yield (fault if free < _TOO_LITTLE else note)("disk", told, "make room: a million reviews take about 2 GB")


def _replay(context: Context) -> Iterator[Finding]:
    from crawler.replay import Replay

    try:
        replay = Replay.from_environment()
    except ReplayError as error:
        yield from_error("replay", str(error), "correct RBP_REPLAY, or unset it")
        return
    if replay is None:
        yield well("replay", "off: crawls go to the internet")
    else:
        hosts = ", ".join(sorted(replay.hosts))
        yield note("replay", f"on: {hosts} served from this machine", "unset RBP_REPLAY for real crawls")


def _output(context: Context) -> Iterator[Finding]:
    encoding = sys.stdout.encoding or "unknown"
    if encoding.lower().replace("-", "") == "utf8":
        yield well("output", encoding)
    else:
        yield note("output", encoding, "set PYTHONUTF8=1, or a UTF-8 locale: other characters are printed as escapes")


PROBES = (_clock, _disk, _replay, _output)
