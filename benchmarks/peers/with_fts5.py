"""SQLite FTS5: words without accents, not stemmed; the text in a table of its own, `optimize` after the build."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

from benchmarks.drawing_queries import Question, Shape, read_records
from benchmarks.peers.engine import Ask

_CACHE_KB = 512_000
_HASH_BYTES = 1 << 26  # what is gathered before it is written
_MAPPED_BYTES = 4_000_000_000
_FILE = "articles.sqlite"

_TABLES = """
CREATE TABLE articles (number INTEGER PRIMARY KEY, date TEXT, title TEXT, body TEXT);
CREATE VIRTUAL TABLE words USING fts5(
    title, body, content='articles', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
);
"""
_IN_YEAR = (
    "JOIN articles ON articles.number = words.rowid WHERE words MATCH ? AND articles.date BETWEEN ? AND ?"
)


def build(corpus: Path, folder: Path, jobs: int) -> None:
    connection = sqlite3.connect(folder / _FILE, isolation_level=None)
    connection.executescript(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        f"PRAGMA cache_size = -{_CACHE_KB};"
    )
    connection.executescript(_TABLES)
    connection.execute("INSERT INTO words(words, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,))
    connection.execute("BEGIN")
    for number, (title, body, date) in enumerate(read_records(corpus)):
        connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", (number, date, title, body))
        connection.execute("INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)", (number, title, body))
    connection.execute("COMMIT")
    connection.execute("INSERT INTO words(words) VALUES ('optimize')")
    connection.close()


def open_for_asking(folder: Path) -> Ask:
    connection = sqlite3.connect(f"file:{folder / _FILE}?mode=ro", uri=True)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    return partial(_ask, connection)


def _ask(connection: sqlite3.Connection, question: Question) -> int | None:
    if question.shape == Shape.FUZZY:
        return None
    where = "WHERE words MATCH ?"
    values = [_query(question)]
    if question.year:
        where = _IN_YEAR
        values += [f"{question.year}-01-01", f"{question.year}-12-31"]
    connection.execute(
        f"SELECT words.rowid FROM words {where} ORDER BY words.rank LIMIT 10", values
    ).fetchall()
    # There is no way to ask for both at once.
    return connection.execute(f"SELECT count(*) FROM words {where}", values).fetchone()[0]


def _query(question: Question) -> str:
    if question.shape == Shape.PREFIX:
        return f'"{question.words[0]}" *'
    if question.shape == Shape.ROW:
        return f'"{" ".join(question.words)}"'
    return (" AND " if question.shape == Shape.ALL else " OR ").join(f'"{word}"' for word in question.words)
