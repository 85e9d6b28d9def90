"""The JSON of an article as lists show it, as plain dicts; its links, and what is included beside, are not in it."""

from collections.abc import Callable
from typing import Any

from app.domain.annotations import ArticleDate, Span
from app.domain.articles import Article
from app.domain.rights import Rights

UNDETERMINED = "und"  # ISO 639-2: a language that could not be told

Offset = Callable[[int], int]


def listed_shape(article: Article, rights: Rights, at: Offset = int) -> dict[str, Any]:
    """One article as those are shown it who are granted these rights; `at` gives offsets in their unit."""
    return {
        "id": article.id,
        "title": article.title,
        "kicker": article.kicker,
        "excerpt": None if rights == "none" else _excerpt(article, at),
        "language": None if article.language == UNDETERMINED else article.language,
        "source": article.source,
        "url": article.url,
        "author": article.author,
        "rights": rights,
        "date": date_shape(article.date, at),
        "actors": [
            label_shape(actor.id, actor.label, actor.type, actor.wikidata_id)
            | times_shape(actor.mentions, actor.first, at)
            for actor in article.actors
        ],
        "length": at(len(article.text)),
        "text_version": article.text_version,
        "revision": article.revision,
        "duplicate_of": article.duplicate_of,
        "metadata": article.metadata,
        "ingested_at": article.ingested_at,
        "updated_at": article.updated_at,
    }


def label_shape(id: str, label: str, type: str, wikidata_id: str | None) -> dict[str, Any]:
    """What an actor is called: the first members of it."""
    return {"id": id, "label": label, "type": type, "wikidata_id": wikidata_id}


def times_shape(mentions: int, first: int, at: Offset = int) -> dict[str, Any]:
    """How often an article mentions an actor, and where first: the other members of it."""
    return {"mentions": mentions, "first": at(first)}


def date_shape(dated: ArticleDate, at: Offset) -> dict[str, Any]:
    """When an article was published; a time of day and an estimate are absent without one."""
    date = dated.date
    shape: dict[str, Any] = {
        "value": date.value if date else None,
        "precision": date.precision if date else "unknown",
        "earliest": date.earliest if date else None,
        "latest": date.latest if date else None,
        "source": dated.source,
        "confidence": dated.confidence,
        "evidence": _span(dated.evidence, at),
    }
    if dated.published_at:
        shape["published_at"] = dated.published_at
    if dated.estimate:
        shape["estimate"] = {"value": dated.estimate.value, "evidence": _span(dated.estimate.evidence, at)}
    return shape


def _span(span: Span | None, at: Offset) -> dict[str, int] | None:
    return {"start": at(span.start), "end": at(span.end)} if span else None


def _excerpt(article: Article, at: Offset) -> dict[str, Any] | None:
    span = article.excerpt
    return {"start": at(span.start), "end": at(span.end), "text": article.text[span.start : span.end]} if span else None
