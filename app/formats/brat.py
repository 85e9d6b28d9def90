"""Mentions in the standoff format of brat (https://brat.nlplab.org/standoff.html), beside the text of an article.

A mention over several lines is in pieces; whom it means is a normalization (`N`) by Wikidata id.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.domain.annotations import ENTITY_TYPES

MEDIA_TYPE = "text/plain"
CONFIGURATION = "\n".join(["[entities]", *ENTITY_TYPES, "[relations]", "[events]", "[attributes]", ""])
"""The `annotation.conf` of a folder that brat serves."""

_LINE = re.compile(r"[^\n]+")


def write(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The lines of one article, which comes with its mentions."""
    for article in articles:
        for number, mention in enumerate(article["mentions"], 1):
            yield _mark(number, mention).encode()
            entity = article["entities"].get(mention["entity"], {})
            if wikidata := entity.get("wikidata_id"):
                yield f"N{number}\tReference T{number} Wikidata:{wikidata}\t{entity['label']}\n".encode()


def _mark(number: int, mention: Mapping[str, Any]) -> str:
    lines = list(_LINE.finditer(mention["text"]))
    pieces = ";".join(f"{mention['start'] + line.start()} {mention['start'] + line.end()}" for line in lines)
    return f"T{number}\t{mention['type']} {pieces}\t{' '.join(line[0] for line in lines)}\n"
