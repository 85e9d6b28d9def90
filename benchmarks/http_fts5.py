"""A service as one would write it by hand over SQLite: FastAPI, FTS5, an index of actors by date, JSON in a column."""

import os
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI, HTTPException
from starlette.responses import Response

from benchmarks.http_rows import rows

SCHEMA = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT, text TEXT, earliest INT, latest INT, newest INT, month TEXT
);
CREATE TABLE named (actor TEXT, newest INT, number INT, PRIMARY KEY (actor, newest, number)) WITHOUT ROWID;
CREATE INDEX by_article ON named (number);
CREATE VIRTUAL TABLE words USING fts5 (text, content='articles', content_rowid='number');
"""
_OTHERS = "SELECT {} FROM named AS here JOIN {} WHERE here.actor = ? GROUP BY 1 ORDER BY 2 DESC LIMIT 20"
_FACETS = {
    "actor": _OTHERS.format("other.actor, count(*)", "named AS other USING (number)"),
    "month": _OTHERS.format("month, count(*)", "articles USING (number)"),
}

app = FastAPI()


def load(file: Path, corpus: Path) -> None:
    """Fill a database with all articles of the service in `corpus`."""
    database = sqlite3.connect(file)
    database.executescript(SCHEMA)
    for number, row in enumerate(rows(corpus)):
        values = (number, row.id, row.body.decode(), row.text, row.earliest, row.latest, row.newest, row.month)
        database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        named = [(actor, row.newest, number) for actor in row.actors]
        database.executemany("INSERT INTO named VALUES (?, ?, ?)", named)
    database.execute("INSERT INTO words (words) VALUES ('rebuild')")
    database.execute("INSERT INTO words (words) VALUES ('optimize')")
    database.execute("ANALYZE")
    database.commit()
    database.close()


if "PEER" in os.environ:
    database = sqlite3.connect(f"file:{os.environ['PEER']}?mode=ro", uri=True, check_same_thread=False)
    database.execute("PRAGMA mmap_size = 4000000000")


@app.get("/articles")
async def articles(
    actor: str | None = None,
    q: str | None = None,
    since: date | None = None,
    until: date | None = None,
    highlight: bool = False,
) -> Response:
    """The newest, or with words the best, of the articles that match all."""
    tables, wanted, values, order = _query(actor, q, since, until)
    shown = ", snippet(words, 0, '<b>', '</b>', '…', 40)" if highlight else ""
    (total,) = database.execute(f"SELECT count(*) FROM {tables} WHERE {wanted}", values).fetchone()
    select = f"SELECT body{shown} FROM {tables} WHERE {wanted} ORDER BY {order} LIMIT 20"
    found = database.execute(select, values).fetchall()
    answer: dict[str, Any] = {"data": [orjson.Fragment(body) for body, *_ in found], "meta": {"total": total}}
    if highlight:
        answer["highlights"] = [text for _, text in found]
    return Response(orjson.dumps(answer), media_type="application/json")


@app.get("/facets")
async def facets(actor: str) -> Response:
    """How many of the articles of an actor have each actor and each month."""
    counted = {name: database.execute(select, (actor,)).fetchall() for name, select in _FACETS.items()}
    return Response(orjson.dumps(counted), media_type="application/json")


@app.get("/articles/{name}")
async def article(name: str) -> Response:
    """One article."""
    found = database.execute("SELECT body FROM articles WHERE id = ?", (name,)).fetchone()
    if found is None:
        raise HTTPException(404)
    return Response(found[0], media_type="application/json")


def _query(actor: str | None, q: str | None, since: date | None, until: date | None) -> tuple[str, str, list[Any], str]:
    tables, wanted, values = ["articles"], [], list[Any]()
    if actor:
        tables.append("named USING (number)")
        wanted.append("named.actor = ?")
        values.append(actor)
    if q:
        tables.append("words ON words.rowid = articles.number")
        wanted.append("words MATCH ?")
        values.append(" AND ".join(f'"{word}"' for word in q.split()))
    for sign, column, day in ((">=", "latest", since), ("<=", "earliest", until)):
        if day:
            wanted.append(f"{column} {sign} ?")
            values.append(day.toordinal())
    order = "words.rank" if q else "named.newest DESC" if actor else "articles.newest DESC"
    return " JOIN ".join(tables), " AND ".join(wanted) or "1", values, order
