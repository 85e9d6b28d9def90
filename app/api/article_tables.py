"""Articles as they stand in tables: with what their rows need."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from app.api.parameters.filters import ArticleRequest
from app.api.shapes import View, article_shape
from app.domain.articles import Article
from app.domain.offsets import convert_offsets
from app.services import Services
from app.services.articles import Found, Mentions, read_mentions
from app.services.sentences import Sentence, find_sentences

_NEEDED = frozenset({"mentions"})


def table_shapes(
    services: Services, asked: ArticleRequest, found: Found, rows: Iterable[list[Article]], view: View
) -> Iterator[dict[str, Any]]:
    """The articles of `rows` for the table that is asked for, with mentions and sentences of the zones asked for."""
    view, actor, zones = replace(view, unit=asked.unit, include=_NEEDED), found.actor, asked.query.zones_of_actors
    for batch in rows:
        mentions = _mentions(services, asked, batch)
        for article in batch:
            shape = article_shape(article, view, mentions)
            if asked.output.rows == "sentences" and mentions and actor:
                named = mentions.by_article.get(article.id, [])
                found_in = find_sentences(services, article, named, actor.expression, zones)
                shape["sentences"] = _sentence_shapes(article, list(found_in), view)
            yield shape


def _mentions(services: Services, asked: ArticleRequest, batch: list[Article]) -> Mentions | None:
    if asked.output.rows == "articles":
        return None
    return read_mentions(services, [article.id for article in batch], _zones(asked))


def _zones(asked: ArticleRequest) -> frozenset[str]:
    return asked.query.zones_of_actors if asked.output.rows == "sentences" else asked.query.zones


def _sentence_shapes(article: Article, sentences: list[Sentence], view: View) -> list[dict[str, Any]]:
    ends = [end for sentence in sentences for end in (sentence.start, sentence.end)]
    at = convert_offsets(article.text, ends, view.unit)
    readable = view.readable(article)
    return [
        {
            "sentence": each.number,
            "zone": each.zone,
            "start": at[each.start],
            "end": at[each.end],
            "text": article.text[each.start : each.end]
            if readable.start <= each.start and each.end <= readable.end
            else None,
            "entities": each.entities,
        }
        for each in sentences
    ]
