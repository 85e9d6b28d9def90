"""A service as one would write it by hand over Tantivy: FastAPI, one route a question, JSON kept beside the index."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI, HTTPException
from starlette.responses import Response
from tantivy import Document, FieldType, Index, Occur, Order, Query, SchemaBuilder, SnippetGenerator

from benchmarks.http_rows import rows

_HEAP = 256_000_000
_SHOWN = 20

app = FastAPI()


def _schema() -> Any:
    fields = SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_bytes_field("body", stored=True)
    fields.add_text_field("text", stored=True, tokenizer_name="default", index_option="position")
    for name in ("actor", "month"):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("earliest", "latest", "newest"):
        fields.add_integer_field(name, indexed=name != "newest", fast=True)
    return fields.build()


def load(folder: Path, corpus: Path) -> None:
    """Fill an index with all articles of the service in `corpus`."""
    folder.mkdir()
    writer = Index(_schema(), str(folder)).writer(_HEAP, num_threads=1)
    for row in rows(corpus):
        document = Document(id=row.id, text=row.text, actor=row.actors, month=row.month or [])
        document.add_bytes("body", row.body)
        for name in ("earliest", "latest", "newest"):
            document.add_integer(name, getattr(row, name))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


if "PEER" in os.environ:
    index = Index.open(os.environ["PEER"])
    schema, searcher = index.schema, index.searcher()


@app.get("/articles")
async def articles(
    actor: str | None = None,
    q: str | None = None,
    since: date | None = None,
    until: date | None = None,
    highlight: bool = False,
) -> Response:
    """The newest, or with words the best, of the articles that match all."""
    query = _query(actor, q, since, until)
    newest = {} if q else {"order_by_field": "newest", "order": Order.Desc}
    found = searcher.search(query, _SHOWN, count=True, **newest)
    documents = [searcher.doc(address) for _, address in found.hits]
    data = [orjson.Fragment(document["body"][0]) for document in documents]
    answer: dict[str, Any] = {"data": data, "meta": {"total": found.count}}
    if highlight:
        answer["highlights"] = _highlights(query, documents)
    return Response(orjson.dumps(answer), media_type="application/json")


@app.get("/facets")
async def facets(actor: str) -> Response:
    """How many of the articles of an actor have each actor and each month."""
    wanted = {name: {"terms": {"field": name, "size": _SHOWN}} for name in ("actor", "month")}
    counted = searcher.aggregate(Query.term_query(schema, "actor", actor), wanted)
    return Response(orjson.dumps(counted), media_type="application/json")


@app.get("/articles/{name}")
async def article(name: str) -> Response:
    """One article."""
    found = searcher.search(Query.term_query(schema, "id", name), 1).hits
    if not found:
        raise HTTPException(404)
    return Response(searcher.doc(found[0][1])["body"][0], media_type="application/json")


def _query(actor: str | None, q: str | None, since: date | None, until: date | None) -> Query:
    parts = []
    if q:
        parts += [(Occur.Must, Query.term_query(schema, "text", word.lower())) for word in q.split()]
    if actor:
        parts.append((Occur.Must, Query.const_score_query(Query.term_query(schema, "actor", actor), 0.0)))
    if since:
        parts.append((Occur.Must, Query.range_query(schema, "latest", FieldType.Integer, since.toordinal(), None)))
    if until:
        parts.append((Occur.Must, Query.range_query(schema, "earliest", FieldType.Integer, None, until.toordinal())))
    return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)


def _highlights(query: Query, documents: list[Any]) -> list[dict[str, Any]]:
    generator = SnippetGenerator.create(searcher, query, schema, "text")
    snippets = [generator.snippet_from_doc(document) for document in documents]
    return [
        {"text": each.fragment(), "marks": [(mark.start, mark.end) for mark in each.highlighted()]} for each in snippets
    ]
