"""Tables: what the API serves, as flat rows. Columns stay in their order; new ones come at the end."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Shape = Mapping[str, Any]
"""A JSON object as the API serves it."""


class Table(NamedTuple):
    """Named columns, and the rows that one object makes."""

    columns: tuple[str, ...]
    rows: Callable[[Shape], Iterable[Shape]]


_UNLABELLED = {"label": None, "wikidata_id": None}  # forgotten while it was read
_DATE = ("date_value", "date_precision", "date_earliest", "date_latest", "date_source")


def _article(article: Shape) -> Iterator[Shape]:
    yield {**article, **_dated(article), "actors": "|".join(actor["id"] for actor in article["actors"])}


def _mentions(article: Shape) -> Iterator[Shape]:
    """The mentions of an article that comes with them."""
    known = {**_dated(article), "article": article["id"]}
    for mention in article["mentions"]:
        yield {**known, **_UNLABELLED, **article["entities"].get(mention["entity"], {}), **mention}


def _sentences(article: Shape) -> Iterator[Shape]:
    """The sentences of an article that comes with them."""
    known = {**_dated(article), "article": article["id"]}
    for sentence in article["sentences"]:
        yield {**known, **sentence, "entities": "|".join(sentence["entities"])}


def _dated(article: Shape) -> dict[str, Any]:
    return {f"date_{name}": value for name, value in article["date"].items()}


def _entity(entity: Shape) -> Iterator[Shape]:
    yield {**entity, "aliases": "|".join(entity["aliases"]), "part_of": "|".join(entity["part_of"])}


def _facet(facet: Shape) -> Iterator[Shape]:
    """The buckets of a facet, at last that of the articles which have no value."""
    for bucket in (*facet["buckets"], {"key": None, "label": None, **facet["unknown"]}):
        yield {"by": facet["by"], **bucket}


def _series(series: Shape) -> Iterator[Shape]:
    """The buckets of a series, then the dates that lie in none of them, at last the undated."""
    known = {"series": series.get("key"), "label": series.get("label"), "earliest": None, "latest": None}
    for bucket in series["buckets"]:
        yield {**known, "kind": "bucket", **bucket}
    for date in series["imprecise"]:
        yield {**known, "kind": "imprecise", "key": date["value"], **date}
    yield {**known, "kind": "undated", "key": None, "count": series["undated"], "url": series["undated_url"]}


ARTICLES = Table(
    ("id", "title", *_DATE, "language", "source", "url", "actors", "duplicate_of", "revision"),
    _article,
)
MENTIONS = Table(
    (
        "article",
        *_DATE[:-1],
        "id",
        "entity",
        "label",
        "type",
        "wikidata_id",
        "start",
        "end",
        "text",
        "zone",
        "sentence",
        "paragraph",
        "kind",
        "confidence",
    ),
    _mentions,
)
SENTENCES = Table(
    ("article", *_DATE[:-1], "sentence", "zone", "start", "end", "text", "entities"),
    _sentences,
)
TABLES: Mapping[str, Table] = {"articles": ARTICLES, "mentions": MENTIONS, "sentences": SENTENCES}
ENTITIES = Table(
    (
        "id",
        "type",
        "label",
        "wikidata_id",
        "verified",
        "articles",
        "mentions",
        "first_seen",
        "last_seen",
        "aliases",
        "part_of",
    ),
    _entity,
)
EDGES = Table(  # columns are named as Gephi knows them
    ("Source", "Target", "Type", "Weight", "npmi", "source_label", "target_label", "evidence"),
    lambda edge: (
        {**edge, "Source": edge["source"], "Target": edge["target"], "Type": "Undirected", "Weight": edge["weight"]},
    ),
)
NEIGHBORS = Table(
    ("id", "label", "type", "wikidata_id", "articles", "weight", "npmi", "first", "last", "evidence"),
    lambda neighbor: (neighbor,),
)
LINES = Table(
    ("id", "article", "date", "left", "match", "right", "start", "end", "zone", "kind"),
    lambda line: (line,),
)
FACETS = Table(("by", "key", "label", "count", "url"), _facet)
TIMELINES = Table(("series", "label", "kind", "key", "earliest", "latest", "count", "url"), _series)
