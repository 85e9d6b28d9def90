"""Mentions as W3C Web Annotations in JSON-LD (https://www.w3.org/TR/annotation-model/): one collection, streamed.

A target is a stretch of the text of an article by position (code points) and by quotation.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_WIKIDATA = "http://www.wikidata.org/entity/"
_AROUND = 32  # code points of the text that a quotation brings on each side


def write(articles: Iterable[Mapping[str, Any]], *, id: str) -> Iterator[bytes]:
    """The collection `id` of all mentions of articles that come with them, and with their text where it may be read."""
    head = {"@context": _CONTEXT, "id": id, "type": "AnnotationCollection"}
    page = {"id": f"{id}#page", "type": "AnnotationPage", "partOf": id, "startIndex": 0}
    yield orjson.dumps(head)[:-1] + b',"first":' + orjson.dumps(page)[:-1] + b',"items":[\n'
    total = 0
    for article in articles:
        for mention in article["mentions"]:
            yield (b",\n" if total else b"") + orjson.dumps(_annotation(article, mention))
            total += 1
    yield b'\n]},"total":%d}\n' % total


def _annotation(article: Mapping[str, Any], mention: Mapping[str, Any]) -> dict[str, Any]:
    entity = article["entities"].get(mention["entity"], {"label": mention["text"], "wikidata_id": None})
    wikidata = entity["wikidata_id"]
    same = {"source": f"{_WIKIDATA}{wikidata}", "purpose": "identifying", "type": "SpecificResource"}
    bodies = [
        {"type": "TextualBody", "purpose": "tagging", "value": entity["label"]},
        {"type": "TextualBody", "purpose": "classifying", "value": mention["type"]},
    ]
    return {
        "id": f"{article['links']['self']}#{mention['id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [same, *bodies] if wikidata else bodies,
        "target": {"source": article["links"]["text"], "selector": _selectors(article.get("text"), mention)},
    }


def _selectors(text: str | None, mention: Mapping[str, Any]) -> list[dict[str, Any]]:
    start, end = mention["start"], mention["end"]
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]} if text else {}
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": mention["text"], **around},
    ]
