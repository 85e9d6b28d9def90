"""GEXF 1.2 (gexf.net): a network for Gephi."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from app.formats.graphs import graph_of, legal

MEDIA_TYPE = "application/gexf+xml"


def write(network: Mapping[str, Any]) -> Iterator[bytes]:
    """A network, which is a JSON object as the API serves it; the same bytes for the same network, on any day."""
    from networkx.readwrite.gexf import GEXFWriter  # noqa: PLC0415

    writer = GEXFWriter(graph_of(network))
    meta = writer.xml.find("meta")
    del meta.attrib["lastmodifieddate"]
    meta.find("creator").text = "Attaché"
    described = meta.makeelement("description", {})
    described.text = legal(network["links"]["self"])
    meta.append(described)
    document = BytesIO()
    writer.write(document)
    yield document.getvalue()
