"""Formats: articles or a network as bytes. A format is a module with a media type and a `write`, and a line here."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from app.formats import atom, brat, conll, csv, edges, gexf, graphml, jsonfeed, jsonld, ndjson


class Format(Protocol):
    """What a module of this folder holds.

    `write` takes articles, or a network, as the JSON objects that the API serves, and by name what the format lets one
    choose; it gives bytes, piece by piece: of articles in constant memory.
    """

    MEDIA_TYPE: str

    write: Callable[..., Iterator[bytes]]


FORMATS: Mapping[str, Format] = {"csv": csv, "ndjson": ndjson}
"""Of articles."""

NETWORK_FORMATS: Mapping[str, Format] = {"gexf": gexf, "graphml": graphml, "csv": edges}
FEEDS: Mapping[str, Format] = {"atom": atom, "jsonfeed": jsonfeed}
"""The formats that tell of changes: `feed` is what their articles have in common."""

ANNOTATION_FORMATS: Mapping[str, Format] = {"jsonld": jsonld, "ann": brat, "conll": conll}
"""Of articles that come with mentions."""
