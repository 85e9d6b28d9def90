"""The corpus as a whole service has it: in the store by bulk SQL, in the index as a rebuild fills it.

.venv/bin/python -m benchmarks.http_corpus FOLDER [N]
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, distinct, func, insert, select

from app.bootstrap import open_migrated_store, rebuild_index
from app.domain.annotations import mention_id, text_version
from app.domain.counts import precision, span_value
from app.domain.index_documents import IndexDocument, IndexMention
from app.domain.listed import ListedMention, write_listing
from app.settings import Settings
from app.store.database import open_engine
from app.store.described import as_article
from app.store.mentions import count_named
from app.store.rows import ArticleRow, ChangeRow, EntityCountRow, ListingRow, MentionRow, RevisionRow
from benchmarks.corpus import Actors, actors, articles

_BATCH = 1000
_GAP = "\n\n"
_EXCERPT = 240
_EXTRACTOR = "corpus/1"

Rows = dict[Any, list[dict[str, Any]]]


def settings_of(folder: Path) -> Settings:
    """The settings of a service over the corpus in `folder`; its actors are an authority of their own."""
    return Settings(data_dir=folder, authority_dir=folder / "actors", log_format="json")


def load(folder: Path, count: int) -> None:
    """Put the first `count` articles of the corpus into an empty folder."""
    settings = settings_of(folder)
    settings.authority_dir.mkdir(parents=True)
    (settings.authority_dir / "actors.toml").write_text(_authority(actors()), "utf-8")
    store = open_migrated_store(settings)
    engine = open_engine(settings.database)
    documents, seq = articles(count), 0
    while batch := list(islice(documents, _BATCH)):
        with engine.connect() as connection:
            _insert(connection, batch, seq)
        seq += len(batch)
    with engine.connect() as connection:
        _count(connection)
    engine.dispose()
    rebuild_index(settings, store)
    store.close()


def _authority(known: Actors) -> str:
    """The authority file of the actors of the corpus."""
    rows = zip(known.ids, known.types, known.written[:, :3].tolist(), strict=True)
    return "\n".join(
        f'[[entities]]\nid = "{name}"\ntype = "{kind}"\nlabels = {{ de = "{written[0]}" }}\n'
        f'wikidata = {{ id = "Q{100_000 + number}", source = "the corpus" }}\n'
        for number, (name, kind, written) in enumerate(rows)
    )


def _insert(connection: Connection, batch: Sequence[IndexDocument], seq: int) -> None:
    rows: Rows = {ArticleRow: [], ListingRow: [], RevisionRow: [], ChangeRow: [], MentionRow: []}
    for number, document in enumerate(batch, seq + 1):
        for table, row in _rows(document, number):
            rows[table].append(row)
    for table, each in rows.items():
        connection.execute(insert(table.__table__), each)
    connection.commit()


def _count(connection: Connection) -> None:
    """How often each entity is met: there are no mentions but those of title, lead and body."""
    days = func.min(ArticleRow.date_earliest), func.max(ArticleRow.date_latest)
    numbers = func.count(distinct(MentionRow.article_id)), func.count()
    met = select(MentionRow.entity_id, *numbers, *days).join(ArticleRow).group_by(MentionRow.entity_id)
    connection.execute(insert(EntityCountRow).from_select(list(EntityCountRow.model_fields), met))
    connection.commit()


def _rows(document: IndexDocument, seq: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of one article."""
    text = _GAP.join(passage for _, passage in document.passages)
    version, zones = text_version(text), list(_zones(document))
    filters = _filters(document)
    places = list(_places(document, text, zones))
    article = {
        **filters,
        **_article(document, text, zones),
        "text_version": version,
        "seq": seq,
        "named": _named(places),
    }
    yield ArticleRow, article
    yield ListingRow, _listing(article)
    change = {"revision": 1, "at": document.ingested_at, "op": "upsert", "cause": "ingest", "seq": seq}
    yield ChangeRow, {**change, "type": "article", "id": document.id}
    sent = {"id": document.id, "text": text, "source": document.source}
    of_revision = {"sent": sent, "extractor": _EXTRACTOR, "mentioned": {}}
    yield RevisionRow, {**filters, **change, **of_revision, "article_id": document.id, "date_precision": None}
    for mention, start in places:
        yield MentionRow, _mention(document.id, version, mention, start)


def _listing(article: Mapping[str, Any]) -> dict[str, Any]:
    row = ArticleRow(**{"extra" if name == "metadata" else name: value for name, value in article.items()})
    return {"article_id": row.id, "json": write_listing(as_article(row, ()), row.named)}


def _named(places: Sequence[tuple[IndexMention, int]]) -> list[list[Any]]:
    ends = ((each, start, start + len(each.text)) for each, start in places)
    return count_named(ListedMention(each.entity, start, end, each.type, each.zone) for each, start, end in ends)


def _zones(document: IndexDocument) -> Iterator[dict[str, Any]]:
    start = 0
    for number, (zone, passage) in enumerate(document.passages, 1):
        end = start + len(passage) + (len(_GAP) if number < len(document.passages) else 0)
        yield {"zone": zone, "start": start, "end": end}
        start = end


def _filters(document: IndexDocument) -> dict[str, Any]:
    """What filters ask of."""
    return {
        "language": document.language or "und",
        "source": document.source,
        "date_earliest": document.earliest,
        "date_latest": document.latest,
        "published_at": document.published_at,
        "ingested_at": document.ingested_at,
        "duplicate_of": document.duplicate_of,
        "dates": [],
    }


def _article(document: IndexDocument, text: str, zones: Sequence[dict[str, Any]]) -> dict[str, Any]:
    lead = next(zone for zone in zones if zone["zone"] == "lead")
    value = span_value(document.earliest, document.latest) if document.earliest and document.latest else None
    return {
        "id": document.id,
        "revision": 1,
        "content_hash": document.id,
        "text": text,
        "title": document.passages[0][1],
        "kicker": None,
        "url": f"https://news.example/{document.id}",
        "author": None,
        "rights": None,
        "metadata": {},
        "date_value": value,
        "date_precision": precision(value) if value else None,
        "date_source": "metadata" if value else None,
        "date_confidence": 1.0 if value else None,
        "date_evidence": None,
        "date_estimate": None,
        "excerpt_start": lead["start"],
        "excerpt_end": min(lead["end"] - len(_GAP), lead["start"] + _EXCERPT),
        "zones": zones,
        "updated_at": document.updated_at,
    }


def _places(document: IndexDocument, text: str, zones: Sequence[dict[str, Any]]) -> Iterator[tuple[IndexMention, int]]:
    """Each mention with where it stands: they come in the order of the text."""
    ends = {zone["zone"]: zone["end"] for zone in zones}
    at = {zone["zone"]: zone["start"] for zone in zones}
    for mention in document.mentions:
        start = text.find(mention.text, at[mention.zone], ends[mention.zone])
        if start >= 0:
            yield mention, start
            at[mention.zone] = start + len(mention.text)


def _mention(article: str, version: str, mention: IndexMention, start: int) -> dict[str, Any]:
    end = start + len(mention.text)
    return {
        "id": mention_id(article, version, start, end, mention.type),
        "article_id": article,
        "entity_id": mention.entity,
        "start": start,
        "end": end,
        "text": mention.text,
        "zone": mention.zone,
        "sentence": mention.sentence,
        "paragraph": mention.paragraph,
        "kind": "name",
        "type": mention.type,
        "confidence": 0.95,
        "rule": "corpus",
    }


if __name__ == "__main__":
    load(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
