"""The SQLite file's tables, as the steps that lead from an empty file to the newest schema.

Days are integers YYYYMMDD (0: undated), so that they sort, compare and can be read; moments are
microseconds since 1970, UTC. Keys are the 16 bytes of their hex digits. Words of a small set
(clients, sources, languages, aspects, channels) are kept once, in `term`: `opinion` is the table
that every tally scans, so its rows are narrow, hold all that a scope asks for, and lie in the order
in which tallies group them.
"""

from __future__ import annotations

Step = tuple[str, ...]

_FIRST: Step = (
    "CREATE TABLE term (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text))",
    # reviews, and what was read from them
    """CREATE TABLE review (
        id INTEGER PRIMARY KEY, key BLOB NOT NULL, source INTEGER NOT NULL, ref TEXT NOT NULL, url TEXT NOT NULL,
        client INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        title TEXT NOT NULL, body TEXT NOT NULL, rating REAL, worst REAL, best REAL,
        language INTEGER NOT NULL, language_confidence REAL NOT NULL, reply TEXT, reply_published TEXT,
        verified INTEGER, author_key TEXT, content_hash TEXT NOT NULL, licence INTEGER NOT NULL,
        quotable INTEGER NOT NULL, scorer INTEGER NOT NULL, unscored INTEGER NOT NULL,
        disagrees INTEGER NOT NULL, mentions INTEGER NOT NULL,
        seen INTEGER NOT NULL, vanished INTEGER NOT NULL DEFAULT 0)""",
    "CREATE UNIQUE INDEX review_key ON review (key)",
    # holds all that a census asks for, so that it never touches the texts
    """CREATE INDEX review_census ON review (client, first, last, source, language, unscored, mentions,
        rating, disagrees, vanished)""",
    "CREATE INDEX review_url ON review (url)",
    "CREATE INDEX review_content ON review (content_hash)",
    """CREATE TABLE mention (
        review INTEGER NOT NULL, number INTEGER NOT NULL, passage TEXT NOT NULL, aspects INTEGER NOT NULL,
        channels INTEGER NOT NULL, doing INTEGER NOT NULL, polarity REAL NOT NULL, confidence REAL NOT NULL,
        strength INTEGER NOT NULL, vader REAL NOT NULL, PRIMARY KEY (review, number)) WITHOUT ROWID""",
    """CREATE TABLE opinion (
        client INTEGER NOT NULL, basis INTEGER NOT NULL, aspect INTEGER NOT NULL, first INTEGER NOT NULL,
        last INTEGER NOT NULL, review INTEGER NOT NULL, source INTEGER NOT NULL, language INTEGER NOT NULL,
        channels INTEGER NOT NULL, doing INTEGER NOT NULL, polarity REAL NOT NULL, vader REAL NOT NULL,
        mentions INTEGER NOT NULL, PRIMARY KEY (client, basis, aspect, first, last, review)) WITHOUT ROWID""",
    "CREATE INDEX opinion_review ON opinion (review)",
    # the full text; it reads title and body from `review` and is kept in step with edits and deletions by triggers
    """CREATE VIRTUAL TABLE words USING fts5 (
        title, body, content='review', content_rowid='id', tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER review_added AFTER INSERT ON review BEGIN
        INSERT INTO words (rowid, title, body) VALUES (new.id, new.title, new.body); END""",
    """CREATE TRIGGER review_removed AFTER DELETE ON review BEGIN
        INSERT INTO words (words, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END""",
    """CREATE TRIGGER review_edited AFTER UPDATE OF title, body ON review
        WHEN old.title IS NOT new.title OR old.body IS NOT new.body BEGIN
        INSERT INTO words (words, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
        INSERT INTO words (rowid, title, body) VALUES (new.id, new.title, new.body); END""",
    "CREATE TABLE forgotten (key BLOB PRIMARY KEY) WITHOUT ROWID",
    # the ledger
    """CREATE TABLE target (
        id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, source TEXT NOT NULL, client TEXT NOT NULL,
        parameters TEXT NOT NULL, sweep INTEGER NOT NULL DEFAULT 0, watermark TEXT NOT NULL DEFAULT '',
        last_full INTEGER)""",
    """CREATE TABLE run (
        id TEXT PRIMARY KEY, target INTEGER NOT NULL, sweep INTEGER NOT NULL, mode TEXT NOT NULL,
        started INTEGER NOT NULL, ended INTEGER, finish TEXT NOT NULL, verdict TEXT NOT NULL, counts TEXT NOT NULL,
        drops TEXT NOT NULL, coverage TEXT NOT NULL, stated INTEGER, watermark TEXT NOT NULL, replay TEXT NOT NULL)""",
    "CREATE INDEX run_target ON run (target, started)",
    """CREATE TABLE page (
        id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, target INTEGER NOT NULL, sweep INTEGER NOT NULL,
        state INTEGER NOT NULL, place INTEGER NOT NULL, url TEXT NOT NULL, depth INTEGER NOT NULL,
        context TEXT NOT NULL, run TEXT, fetched INTEGER, tries INTEGER NOT NULL DEFAULT 0,
        failed TEXT NOT NULL DEFAULT '', stated INTEGER, drops TEXT NOT NULL DEFAULT '{}',
        body_hash TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX page_state ON page (target, sweep, state, place)",
    # which target showed which review, when, and in which sweep it was last seen or first missed
    """CREATE TABLE shown (
        target INTEGER NOT NULL, review INTEGER NOT NULL, sweep INTEGER NOT NULL, first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL, missed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (target, review)) WITHOUT ROWID""",
    "CREATE INDEX shown_review ON shown (review)",
    # the rest
    """CREATE TABLE model (name TEXT NOT NULL, version INTEGER NOT NULL, payload TEXT NOT NULL,
        PRIMARY KEY (name, version)) WITHOUT ROWID""",
    "CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), tries INTEGER NOT NULL)",
)

_ABOUT: Step = ("ALTER TABLE page ADD COLUMN about TEXT NOT NULL DEFAULT ''",)  # what `stated` is the total of

# FTS5 writes out what it holds at every statement with a trigger: new reviews are put into `words` a batch at a time,
# by store/sqlite/keep.py, at a fifth of the cost.
_WORDS: Step = ("DROP TRIGGER review_added",)

# A census counts stars and no thumbs, and tells them apart by their scale.
_STARS: Step = (
    "DROP INDEX review_census",
    """CREATE INDEX review_census ON review (client, first, last, source, language, unscored, mentions,
        rating, worst, best, disagrees, vanished)""",
)

# A census by the version of the reading tells a table that two of them are mixed in it.
_SCORERS: Step = (
    "DROP INDEX review_census",
    """CREATE INDEX review_census ON review (client, first, last, source, language, unscored, scorer, mentions,
        rating, worst, best, disagrees, vanished)""",
)

STEPS: tuple[Step, ...] = (
    _FIRST,
    _ABOUT,
    _WORDS,
    _STARS,
    _SCORERS,
)  # step N leads from version N to N + 1; a step that was released never changes
